"""How a writer ends: with a commit of everything, or with nothing, and always without its lock."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from search_index.model.sentences import LongSentences


class AllOrNothing(ABC):
    """The `with` block of a writer (see `search_index.engines.base.Writer`)."""

    _sentences: LongSentences | None = None

    def describe(self, sentences: LongSentences) -> None:
        """Keep with the index what became of the long sentences of its pages."""
        self._sentences = sentences

    @abstractmethod
    def _commit(self) -> None:
        """Make the changes visible together. Where it raises, `_abandon` follows."""

    @abstractmethod
    def _abandon(self) -> None:
        """Clear away what no reader can see; what was committed stays."""

    @abstractmethod
    def _release(self) -> None:
        """Let the next writer in."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._commit()
            else:
                self._abandon()
        except BaseException:
            self._abandon()
            raise
        finally:
            self._release()
