"""What clients send: the bodies and options of requests.

A schema checks a request and is its description in OpenAPI. What the server answers is described in api/answers.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length, OneOf, Regexp

from timeline.annotations import TEXT_FORMATS

MAX_STRANGERS = 10
"""Unknown fields that are named; a body can hold a hundred thousand."""

DOMAINS = ("news", "narrative", "informal")
OFFSET_UNITS = ("codepoint", "utf16")


class Pattern(Regexp):
    """A regular expression that all of a value matches; `$` alone would let a final line feed pass."""

    def __call__(self, value: str) -> str:  # type: ignore[override]
        if self.regex.fullmatch(value) is None:  # type: ignore[call-overload]  # its stubs know bytes only
            raise ValidationError(self._format_error(value))
        return value


_ONE_LINE = Pattern("^[^\u0000-\u001f\u007f]*$", error="Must be one line without control characters.")
_WORDS = r"^\s*[^\s\u0000-\u001f][^\u0000-\u0008\u000e-\u001f]*$"
_DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2\d|3[01])"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?"
_PUBLISHED = Pattern(
    f"^{_DAY}(?:T{_CLOCK})?$", error="Must be YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with a zone (RFC 3339)."
)


class StrictSchema(Schema):
    """A schema that refuses what it does not know, and says what it knows."""

    def load(self, data: Any, **kwargs: Any) -> Any:
        if not isinstance(data, Mapping):
            raise ValidationError("Must be a JSON object.")
        known = [field.data_key or name for name, field in self.fields.items()]
        strangers = islice((name for name in data if name not in known), MAX_STRANGERS)
        flaws: dict[str, Any] = {name: [f"Unknown; there are {', '.join(known)}."] for name in strangers}
        try:
            loaded = super().load({name: data[name] for name in known if name in data}, **kwargs)
        except ValidationError as error:
            raise ValidationError({**error.messages_dict, **flaws}) from error
        if flaws:
            raise ValidationError(flaws)
        return loaded


class TextOr(fields.Nested):
    """An object, or a text that stands for one in which each of `names` is that text. `text` is its JSON schema."""

    def __init__(
        self, schema: type[StrictSchema], names: Sequence[str], *, text: Mapping[str, Any], **options: Any
    ) -> None:
        super().__init__(schema, **options)
        self.names = names
        self.text = text

    def _deserialize(self, value: Any, *args: Any, **options: Any) -> Any:
        whole = dict.fromkeys(self.names, value) if isinstance(value, str) else value
        return super()._deserialize(whole, *args, **options)


def _text(description: str, example: str, *validate: Any, pattern: str | None = None, **options: Any) -> fields.String:
    """`pattern` is only described: what it forbids is refused later, and better, by the model."""
    metadata: dict[str, Any] = {"description": description, "examples": [example]}
    if pattern is not None:
        metadata["pattern"] = pattern
    return fields.String(validate=list(validate), metadata=metadata, **options)


class ArticleSchema(StrictSchema):
    """An article: exactly one of `text` and `html`, and what is known of it."""

    EITHER = ("text", "html")

    text = _text(
        "The article's words, kept verbatim; offsets in the answer count in it.",
        "In January the minister proposed a truce.",
        pattern=_WORDS,
    )
    html = _text(
        "The article's page, or a part of it. Its text, title, date and site are taken from it; offsets in the answer "
        "count in the text that is returned. What the other fields say wins.",
        "<article><h1>Truce</h1><p>In January the minister proposed a truce.</p></article>",
        Length(min=1),
    )
    title = _text("Its headline.", "Minister proposes a truce", Length(max=500), _ONE_LINE, allow_none=True)
    published_at = _text(
        "When it was published: what “yesterday” is read against. A date, or a date and time (RFC 3339).",
        "2025-02-18",
        _PUBLISHED,
        allow_none=True,
    )
    url = _text(
        "Where it stands.",
        "https://courier.example/truce",
        Length(max=2000),
        Pattern('^https?://[^\u0000-\u0020\u007f<>"]+$', error="Must be an http or https URL."),
        allow_none=True,
    )
    source = _text("Who published it.", "The Harbour Courier", Length(max=200), _ONE_LINE, allow_none=True)
    language = _text(
        "Its language, as ISO 639-1 says it.",
        "en",
        Pattern("^[a-z]{2,3}$", error="Must be a language code such as en."),
        allow_none=True,
    )
    domain = _text("How it tells time; guessed where it is left out.", "news", OneOf(DOMAINS), allow_none=True)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def _check_one(self, data: dict[str, Any], sent: Any, **_: Any) -> None:  # noqa: ARG002  # marshmallow's signature
        if sum(name in sent for name in self.EITHER) != 1:
            raise ValidationError("Send exactly one of text and html.")


class ReadingSchema(StrictSchema):
    """How an extraction is answered."""

    explain = fields.Boolean(
        load_default=False,
        truthy={"true", "1"},
        falsy={"false", "0"},
        metadata={"description": "Say why each time was read as it was, and the readings not taken."},
    )
    offset_unit = fields.String(
        load_default="codepoint",
        validate=OneOf(OFFSET_UNITS),
        metadata={"description": "What offsets count: Unicode code points, or UTF-16 units as JavaScript does."},
    )
    format = fields.String(
        validate=OneOf(["json", *TEXT_FORMATS]),
        metadata={
            "description": "Instead of an Accept header. Formats other than `json` take no other option. "
            + " ".join(f"`{name}`: {each.sentence}" for name, each in TEXT_FORMATS.items())
        },
    )
