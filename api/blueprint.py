"""Routes whose decorators read as the contract: what an operation takes, answers and refuses.

    @blueprint.post("/v1/extractions")
    @blueprint.takes(ArticleSchema, examples={…})
    @blueprint.options(ReadingSchema)
    @blueprint.answers(200, ExtractionSchema, "What was read.")
    @blueprint.refuses(400, 413, 415, 422, 503)
    def read(body, options): …

    @blueprint.needs("read")
    @blueprint.charges

say the scope of the key (`api.callers`; GET under /v1 needs `read`, any other method there `admin` where nothing is said, and
what is not under /v1 is for everyone), and that a text's characters are taken from its budget (`api.budgets`). Every GET has
an ETag and knows If-None-Match (`api.conditional`); where `is_brief_on_request` stands, `Prefer: return=minimal` is honoured.

The first line of a view's docstring is the operation's summary, the rest its description. Every operation may also
answer 405, 406 and 500; these need not be said. `answers` refuses a request that accepts none of its media types
*before* the view runs, so that nothing is stored by a request that is then refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Literal, TypeVar

import flask_smorest
from flask import request
from marshmallow import Schema

from api.negotiation import best_accepted
from api.operations import document_rest
from api.parsing import Parser
from api.preferences import answer_briefly
from api.problems import Flaw, Flawed, Refused
from api.repeating import answer_once
from api.writing import JSON
from timeline.keys import Scope

View = TypeVar("View", bound=Callable[..., Any])
Decorator = Callable[[View], View]


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, __name__, description=description)
        self._prepare_doc_cbks.append(document_rest)

    def get(self, rule: str, **options: Any) -> Decorator[Any]:
        return self._route(rule, "GET", options)

    def post(self, rule: str, **options: Any) -> Decorator[Any]:
        return self._route(rule, "POST", options)

    def patch(self, rule: str, **options: Any) -> Decorator[Any]:
        return self._route(rule, "PATCH", options)

    def delete(self, rule: str, **options: Any) -> Decorator[Any]:
        return self._route(rule, "DELETE", options)

    def _route(self, rule: str, method: str, options: dict[str, Any]) -> Decorator[Any]:
        """The view's name is the operation's id. Parameters of the path are those of all its operations, others of this one."""
        parameters = options.pop("parameters", [])
        in_path = [parameter for parameter in parameters if parameter["in"] == "path"]
        own = [parameter for parameter in parameters if parameter["in"] != "path"]

        def decorate(view: Callable[..., Any]) -> Any:
            if rule.startswith("/v1/") and not _has_options(view):
                view = _refuse_options(view)
            scope = getattr(view, "scope", None) or _default_scope(rule, method)
            said = {"x-scope": scope, "x-charged": getattr(view, "is_charged", False), "x-parameters": own}
            documented: Any = self.doc(operationId=view.__name__, **said)(view)
            documented.scope = scope
            return self.route(rule, methods=[method], parameters=in_path, **options)(documented)

        return decorate

    def needs(self, scope: Literal["read", "ingest", "curate", "admin"]) -> Decorator[Any]:
        """The scope that a caller's key must have."""

        def decorate(view: Any) -> Any:
            view.scope = Scope(scope)
            return view

        return decorate

    def charges(self, view: Any) -> Any:
        """It calls `api.budgets.charge`."""
        view.is_charged = True
        return view

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
        links: Mapping[str, Any] | None = None,
        instead: Iterable[str] = (),
    ) -> Decorator[Any]:
        """What a success or a redirection is: JSON of that schema, or another of the media types (name → JSON schema of its
        content; the first of its `examples` is the example). `links` say what can be asked next (api/links.py); `instead` are
        the media types that the operation has where it answers otherwise.

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
                    status,
                    schema={name: value for name, value in content.items() if name != "examples"},
                    content_type=media_type,
                    description=description,
                    example=content.get("examples", [None])[0],
                    headers=headers,
                )(documented)
            documented = self.doc(**{"x-links": {str(status): links or {}}})(documented)
            return self.response(status, schema, description=description, example=example, headers=headers)(documented)  # type: ignore[no-any-return]

        return decorate

    def is_brief_on_request(self, view: View) -> Any:
        """What was done is answered without a body, if the client would rather have that."""

        @wraps(view)
        def brief(*args: Any, **kwargs: Any) -> Any:
            return answer_briefly(view(*args, **kwargs))

        return self.doc(**{"x-brief": True})(brief)

    def may_be_deferred(self, view: View) -> View:
        """With `Prefer: respond-async` it becomes a job."""
        documented: View = self.doc(**{"x-deferred": True})(view)
        return documented

    def repeatable(self, view: View) -> View:
        """Sent again with its Idempotency-Key it is not done again. To be written above all that checks the request, so that
        a refusal is an answer, too."""
        documented: View = self.doc(**{"x-repeatable": True})(answer_once(view))
        return documented

    def refuses(self, *statuses: int) -> Decorator[Any]:
        """The statuses of the problems an operation may answer, beside those that any may."""
        decorator: Decorator[Any] = self.doc(**{"x-refuses": list(statuses)})
        return decorator


def _default_scope(rule: str, method: str) -> Scope | None:
    if not rule.startswith("/v1/"):
        return None
    return Scope.READ if method == "GET" else Scope.ADMIN


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


def name_path(name: str, description: str, *, example: str | None = None) -> dict[str, Any]:
    """A parameter of the path, for `parameters` of a route; without an example, another operation's links give it."""
    described = {"in": "path", "name": name, "required": True, "description": description}
    return described if example is None else {**described, "schema": {"type": "string", "examples": [example]}}
