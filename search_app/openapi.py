"""The OpenAPI document: flask-smorest with our parser, our errors, and types (docs/adr/0003)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import flask_smorest
from flask import Flask
from marshmallow import Schema

from search_app.arguments import ArgumentsParser
from search_app.schemas import ProblemSchema
from search_app.version import VERSION

View = TypeVar("View", bound=Callable[..., Any])


class Blueprint(flask_smorest.Blueprint):
    """Routes that document themselves."""

    ARGUMENTS_PARSER = ArgumentsParser()

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Register a view and its documentation."""
        return cast(Callable[[View], View], super().route(rule, **options))

    def arguments(self, schema: Schema, **options: Any) -> Callable[[View], View]:
        """Load the arguments of the request with `schema` and pass them to the view."""
        return cast(Callable[[View], View], super().arguments(schema, **options))

    def response(
        self, status_code: int, schema: Schema | None = None, **options: Any
    ) -> Callable[[View], View]:
        """Dump what the view returns with `schema`."""
        return cast(Callable[[View], View], super().response(status_code, schema, **options))


class Api(flask_smorest.Api):
    """The document, and nothing else: errors are answered by `search_app.errors`."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        pass


def install(app: Flask) -> Api:
    """Make `app` serve its document."""
    app.config.update(
        API_TITLE="Clippings",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    return Api(app)
