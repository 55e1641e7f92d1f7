"""The text of a PDF file, by pypdf, which the extra `[pdf]` brings."""

from __future__ import annotations

import io
import logging
from itertools import islice
from typing import Final

from indexer.errors import PageRejected

_MAX_PAGES: Final = 2000


def text_of_pdf(data: bytes) -> str:
    """The text, pages parted by form feeds. Raises PageRejected."""
    try:
        import pypdf
    except ImportError:
        raise PageRejected(
            "PDF needs pypdf: pip install 'clippings-search[pdf]', or give the output of pdftotext"
        ) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it quotes what a file holds
    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        text = "\f".join(page.extract_text() for page in islice(pages, _MAX_PAGES))
    except Exception as error:  # the library raises whatever a broken file makes of it
        raise PageRejected(f"a PDF that cannot be read: {type(error).__name__}") from None
    if not text.strip():
        raise PageRejected("the PDF holds no text, only pictures of it")
    return text
