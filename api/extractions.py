"""POST /v1/extractions: read a text and keep nothing."""

from __future__ import annotations

from typing import Any

from flask import Response

from api import examples
from api.annotations import TEXT_CONTENTS, choose_text_format, write_annotations
from api.answers import ExtractionSchema
from api.articles import make_article, with_warnings
from api.blueprint import Blueprint
from api.budgets import charge_page, charging
from api.context import here
from api.offsets import count_utf16
from api.schemas import ArticleSchema, ReadingSchema
from api.writing import write_json
from timeline import wire
from timeline.events import Extraction
from timeline.words import readings_in_words

blueprint = Blueprint("extractions", "Read a text, keep nothing.")


@blueprint.post("/v1/extractions")
@blueprint.needs("read")
@blueprint.charges
@blueprint.takes(ArticleSchema, examples=examples.ARTICLES)
@blueprint.options(ReadingSchema)
@blueprint.answers(200, ExtractionSchema, "What was read.", example=examples.EXTRACTION, media_types=TEXT_CONTENTS)
@blueprint.refuses(400, 408, 413, 415, 422, 503)
def read_extraction(body: dict[str, Any], options: dict[str, Any]) -> Response:
    """Read a text: its time expressions and the events it tells

    Nothing is kept. Without `published_at`, in the request or in the page, relative expressions such as "on Friday" stay
    unplaced and a warning says so.
    """
    choose_text_format(options)
    settings = here().settings
    charge_page(body)
    article = make_article(body, limit=settings.max_extraction)
    extract = with_warnings(article, charging(here().extract_within(settings.extraction_deadline)))
    return write_extraction(extract(article.document), options, url=None)


def write_extraction(extraction: Extraction, options: dict[str, Any], *, url: str | None) -> Response:
    """An extraction in the format that is asked for, as ReadingSchema's options ask for it; `url` is where it is kept."""
    format_ = choose_text_format(options)
    if format_ is not None:
        return write_annotations(extraction, format_, url=url)
    answer = wire.write(extraction)
    readings = readings_in_words(extraction) if options["explain"] else {}
    for expression in answer["times"]:
        if options["explain"]:
            expression["reading"] = readings[expression["id"]]
        else:
            del expression["direction"], expression["why"], expression["alternatives"]
    if options["offset_unit"] == "utf16":
        answer = count_utf16(answer, extraction.document.text)
    response = write_json(answer)
    response.vary.add("Accept")
    return response
