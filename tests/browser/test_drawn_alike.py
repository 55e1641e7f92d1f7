from __future__ import annotations

import pytest

from tests.browser.conftest import Visit

# Every element and every text of the drawn parts, a line each; white space between them and
# the order of attributes mean nothing, and the time of a search is never the same.
LINES = """() => {
  const lines = [];
  const tidy = (text) => text.replace(/\\s+/g, " ").trim();
  const written = ({ name, value }) =>
    `${name}=${name === "href" ? decodeURIComponent(value.replaceAll("+", " ")) : value}`;
  const walk = (node, depth) => {
    const attributes = [...node.attributes].filter(({ name }) => name !== "tabindex");
    lines.push(`${depth}<${[node.localName, ...attributes.map(written).sort()].join(" ")}>`);
    if (node.classList.contains("took")) return;
    node.normalize();
    for (const child of node.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) walk(child, `${depth}  `);
      else if (child.nodeType === Node.TEXT_NODE && tidy(child.data)) {
        lines.push(`${depth}  ${tidy(child.data)}`);
      }
    }
  };
  const ids = ["summary", "chips", "notes", "hits", "pager", "facets", "strips"];
  for (const id of ids) walk(document.getElementById(id), "");
  return lines;
}"""

REDRAW = """() => {
  const old = document.createElement("i");
  old.id = "old";
  document.getElementById("strips").append(old);
  dispatchEvent(new PopStateEvent("popstate"));
}"""


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?q=water",
        "/?q=the+water&match=any&page=2&sort=oldest",
        "/?q=water&date_from=2019-05&date_to=2020&place=Tunisia&place=Chad",
        "/?missing=date&more=place",
        "/?q=xqzvwk+water&lang=fr",
        "/?q=water+-water&exclude_place=Oman&lang=fr",
        "/?date_from=1990&date_to=1991-05&q=%22library+of+waters%22",
        "/?missing=date&year=2020&lang=ar",
        "/?q=xqzvwk&person=Nobody&exclude_place=Oman&language=en",
        "/?page=77&per_page=5",
        "/?q=kites&lang=ar",
        "/?person_all=Salma+Bougharara&place=Tunisia&place_all=Chad&exclude_person=No&lang=fr",
        "/?together=person&q=xqzvwk+water&organization_all=None&organization_all=Other",
        "/?q=palimpsests&lang=ar",
        "/?lang=ar&language=ar&date_from=2020&date_to=2022",
        "/?q=library+opens&year=2019&month=2019-03",
    ],
)
def test_the_browser_draws_what_the_server_drew(visit: Visit, address: str) -> None:
    page = visit(address)
    server = page.evaluate(LINES)
    page.evaluate(REDRAW)
    page.wait_for_function("() => !document.getElementById('old')")
    assert page.evaluate(LINES) == server
