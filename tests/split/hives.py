"""Three stories of beekeepers, and what is found on a page that holds them."""

from __future__ import annotations

import datetime

from indexer.page import Page
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)

HIVES = (
    "Lime blossom came three weeks early",
    "The first combs were taken from the hives above the quarry on the tenth of June, which nobody "
    "in the village can remember, and the honey of the limes is paler than in other years.",
    "Keepers are asked to leave one comb in three to the bees until the rains have come.",
)
TRAPS = (
    "Traps for hornets only help in spring",
    "A trap that is hung up in summer takes a hundred useful insects for each hornet, as two years "
    "of counting in forty gardens have shown to all who were ready to look.",
    "Whoever finds a nest should call the firemen, who burn it for nothing in six villages of ten.",
)
JARS = (
    "Bring your jars to the autumn fair",
    "Three jars of each honey have to be brought to the hall before the first of September, "
    "without a label, so that those who taste do not know whose bees they praise or blame.",
    "Last year the first prize went to a honey of brambles that its maker took for one of firs.",
)


def read(text: str) -> list[tuple[str, str]]:
    drafts = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    return [(draft.article.title, draft.article.body) for draft in drafts]


def whole(story: tuple[str, str, str]) -> tuple[str, str]:
    title, *body = story
    return title, "\n\n".join(body)
