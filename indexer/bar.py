"""The progress of a run on a terminal: one bar, with one estimate for all of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from tqdm import tqdm

# The share of each step in the time of a full run, over archives of text dumps and of HTML.
_SHARES: Final = {"read": 0.2, "study": 0.65, "index": 0.15}
_WORDS: Final = {"read": "reading", "study": "studying", "index": "writing"}
_FORMAT: Final = "{desc} {percentage:3.0f}% |{bar}| {elapsed}, about {remaining} left"
_MB: Final = 1_000_000


class Bar:
    """A bar of the share of a whole run that is done; nothing where it is `hidden`.

    A step that is not one of a run, such as the vectors after it, has a bar of its own.
    """

    def __init__(self, *, hidden: bool) -> None:
        self._hidden = hidden
        self._bar: tqdm[Any] | None = None
        self._group = ""
        self._done: dict[str, int] = {}

    def step(self, name: str, done: int, total: int) -> None:
        """Say that `done` more of `total` are done with the step `name`."""
        if self._hidden:
            return
        self._done[name] = self._done.get(name, 0) + done
        bar = self._opened(name)
        bar.set_description_str(_described(name, self._done[name], total), refresh=False)
        bar.update(self._share(name, total) - bar.n)
        if self._done[name] == done:
            bar.refresh()

    def _share(self, name: str, total: int) -> float:
        own = min(self._done[name] / max(total, 1), 1.0)
        if name not in _SHARES:
            return own
        steps = list(_SHARES)
        before = sum(_SHARES[step] for step in steps[: steps.index(name)])
        return before + _SHARES[name] * own

    def _opened(self, name: str) -> tqdm[Any]:
        group = "run" if name in _SHARES else name
        if group != self._group:
            self.close()
            self._group = group
        if self._bar is None:
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # its thread and the worker processes do not mix
            self._bar = tqdm(
                total=1.0, file=sys.stderr, bar_format=_FORMAT, smoothing=0, miniters=0
            )
        return self._bar

    def close(self) -> None:
        """End the bar."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _described(name: str, done: int, total: int) -> str:
    word = _WORDS.get(name, name)
    if name == "read":
        return f"{word} {done / _MB:,.1f} of {total / _MB:,.1f} MB"
    return f"{word} {done:,} of {total:,}"
