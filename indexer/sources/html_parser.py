"""The parser of HTML: what lxml.html makes of a page, with elements that are made at once.

`lxml.html` asks a function in Python for the class of each element that is looked at, 6 % of the
time that a page takes; all it says is which elements are forms and their fields, which is not
asked for here.
"""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

_LOOKUP = etree.ElementDefaultClassLookup(
    element=lxml_html.HtmlElement,
    comment=lxml_html.HtmlComment,
    pi=lxml_html.HtmlProcessingInstruction,
    entity=lxml_html.HtmlEntity,
)


def html_parser() -> lxml_html.HTMLParser:
    """A parser of UTF-8 that drops comments and processing instructions."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_LOOKUP)
    return parser
