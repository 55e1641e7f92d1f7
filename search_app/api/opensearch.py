"""What a browser needs to offer Clippings as a search engine (OpenSearch 1.1)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response

from search_app.links import site_root
from search_app.service import service

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"

blueprint = Blueprint("opensearch", __name__)


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """The description, with the addresses of this archive."""
    root = Element("OpenSearchDescription", xmlns=NAMESPACE)
    for name, text in (
        ("ShortName", service().settings.title[:16]),
        (
            "Description",
            (service().settings.tagline or "Search the archive of news articles")[:1024],
        ),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        SubElement(root, name).text = text
    base = site_root()
    for kind, rel, template in (
        ("text/html", "results", "?q={searchTerms}"),
        (
            "application/x-suggestions+json",
            "suggestions",
            "api/v1/suggest?format=opensearch&q={searchTerms}",
        ),
        ("application/atom+xml", "results", "api/v1/feed.atom?q={searchTerms}"),
    ):
        SubElement(root, "Url", type=kind, rel=rel, template=base + template)
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8")
    response = Response(body, content_type="application/opensearchdescription+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
