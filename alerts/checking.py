"""Finds what is new for each saved search, and puts it into the outbox.

An article is new where neither its id, its words nor the bytes of its page were in the archive
at the last check: so not after a full rebuild, after its page was renamed, or where other rules
read an old page otherwise. Nor is a near-duplicate of what was there.
"""

from __future__ import annotations

import datetime
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from filelock import FileLock, Timeout

from alerts.errors import AlertsUnusable
from alerts.ledger import FILE_NAME, Channel, Item, Ledger, Message, id_key, page_key, text_key
from alerts.matching import found_by, index_of, item_of, story_of, was_told, words_of
from alerts.model import Every, SavedSearch
from alerts.searches import Problem, Searches
from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.errors import ClippingsError, IndexMissing
from search_index.model.article import Article
from search_index.settings import Settings

Pages = Callable[[], Iterable[tuple[str, str]]]
"""(name, digest of its bytes) of every page of the archive."""

BATCH: Final = 2_000
PER_MESSAGE: Final = 50
LOCK_S: Final = 600.0
LOST: Final = (
    "What was known and found is gone: what is in the archive counts as known from now on."
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found: new articles, of them how many for each search, and what went wrong."""

    new: int = 0
    found: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()


def check(settings: Settings, *, pages: Pages | None = None, only_learn: bool = False) -> Checked:
    """Look what is new since the last check. Raises AlertsUnusable, IndexUnusable.

    The first check of an archive learns what is there and finds nothing new, and so does one
    with `only_learn`.
    """
    searches = Searches(settings.index_dir)
    loaded = searches.load()
    if not (loaded.searches or only_learn):
        return Checked(problems=loaded.problems)
    searches.folder.mkdir(parents=True, exist_ok=True)
    try:
        with (
            FileLock(searches.folder / "check.lock", timeout=LOCK_S),
            Ledger(searches.folder) as ledger,
        ):
            engine = open_engine(settings)
            try:
                searcher = engine.searcher()
            except IndexMissing:
                return Checked(problems=loaded.problems)
            try:
                if ledger.fact("snapshot") == searcher.snapshot:
                    return Checked(problems=loaded.problems)
                check = _Check(settings, ledger, searcher, loaded.searches, pages)
                check.run(engine.article_ids(), learn=only_learn)
            finally:
                searcher.close()
    except Timeout:
        raise AlertsUnusable("Another process has been checking for 10 minutes.") from None
    found = tuple((alert, count) for alert, count in check.found.items() if count)
    lost = [Problem(alert="alerts", message=LOST)] if ledger.was_lost else []
    return Checked(new=check.new, found=found, problems=(*loaded.problems, *lost, *check.problems))


def learn_pages(settings: Settings, pages: Pages, *, snapshot: str) -> None:
    """Know the pages that were there before a run, where no check has learned them yet.

    `snapshot` is the state of the index that they made. Raises AlertsUnusable.
    """
    folder = Searches(settings.index_dir).folder
    if not (folder / FILE_NAME).exists():
        return
    with Ledger(folder) as ledger:
        if ledger.fact("pages") is None and ledger.fact("snapshot") == snapshot:
            with ledger.changing():
                ledger.learn(page_key(digest) for _, digest in pages())
                ledger.put_fact("pages", "known")


class _Check:
    """One check; everything is written in one transaction."""

    def __init__(
        self,
        settings: Settings,
        ledger: Ledger,
        searcher: Searcher,
        searches: Sequence[SavedSearch],
        pages: Pages | None,
    ) -> None:
        self._settings = settings
        self._ledger = ledger
        self._searcher = searcher
        self._searches = searches
        self._pages = pages
        self._items: dict[str, dict[str, Item]] = {each.id: {} for each in searches}
        self._failed: dict[str, str] = {}
        self.new = 0

    @property
    def found(self) -> dict[str, int]:
        """How many articles were found for each search."""
        return {alert: len(items) for alert, items in self._items.items()}

    @property
    def problems(self) -> list[Problem]:
        """The searches that could not be asked."""
        return [Problem(alert=alert, message=text) for alert, text in self._failed.items()]

    def run(self, ids: Iterable[str | tuple[str, str]], *, learn: bool) -> None:
        """Look at what is unknown, and write down what was found."""
        unknown = list(
            self._ledger.unknown_ids(each if isinstance(each, str) else each[0] for each in ids)
        )
        learn = learn or self._ledger.fact("snapshot") is None
        old_pages = set() if learn else self._old_pages(unknown)
        keys: list[bytes] = []
        seen: set[bytes] = set()
        for batch in _batched(self._articles(unknown), BATCH):
            candidates = []
            for article in batch:
                key = text_key(words_of(article))
                is_old = article.source.page in old_pages or self._ledger.knows(key)
                if not (learn or is_old or key in seen):
                    candidates.append(article)
                    seen.add(key)
                keys += [id_key(article.id), key]
            if candidates:
                self._match(candidates)
        with self._ledger.changing():
            self._ledger.learn(keys)
            if self._pages is not None:
                self._ledger.learn(page_key(digest) for _, digest in self._pages())
                self._ledger.put_fact("pages", "known")
            for search in self._searches:
                self._post(search, self._items[search.id])
            self._ledger.put_fact("snapshot", self._searcher.snapshot)

    def _articles(self, ids: Iterable[str]) -> Iterator[Article]:
        for each in ids:
            article = self._searcher.article(each)
            if article is not None:
                yield article

    def _old_pages(self, ids: Sequence[str]) -> set[str]:
        """The names of the pages whose bytes were in the archive before."""
        if self._pages is None or not ids:
            return set()
        old: set[str] = set()
        changed: set[str] = set()
        for name, digest in self._pages():
            (old if self._ledger.knows(page_key(digest)) else changed).add(name)
        return old - changed

    def _match(self, candidates: Sequence[Article]) -> None:
        self.new += len(candidates)
        by_id = {article.id: article for article in candidates}
        told: dict[str, bool] = {}
        with index_of(candidates, self._settings) as searcher:
            for search in self._searches:
                try:
                    found = found_by(search.parameters, searcher)
                except ClippingsError as error:
                    self._failed[search.id] = str(error)
                    continue
                # The one that tells a story best comes first.
                order = sorted(found, key=lambda each: by_id[each].duplicate_of is not None)
                for article in map(by_id.__getitem__, order):
                    story = story_of(article)
                    if story not in told:
                        told[story] = was_told(article, self._searcher, self._ledger)
                    known = told[story] or self._ledger.was_found(search.id, story)
                    if not known:
                        self._items[search.id].setdefault(story, item_of(article))

    def _post(self, search: SavedSearch, found: dict[str, Item]) -> None:
        now = time.time()
        for story, item in found.items():
            self._ledger.put_found(search.id, story, item, at=now)
        if not found:
            return
        self._ledger.trim(search.id)
        items = list(found.values())
        if search.webhook is not None:
            self._put(search, "webhook", search.webhook.url, items, due=now)
        for address in search.mail.to if search.mail is not None else ():
            assert search.mail is not None
            self._put(search, "mail", address, items, due=_due(search.mail.every, now))

    def _put(
        self, search: SavedSearch, channel: Channel, target: str, items: list[Item], *, due: float
    ) -> None:
        now = time.time()
        digest = next(
            (
                each
                for each in self._ledger.waiting()
                if (each.alert, each.channel, each.target) == (search.id, channel, target)
                and each.due == due > now
                and not each.attempts
            ),
            None,
        )
        if digest is not None:
            items = [*digest.items, *items]
            self._ledger.sent(digest.id)
        size = len(items) if due > now else PER_MESSAGE
        for batch in _batched(items, max(size, 1)):
            self._ledger.post(
                Message(
                    id=f"msg_{uuid.uuid4().hex}",
                    alert=search.id,
                    channel=channel,
                    target=target,
                    items=tuple(batch),
                    created=digest.created if digest is not None else now,
                    due=due,
                )
            )


def _due(every: Every, now: float) -> float:
    """When what is found now is to be sent: at once, or when the day or week (UTC) is over."""
    if every == "run":
        return now
    today = datetime.datetime.fromtimestamp(now, datetime.UTC).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    days = 1 if every == "day" else 7 - today.weekday()
    return (today + datetime.timedelta(days=days)).timestamp()


def _batched(values: Iterable[_T], size: int) -> Iterator[list[_T]]:
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch
