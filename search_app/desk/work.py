"""The pages of the desk that show what is to be decided."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final

from flask import Response, request, session

from corrections import page_reference, read_orphans
from corrections.records import FIELDS, LISTS
from quality import Doubt
from search_app.api.fields import clean
from search_app.desk import sides
from search_app.desk.access import for_role
from search_app.desk.alike import Pair, names_waiting
from search_app.desk.corrected import article_of, corrections, value_of
from search_app.desk.drawing import draw_desk
from search_app.desk.dumps import dump_of
from search_app.desk.routes import blueprint
from search_app.desk.waiting import ASKS, DECIDED_BY, queue_of, queues, store
from search_app.errors import NotFound
from search_app.service import service
from search_index.errors import IndexUnusable
from search_index.model.article import Article
from search_index.model.query import Query

PER_PAGE: Final = 50
EXCERPT_CHARS: Final = 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article that waits: what is doubtful of it, and the story that it may be."""

    doubt: Doubt
    article: Article
    other: Article | None = None


@blueprint.get("/")
@for_role("reader")
def home() -> Response:
    """What there is to do."""
    held = corrections()
    names: list[Pair] = []
    with suppress(IndexUnusable), service().searchers.borrow() as searcher:
        names = names_waiting(searcher)
    return draw_desk(
        "home.html",
        queues=queues(held),
        names=len(names),
        rejected=store().queues.counts()["rejected"],
        corrected=sum(1 for _ in held.active()),
        orphans=len(read_orphans(service().settings.index_dir)),
        problems=held.problems,
    )


@blueprint.get("/queue/<name>")
@for_role("reader")
def queue(name: str) -> Response:
    """One article of a queue: look, accept or correct, go on."""
    if name not in DECIDED_BY:
        raise NotFound("There is no such queue.")
    found = queue_of(name, corrections())
    at = _number("at", len(found.waiting))
    item, at = _item(found.waiting, at, name)
    return draw_desk(
        "queue.html",
        queue=found,
        item=item,
        at=at,
        asks=ASKS.get(name),
        said=session.pop("said", None),
        excerpt=EXCERPT_CHARS,
        sides=sides.stories(item.article, item.other)
        if item and item.other and "dumps" in request.args
        else (),
        **(_form(item.article) if item else {}),
    )


def _item(waiting: tuple[Doubt, ...], at: int, name: str) -> tuple[Item | None, int]:
    """The first from `at` on that is in the index still."""
    with service().searchers.borrow() as searcher:
        for place, doubt in enumerate(waiting[at:], at):
            article = searcher.article(doubt.article)
            other = searcher.article(doubt.words) if article and name == "alike" else None
            if article is not None and (name != "alike" or other is not None):
                return Item(doubt=doubt, article=article, other=other), place
    return None, len(waiting)


@blueprint.get("/articles/<article_id>")
@for_role("reader")
def article(article_id: str) -> Response:
    """Everything of an article that can be corrected, and what was."""
    found = article_of(clean(article_id))
    held = corrections()
    done = [
        one
        for one in reversed(held.lines)
        if any(
            ref is not None and ref.id == found.id
            for ref in (getattr(one, "article", None), getattr(one, "other", None))
        )
    ]
    return draw_desk(
        "article.html",
        item=Item(doubt=Doubt(article=found.id, weight=0, words=""), article=found),
        asks=None,
        said=session.pop("said", None),
        done=done,
        undone=held.undone,
        forms=_forms(found),
        **_form(found),
    )


@blueprint.get("/page")
@for_role("reader")
def page() -> Response:
    """A page as it was dumped, with what was read of it next to it."""
    article_id, name = clean(request.args.get("article", "")), clean(request.args.get("name", ""))
    dump = dump_of(article=article_id) if article_id else dump_of(page=name)
    ids = dict.fromkeys(line.article for line in dump.lines if line.article)
    with service().searchers.borrow() as searcher:
        articles = [one for one in map(searcher.article, ids) if one is not None]
    return draw_desk(
        "page.html",
        dump=dump,
        named=asdict(page_reference(dump.name, dump.text)),
        articles=articles,
        known={one.id for one in articles},
        numbers={one: number for number, one in enumerate(ids, 1)},
        said=session.pop("said", None),
    )


@blueprint.get("/rejected")
@for_role("reader")
def rejected() -> Response:
    """Pages that gave nothing, and why."""
    total = store().queues.counts()["rejected"]
    first = _number("at", max(total, 1))
    pages = store().queues.rejected(first=first, size=PER_PAGE)
    taken = {one.page.name for one in corrections().active() if one.what == "take" and one.page}
    return draw_desk(
        "rejected.html", pages=pages, first=first, total=total, per_page=PER_PAGE, taken=taken
    )


@blueprint.get("/names")
@for_role("reader")
def names() -> Response:
    """Two names that may be one."""
    with service().searchers.borrow() as searcher:
        waiting = names_waiting(searcher)
        at = _number("at", len(waiting))
        pair = waiting[at] if at < len(waiting) else None
        found = []
        if pair is not None:
            for name in (pair.one, pair.other):
                found.append(searcher.search(Query(include={pair.kind: (name,)}, per_page=5)))
    named: list[tuple[str, Article]] = []
    if pair is not None and all(hits.hits for hits in found) and "dumps" in request.args:
        one, other = ([hit.article for hit in hits.hits] for hits in found)
        second = next((article for article in other if article.id != one[0].id), other[0])
        named = [(pair.one, one[0]), (pair.other, second)]
    return draw_desk(
        "names.html",
        pair=pair,
        at=at,
        waiting=len(waiting),
        said=session.pop("said", None),
        found=found,
        sides=sides.names(named) if named else (),
    )


def _forms(article: Article) -> dict[tuple[str, str], list[str]]:
    """The forms in which each name occurs in the article, other than the name itself."""
    found: dict[tuple[str, str], list[str]] = {}
    for form in article.forms:
        own = found.setdefault((form.kind, form.name), [])
        if form.form != form.name and form.form not in own:
            own.append(form.form)
    return found


def _form(article: Article) -> dict[str, Any]:
    return {"values": {what: value_of(article, what) for what in FIELDS}, "lists": LISTS}


def _number(name: str, most: int) -> int:
    text = request.args.get(name, "")
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 9 else 0
