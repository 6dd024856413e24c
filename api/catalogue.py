"""Every kind of error the API answers: its name, its HTTP status, and what to do about it. The only place that knows.

A problem's `type` is the path of a page made from its entry.
"""

from __future__ import annotations

from dataclasses import dataclass

from timeline import errors


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the catalogue: `advice` says what a client can do. `only` are the operations that can give it, by id; none
    are all that document its status."""

    code: str
    status: int
    title: str
    advice: str
    only: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"/problems/{self.code}"


def _of(error: type[errors.DatelineError], status: int, advice: str, *, only: tuple[str, ...] = ()) -> Kind:
    return Kind(error.code, status, error.title, advice, only)


_READING = ("read_extraction", "keep_document")


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "malformed-request",
            400,
            "The request is malformed",
            "Send one JSON object in UTF-8: no duplicate keys, no NaN or Infinity, no lone surrogates, no deep nesting. "
            "The detail says where reading stopped.",
        ),
        Kind(
            "unauthorized",
            401,
            "A key is needed",
            "Send a key in the header Authorization: Bearer dl_… or X-API-Key: dl_…; `dateline keys create` makes one.",
        ),
        Kind(
            "missing-scope",
            403,
            "The key is not good for that",
            "Use a key with the scope that the detail names; whoever runs the server makes one.",
        ),
        _of(errors.NotFound, 404, "Check the id. What was deleted is gone; ids of events change when reports do."),
        Kind("no-such-route", 404, "No such address", "GET / lists the addresses, /docs describes them."),
        Kind("method-not-allowed", 405, "Not with this method", "The Allow header lists the methods."),
        Kind(
            "not-acceptable",
            406,
            "Not in that format",
            "The detail lists what exists; name one in Accept, or leave Accept out.",
        ),
        Kind(
            "request-timeout",
            408,
            "The request did not come in time",
            "Send it again, all at once; a slow line needs a proxy that collects requests.",
        ),
        _of(errors.TakenOver, 409, "Use the id that the detail names; GET answers with a redirect to it."),
        Kind(
            "request-in-flight",
            409,
            "The same request is being answered",
            "Wait the seconds in Retry-After, then send it again with the same Idempotency-Key.",
        ),
        Kind(
            "precondition-failed",
            412,
            "Changed meanwhile",
            "Somebody changed it since you read it. Read it again, and send the change with the new ETag in If-Match.",
        ),
        _of(errors.TooLarge, 413, "Send less: split the text, or raise the limit in the server's settings."),
        Kind("address-too-long", 414, "The address is too long", "Ask for less at once: fewer and shorter parameters."),
        Kind(
            "unsupported-media-type",
            415,
            "Not in that media type",
            "Send the media type that the detail names, as it is or with Content-Encoding gzip or zstd.",
        ),
        Kind(
            "wrong-host",
            421,
            "Not under that name",
            "Ask under localhost or 127.0.0.1. Whoever runs the server names others in the setting DATELINE_HOSTS.",
        ),
        _of(errors.InvalidInput, 422, "Each entry of errors says where the request is wrong and how to mend it."),
        _of(
            errors.InvalidText,
            422,
            "Send the article's words as well-formed Unicode: plain text or HTML.",
            only=_READING,
        ),
        _of(errors.InvalidDate, 422, "Write dates as YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with a zone."),
        _of(errors.InvalidQuery, 422, "/docs lists the filters and their values; take a cursor from next, unchanged."),
        _of(
            errors.InvalidFile,
            422,
            "Send the file as its program wrote it; the detail says what is missing or wrong.",
            only=("import_chronology",),
        ),
        _of(errors.UnsupportedLanguage, 422, "Send the text in a language that the detail names.", only=_READING),
        Kind(
            "key-reused",
            422,
            "The Idempotency-Key is of another request",
            "Give each request a key of its own; only the same request, unchanged, may have the same one.",
        ),
        Kind(
            "precondition-required",
            428,
            "Say which version you change",
            "Send the ETag that the last answer had in If-Match, so that nobody's change is lost.",
        ),
        Kind(
            "too-many-characters",
            429,
            "The budget of characters is spent",
            "Wait for the seconds in Retry-After. The headers RateLimit-Policy and RateLimit say what is left.",
        ),
        Kind(
            "too-many-wrong-keys",
            429,
            "Too many wrong keys came from your address",
            "Wait for the seconds in Retry-After, and see that every client has a key that holds.",
        ),
        Kind(
            "headers-too-large",
            431,
            "The headers are too large",
            "Send fewer and shorter headers; cookies serve nothing.",
        ),
        Kind(
            errors.DatelineError.code,
            500,
            errors.DatelineError.title,
            "Not your mistake. Report the request_id to whoever runs this server.",
        ),
        Kind(
            "worker-died",
            500,
            "Its worker died",
            "The process that read this line ended, twice. Send the line again alone; if that fails too, report it.",
            only=("keep_documents",),
        ),
        _of(errors.Unavailable, 503, "Try again after the seconds in Retry-After."),
        _of(
            errors.DeadlinePassed, 503, "Send a shorter text, or try again when the server is less busy.", only=_READING
        ),
        _of(errors.StoreUnavailable, 503, "Try again after the seconds in Retry-After; tell the operator if it stays."),
        Kind(
            "too-many-streams",
            503,
            "Too many long streams at once",
            "Try again after the seconds in Retry-After, when another upload, export or watched job has ended.",
        ),
    )
}


def kinds_of(status: int, operation: str = "") -> list[Kind]:
    """The kinds of that status that an operation can give."""
    return [kind for kind in KINDS.values() if kind.status == status and (not kind.only or operation in kind.only)]


def name_refusal(status: int, operation: str = "") -> str:
    """What the contract calls these kinds: as those of every operation, where they are."""
    is_special = kinds_of(status, operation) != kinds_of(status)
    return f"Problem{status}.{operation}" if is_special else f"Problem{status}"
