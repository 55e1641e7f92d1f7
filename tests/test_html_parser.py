"""Elements of a page are made without asking a function in Python for each."""

import cProfile
import pstats

from lxml import html as lxml_html

from indexer.sources.html_parser import html_parser

_PAGE = (
    "<html><body><!-- a note --><?php echo ?><form><label>Name <input name=q></label></form>"
    f"{'<p>The harbour of Ostermoor has <b>opened</b> again.</p>' * 50}</body></html>"
).encode()


def test_every_element_can_give_its_text_and_be_taken_away() -> None:
    tree = lxml_html.fromstring(_PAGE, parser=html_parser())
    elements = list(tree.iter())
    assert {type(element) for element in elements} == {lxml_html.HtmlElement}
    assert tree.find(".//p").text_content() == "The harbour of Ostermoor has opened again."
    tree.find(".//form").drop_tree()
    assert tree.find(".//input") is None


def test_looking_at_elements_calls_nothing_of_python_for_each() -> None:
    profile = cProfile.Profile()
    tree = lxml_html.fromstring(_PAGE, parser=html_parser())
    profile.runcall(lambda: [element.tag for element in tree.iter()])
    assert vars(pstats.Stats(profile))["total_calls"] < 20
