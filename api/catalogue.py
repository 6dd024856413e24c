"""Every kind of error the API answers: its name, its HTTP status, and what to do about it. The only place that knows.

A problem's `type` is the path of a page made from its entry.
"""

from __future__ import annotations

from dataclasses import dataclass

from timeline import errors


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the catalogue: `advice` says what a client can do."""

    code: str
    status: int
    title: str
    advice: str

    @property
    def path(self) -> str:
        return f"/problems/{self.code}"


def _of(error: type[errors.DatelineError], status: int, advice: str) -> Kind:
    return Kind(error.code, status, error.title, advice)


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
            "Send application/json in UTF-8, without Content-Encoding.",
        ),
        _of(errors.InvalidInput, 422, "Each entry of errors says where the request is wrong and how to mend it."),
        _of(errors.InvalidText, 422, "Send the article's words as well-formed Unicode: plain text or HTML."),
        _of(errors.InvalidDate, 422, "Write dates as YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with a zone."),
        _of(errors.InvalidQuery, 422, "/docs lists the filters and their values; take a cursor from next, unchanged."),
        _of(
            errors.InvalidFile, 422, "Send the file as its program wrote it; the detail says what is missing or wrong."
        ),
        _of(errors.UnsupportedLanguage, 422, "Send the text in a language that the detail names."),
        Kind(
            "precondition-required",
            428,
            "Say which version you change",
            "Send the ETag that the last answer had in If-Match, so that nobody's change is lost.",
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
        ),
        _of(errors.Unavailable, 503, "Try again after the seconds in Retry-After."),
        _of(errors.DeadlinePassed, 503, "Send a shorter text, or try again when the server is less busy."),
        _of(errors.StoreUnavailable, 503, "Try again after the seconds in Retry-After; tell the operator if it stays."),
    )
}
