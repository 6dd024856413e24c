"""Reading requests: strict JSON bodies and query parameters, checked by marshmallow schemas.

JSON is read by orjson, which refuses invalid UTF-8, lone surrogates, NaN and deep nesting. A second pass refuses duplicate
keys, on which readers of JSON disagree (RFC 8259, section 4). Unknown fields and parameters are refused, never ignored.
"""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

import orjson
from flask import Request
from gunicorn.http.errors import ParseException
from marshmallow import RAISE, Schema, ValidationError, fields
from marshmallow.validate import OneOf
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from api.inflating import STEP, coding_of, inflate, refuse_broken
from api.problems import Flaw, Flawed, Refused

MAX_DEPTH = 32

_CLEARER = {
    fields.Field.default_error_messages["required"]: "Missing; it must be there.",
    fields.Field.default_error_messages["null"]: "Must not be null; give a value, or leave it out.",
    fields.String.default_error_messages["invalid"]: "Must be a string, in double quotes.",
    fields.List.default_error_messages["invalid"]: "Must be a list, in square brackets.",
    fields.Integer.default_error_messages["invalid"]: "Must be a whole number.",
    fields.Number.default_error_messages["invalid"]: "Must be a number.",
    fields.Boolean.default_error_messages["invalid"]: "Must be true or false.",
}
"""What to say in place of marshmallow's words."""


class Parser(FlaskParser):
    """webargs with our JSON, our errors, and single parameters that must be single."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE}  # noqa: RUF012  # webargs's

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ARG002  # webargs's signature
        charset = req.mimetype_params.get("charset", "utf-8")
        if not req.is_json or charset.lower() not in {"utf-8", "utf8"}:
            raise refuse_media_type(req, "application/json", "one JSON object in UTF-8")
        return read_json(read_body(req))

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """A list for a parameter of many values, said twice or, of choices, `a,b`; one value for every other."""
        try:
            unquote_to_bytes(req.query_string).decode()
        except UnicodeDecodeError as error:  # werkzeug would put U+FFFD in its place
            raise Refused("malformed-request", "The query is not UTF-8.") from error
        flaws: list[Flaw] = []
        values: dict[str, Any] = {}
        many = {
            field.data_key or name: field for name, field in schema.fields.items() if isinstance(field, fields.List)
        }
        for name, given in req.args.lists():
            if name in many:
                is_choice = any(isinstance(validator, OneOf) for validator in many[name].inner.validators)
                values[name] = [part for value in given for part in value.split(",")] if is_choice else given
            elif len(given) > 1:
                flaws.append(Flaw(name, "Given more than once; send it once."))
            else:
                values[name] = given[0]
        if flaws:
            raise Flawed(flaws)
        return values

    def handle_error(self, error: ValidationError, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002  # webargs's
        location, messages = next(iter(error.messages_dict.items()))
        flaws = find_flaws(ValidationError(messages))
        if location == "query":  # a parameter is known by its name alone
            flaws = (Flaw(flaw.pointer.split("/")[1], flaw.detail) for flaw in flaws)
        raise Flawed(flaws) from error


def refuse_media_type(req: Request, wanted: str, body: str) -> Refused:
    """What to say where Content-Type is not the one that is wanted, which is what curl's -d sends of itself."""
    return Refused(
        "unsupported-media-type",
        f"Content-Type must be {wanted}, and it is {req.content_type or 'missing'}; send {body}, with curl -H 'Content-Type: {wanted}'.",
        headers={"Accept": wanted},
    )


def read_body(req: Request) -> bytes:
    """All of the body, inflated. Raises Refused for one that broke off, never came, or is not chunked as RFC 9112 or compressed
    as Content-Encoding has it, and RequestEntityTooLarge."""
    coding = coding_of(req)
    body = _receive(req)
    if coding is None:
        return body
    stream, whole = inflate(io.BytesIO(body), coding), bytearray()
    while piece := stream.read(STEP):
        whole += piece
        if len(whole) > (req.max_content_length or sys.maxsize):
            raise RequestEntityTooLarge
    return bytes(whole)


def _receive(req: Request) -> bytes:
    try:
        body = req.get_data()
    except (ClientDisconnected, ParseException) as error:
        raise refuse_broken(error) from error
    if req.content_length is None and len(body) >= (req.max_content_length or sys.maxsize):
        raise RequestEntityTooLarge  # werkzeug only cuts off a body that does not say its length
    if req.content_length is not None and len(body) < req.content_length:
        raise Refused(
            "malformed-request",
            f"The body broke off after {len(body):,} of the {req.content_length:,} bytes that Content-Length says.",
        )
    return body


def read_json(body: bytes) -> Any:
    """The value of a JSON text. Raises Refused (malformed-request), which says where reading stopped."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused("malformed-request", _say(error, body)) from error
    if _is_deep(value):
        raise Refused("malformed-request", f"Nested more than {MAX_DEPTH} levels deep.")
    json.loads(body, object_pairs_hook=_refuse_duplicates, parse_int=float)  # float: any number of digits
    return value


def _say(error: orjson.JSONDecodeError, body: bytes) -> str:
    """Where it cannot be read, and what mostly is the reason."""
    if not body.strip():
        return "The body is empty; send one JSON object."
    try:
        body.decode()
    except UnicodeDecodeError as flaw:
        return f"Not UTF-8: byte {flaw.start} cannot be read; encode the body anew."
    if "content after document" in str(error):
        return (
            f"A second value begins on line {error.lineno}, column {error.colno}; send one. Many articles go to /v1/documents:bulk, "
            "each on a line of its own: curl keeps the ends of lines with --data-binary, and not with -d."
        )
    quotes = "; names and strings stand in double quotes" if "unexpected character" in str(error) else ""
    return f"Not JSON: {error}{quotes}."


def find_flaws(error: ValidationError) -> Iterator[Flaw]:
    """marshmallow's messages, each with its JSON pointer into the body."""
    yield from _walk(error.messages, ())


def _walk(messages: Any, path: tuple[str, ...]) -> Iterator[Flaw]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            escaped = str(name).replace("~", "~0").replace("/", "~1")
            yield from _walk(inner, path if name == "_schema" else (*path, escaped))
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            yield Flaw("".join(f"/{part}" for part in path), _CLEARER.get(str(message), str(message)))


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise Refused("malformed-request", f"The key “{twice[:40]}” occurs twice in one object.")
    return read
