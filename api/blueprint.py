"""Routes whose decorators read as the contract: what an operation takes, answers and refuses.

    @blueprint.post("/v1/extractions")
    @blueprint.takes(ArticleSchema, examples={…})
    @blueprint.options(ReadingSchema)
    @blueprint.answers(200, ExtractionSchema, "What was read.")
    @blueprint.refuses(400, 413, 415, 422, 503)
    def read(body, options): …

The first line of a view's docstring is the operation's summary, the rest its description. Every operation may also
answer 405, 406 and 500; these need not be said. `answers` refuses a request that accepts none of its media types
*before* the view runs, so that nothing is stored by a request that is then refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, TypeVar

import flask_smorest
from flask import request
from marshmallow import Schema
from werkzeug.datastructures import MIMEAccept

from api.parsing import Parser
from api.problems import Flaw, Flawed, Refused
from api.writing import JSON

View = TypeVar("View", bound=Callable[..., Any])
Decorator = Callable[[View], View]

ALWAYS = (405, 406, 500)


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, __name__, description=description)
        self._prepare_doc_cbks.append(_document_refusals)

    def get(self, rule: str, **options: Any) -> Decorator[Any]:
        return self._route(rule, "GET", options)

    def post(self, rule: str, **options: Any) -> Decorator[Any]:
        return self._route(rule, "POST", options)

    def patch(self, rule: str, **options: Any) -> Decorator[Any]:
        return self._route(rule, "PATCH", options)

    def delete(self, rule: str, **options: Any) -> Decorator[Any]:
        return self._route(rule, "DELETE", options)

    def _route(self, rule: str, method: str, options: dict[str, Any]) -> Decorator[Any]:
        """The view's name is the operation's id."""

        def decorate(view: Callable[..., Any]) -> Any:
            if rule.startswith("/v1/") and not _has_options(view):
                view = _refuse_options(view)
            return self.route(rule, methods=[method], **options)(self.doc(operationId=view.__name__)(view))

        return decorate

    def takes(self, schema: type[Schema], *, examples: Mapping[str, Any]) -> Decorator[Any]:
        """A JSON body, given to the view as the checked fields."""
        decorator: Decorator[Any] = self.arguments(schema, location="json", examples=examples)
        return decorator

    def takes_files(self, examples: Mapping[str, Any]) -> Decorator[Any]:
        """A body of one of these media types, each with an example, which the view reads itself."""
        content = {
            media_type: {
                "schema": {"type": "string" if isinstance(example, str) else "object"},
                "examples": {"file": {"summary": "A small file", "value": example}},
            }
            for media_type, example in examples.items()
        }
        decorator: Decorator[Any] = self.doc(requestBody={"required": True, "content": content})
        return decorator

    def options(self, schema: type[Schema]) -> Decorator[Any]:
        """Query parameters, given to the view as the checked values."""
        decorator: Decorator[Any] = self.arguments(schema(), location="query")  # made once, not for each request
        return decorator

    def answers(
        self,
        status: int,
        schema: type[Schema] | Mapping[str, Any] | None,
        description: str,
        *,
        media_types: Mapping[str, Mapping[str, Any]] | None = None,
        example: Any = None,
        headers: Mapping[str, Any] | None = None,
        instead: Iterable[str] = (),
    ) -> Decorator[Any]:
        """What a success or a redirection is: JSON of that schema, or another of the media types (name → JSON schema of its
        content). `instead` are those that the operation has where it answers otherwise.

        A view answers with a Response; this describes it, and refuses (406) who accepts none of it.
        """
        available = ([JSON] if schema is not None else []) + list(media_types or {}) + list(instead)

        def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(view)
            def checked(*args: Any, **kwargs: Any) -> Any:
                if available and not _is_accepted(available):
                    raise Refused("not-acceptable", f"There is {', '.join(available)}.")
                return view(*args, **kwargs)

            documented = checked
            for media_type, content in (media_types or {}).items():
                documented = self.alt_response(
                    status, schema=content, content_type=media_type, description=description, headers=headers
                )(documented)
            return self.response(status, schema, description=description, example=example, headers=headers)(documented)  # type: ignore[no-any-return]

        return decorate

    def refuses(self, *statuses: int) -> Decorator[Any]:
        """The statuses of the problems an operation may answer, beside those that any may."""
        decorator: Decorator[Any] = self.doc(**{"x-refuses": list(statuses)})
        return decorator


def _has_options(view: Callable[..., Any]) -> bool:
    described = getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", [])
    return any(parameter["in"] == "query" for parameter in described)


def _refuse_options(view: Callable[..., Any]) -> Callable[..., Any]:
    """A parameter that would be ignored is a mistake that nobody sees."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if request.args:
            raise Flawed(Flaw(name, "Unknown; there are no parameters here.") for name in request.args)
        return view(*args, **kwargs)

    return checked


def _is_accepted(available: list[str]) -> bool:
    """Whoever sends no Accept takes anything; `format=` is asked instead of it."""
    return "format" in request.args or best_accepted(available) is not None


def best_accepted(available: list[str]) -> str | None:
    """The media type that the request's Accept likes best, the first of them where it says nothing; None for none.

    Parameters are left aside: `application/json; charset=utf-8` is what many clients call JSON.
    """
    accepted = [(value.partition(";")[0].strip(), quality) for value, quality in request.accept_mimetypes]
    return MIMEAccept(accepted).best_match(available) if accepted else available[0]


def name_path(name: str, description: str) -> dict[str, Any]:
    """A parameter of the path, for `parameters` of a route."""
    return {"in": "path", "name": name, "required": True, "description": description}


def _document_refusals(doc: dict[str, Any], doc_info: dict[str, Any], **_: Any) -> dict[str, Any]:
    """flask-smorest's own error responses out, ours in; the last step of documenting an operation."""
    refused = doc_info.get("manual_doc", {}).pop("x-refuses", [])
    responses = {status: answer for status, answer in doc.get("responses", {}).items() if str(status)[0] in "23"}
    responses.update({status: f"Problem{status}" for status in sorted({*refused, *ALWAYS})})
    return {**doc, "responses": responses}
