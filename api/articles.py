"""An article as it is sent (by HTTP, NDJSON or a file) made a document of the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError

from api.parsing import find_flaws
from api.problems import Flawed
from api.schemas import ArticleSchema
from timeline import events
from timeline.errors import InvalidText
from timeline.events import Extraction
from timeline.text import MAX_CHARACTERS, Document, check_text, document

if TYPE_CHECKING:
    from extractors.html import Page

_SCHEMA = ArticleSchema()


@dataclass(frozen=True, slots=True)
class Article:
    """`warnings` are what its reader should know before any word of it is read."""

    document: Document
    warnings: tuple[events.Warning, ...] = ()


def read_article(fields: Mapping[str, Any], *, limit: int = MAX_CHARACTERS) -> Article:
    """The article of a request body's fields. Raises Flawed, InvalidText, InvalidDate and TooLarge."""
    try:
        checked = _SCHEMA.load(fields)
    except ValidationError as error:
        raise Flawed(find_flaws(error)) from error
    return make_article(checked, limit=limit)


def make_article(checked: Mapping[str, Any], *, limit: int = MAX_CHARACTERS) -> Article:
    """The article of fields that ArticleSchema has checked.

    What the sender says wins over what an HTML page says of itself.
    """
    said = {name: value for name, value in checked.items() if name not in {"text", "html"} and value is not None}
    if "html" not in checked:
        check_text(checked["text"], limit=limit)
        return Article(document(checked["text"], **said))
    from extractors.html import read_page  # noqa: PLC0415  # as in api.reading

    page = read_page(checked["html"])
    if not page.text.strip():
        raise InvalidText("The HTML holds no text to read; send the article's own page.", pointer="/html")
    check_text(page.text, limit=limit)
    article = document(page.text, **{**_describe(page), **said})
    return Article(article, tuple(_warn(page, said)))


def with_warnings(article: Article, extract: Callable[[Document], Extraction]) -> Callable[[Document], Extraction]:
    """`extract`, its answer preceded by the article's own warnings."""
    return lambda document: _prepend(article.warnings, extract(document))


def _prepend(warnings: tuple[events.Warning, ...], extraction: Extraction) -> Extraction:
    return replace(extraction, warnings=(*warnings, *extraction.warnings))


def _describe(page: Page) -> dict[str, str]:
    described = {
        "title": page.title,
        "published_at": page.published_at,
        "source": page.site,
        "url": page.url,
        "language": page.language and page.language.partition("-")[0].lower(),
    }
    return {name: value for name, value in described.items() if value}


def _warn(page: Page, said: Mapping[str, Any]) -> list[events.Warning]:
    if "published_at" in said or not page.published_at:
        return []
    detail = f"The publication date {page.published_at} is the page's own; send published_at if it is another."
    return [events.Warning("date-from-page", detail)]
