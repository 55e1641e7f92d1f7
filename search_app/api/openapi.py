"""The OpenAPI document: flask-smorest with our parser, our errors, and types (docs/adr/0003)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar, cast

import flask_smorest
from flask import Flask, Response, json, request
from marshmallow import Schema

from search_app.api.arguments import ArgumentsParser
from search_app.api.fields import CommaValues, Described
from search_app.api.schemas import ProblemSchema
from search_app.errors import PROBLEM_TYPE
from search_app.version import VERSION
from search_index.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])


class Blueprint(flask_smorest.Blueprint):
    """Routes that document themselves."""

    ARGUMENTS_PARSER = ArgumentsParser()

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Register a view and its documentation, under the view's name."""
        register = super().route(rule, **options)

        def decorate(view: View) -> View:
            return cast(View, register(self.doc(operationId=view.__name__)(view)))

        return decorate

    def arguments(self, schema: Schema, **options: Any) -> Callable[[View], View]:
        """Load the arguments of the request with `schema` and pass them to the view."""
        return cast(Callable[[View], View], super().arguments(schema, **options))

    def response(
        self, status: int, schema: Schema | None = None, **options: Any
    ) -> Callable[[View], View]:
        """Dump what the view returns with `schema`; None where there is no body."""
        return cast(Callable[[View], View], super().response(status, schema, **options))

    def also_answers(
        self, status: int, schema: dict[str, Any], content_type: str
    ) -> Callable[[View], View]:
        """Document an answer that the view writes itself, by its JSON schema."""
        documented = super().alt_response(
            status, schema=schema, content_type=content_type, success=True
        )
        return cast(Callable[[View], View], documented)

    def takes(self, *content_types: str) -> Callable[[View], View]:
        """Document a body that the view reads itself, as text."""
        text = {"schema": {"type": "string"}}
        body = {"required": True, "content": dict.fromkeys(content_types, text)}
        return cast(Callable[[View], View], self.doc(requestBody=body))


class Api(flask_smorest.Api):
    """The document, and nothing else: errors are answered by `search_app.errors`.

    It is written when it is asked for: that takes as long as many imports.
    """

    ERROR_SCHEMA = ProblemSchema

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._documents: dict[str, bytes] = {}
        self._undocumented: list[Callable[[], None]] = []
        self._writing = threading.Lock()
        super().__init__(*arguments, **options)

    def _register_error_handlers(self) -> None:
        pass

    def register_blueprint(
        self, blueprint: Blueprint, *, parameters: list[Any] | None = None, **options: Any
    ) -> None:
        """Register the routes now, and their documentation when it is asked for."""
        name = options.get("name", blueprint.name)
        app = self._app
        app.register_blueprint(blueprint, **options)

        def document() -> None:
            blueprint.register_views_in_doc(self, app, self.spec, name=name, parameters=parameters)
            self.spec.tag({"name": name, "description": blueprint.description})

        app.extensions["flask-smorest"]["blp_name_to_api"][name] = self
        self._undocumented.append(document)

    def _document(self) -> None:
        """Write what was put off."""
        with self._writing:
            if self._undocumented:
                self._document_errors()
            for document in self._undocumented:
                document()
            self._undocumented.clear()

    def _openapi_json(self) -> Response:
        self._document()
        prefix = request.script_root
        if prefix not in self._documents:
            document = {**self.spec.to_dict(), "servers": [{"url": prefix or "/"}]}
            if len(self._documents) > 16:  # a proxy has few names for one server
                self._documents.clear()
            self._documents[prefix] = json.dumps(document, indent=2, sort_keys=False).encode()
        response = Response(self._documents[prefix], content_type="application/json")
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag(weak=True)
        response.make_conditional(request)
        return response

    def _register_responses(self) -> None:
        pass

    def _document_errors(self) -> None:
        """Every error as a problem; as RFC 9457 says, in a type of its own."""
        for name, text in [
            *((status.name, status.phrase) for status in HTTPStatus if status >= 400),
            (self.DEFAULT_ERROR_RESPONSE_NAME, "Any other error"),
        ]:
            content = {PROBLEM_TYPE: {"schema": self.ERROR_SCHEMA}}
            answer = {"description": text, "content": content}
            self.spec.components.response(name, answer, lazy=True)


def install(app: Flask, settings: Settings) -> Api:
    """Make `app` serve its document."""
    app.config.update(
        API_TITLE="Clippings",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {
                "description": (
                    "Search an archive of news articles. Unknown and bad parameters are 400s "
                    "that name all of them; errors are RFC 9457 problems; answers carry an ETag."
                )
            }
        },
    )
    api = Api(app)

    def describe(_: Any, field: Any, **__: Any) -> dict[str, Any]:
        return field.json_schema(settings) if isinstance(field, Described) else {}

    def commas(_: Any, field: Any, **__: Any) -> dict[str, Any]:
        return {"explode": False} if isinstance(field, CommaValues) else {}

    api.ma_plugin.converter.add_attribute_function(describe)
    api.ma_plugin.converter.add_parameter_attribute_function(commas)
    if settings.api_key:
        schemes = {
            "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            "bearer": {"type": "http", "scheme": "bearer"},
        }
        for name, scheme in schemes.items():
            api.spec.components.security_scheme(name, scheme)
        api.spec.options["security"] = [{name: []} for name in schemes]
    return api
