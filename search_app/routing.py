"""Rules of addresses that are made ready for building links when a link is built.

werkzeug compiles two functions for each rule when it is added, which is a tenth of what it takes to
make the application; most rules never build a link in most processes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from werkzeug.routing import Rule


class LazyRule(Rule):
    """A rule that compiles what builds its address on first use."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(super()._compile_builder)

        def build(rule: Rule, /, *arguments: Any, **values: Any) -> tuple[str, str]:
            return compiled(append_unknown)(rule, *arguments, **values)

        return build
