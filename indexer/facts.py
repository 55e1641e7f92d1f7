"""What the report and the queues want to know of an article (`quality/facts.py`)."""

from __future__ import annotations

import datetime

from indexer.dates.addresses import contradicts, read_address
from quality.facts import Facts, facts_of
from search_index.model.article import Article


def facts(article: Article) -> Facts:
    """What report and queues want to know of an article, with another date that it names."""
    return facts_of(article, elsewhere=_elsewhere(article))


def _elsewhere(article: Article) -> str | None:
    """A date that the address gives and that is not that of the story; or one after it."""
    date = article.date
    if date is None or len(date) < len("YYYY-MM-DD"):
        return None
    if article.event_date and article.event_date > date:
        return article.event_date
    found = read_address(article.source.url or "")
    if found is None or article.date_source == "url":
        return None
    if not contradicts(found, datetime.date.fromisoformat(date)):
        return None
    day = f"-{found.day:02}" if found.day else ""
    return f"{found.year}-{found.month:02}{day}"
