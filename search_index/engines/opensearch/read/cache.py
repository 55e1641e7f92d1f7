"""Answers of late, for who pages through hits or comes back: a snapshot never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

_Answer = TypeVar("_Answer")


class Memory(Generic[_Answer]):
    """Keeps the `most` answers that were asked for last. Safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, _Answer] = OrderedDict()

    def get(self, question: str) -> _Answer | None:
        """The answer to a question, None where it is not known."""
        with self._lock:
            answer = self._answers.get(question)
            if answer is not None:
                self._answers.move_to_end(question)
            return answer

    def keep(self, question: str, answer: _Answer) -> None:
        """Remember an answer, and forget the one that nobody asked for the longest."""
        with self._lock:
            self._answers[question] = answer
            self._answers.move_to_end(question)
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
