"""What a page says of itself in its markup: title, dates, site, language, address. Nothing is guessed.

A publication date comes only from markup that calls itself one, in this order: JSON-LD `datePublished` of an article, meta
tags, microdata, `<time pubdate>`, the `<time>` in the article's header, JSON-LD of the page. The address, the copyright line
and the words of the text are never read for it, and a date of change is not one of publication.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from extractors.dateline import read_date
from extractors.markup import UNSEEN
from timeline.errors import InvalidDate
from timeline.text import read_published_at


@dataclass(frozen=True, slots=True)
class Metadata:
    """`published_at` and `modified_at` are as in `Document`; `language` is the primary subtag (RFC 5646), lower case."""

    title: str | None
    published_at: str | None
    modified_at: str | None
    site: str | None
    language: str | None
    url: str | None


# Names of meta tags, best first: Open Graph, Parse.ly, Sailthru, Dublin Core, schema.org, Google Scholar, old habits.
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "parsely-pub-date",
    "sailthru.date", "datepublished", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created",
    "dcterms.date", "dc.date", "citation_publication_date", "pubdate", "publishdate", "publish_date",
    "publish-date", "publication_date", "publicationdate", "published_time", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified")  # fmt: skip
_TITLE = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title")
_SITE = ("og:site_name", "application-name", "dc.publisher")
_LANGUAGE = ("content-language", "og:locale", "dc.language", "dcterms.language", "language")

_ARTICLE_TYPES = re.compile(r"\w*Article|\w*BlogPosting|Report|SocialMediaPosting")
_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_MAX_META = 2_000


def read_metadata(tree: HtmlElement) -> Metadata:
    meta = _read_meta(tree)
    objects = list(_read_json_ld(tree))
    article = _choose_article(objects, _link(tree, meta))
    pages = [found for found in objects if "WebPage" in _types(found)]
    site = _name(article.get("publisher")) or _first(meta, _SITE)
    published = (
        article.get("datePublished"),
        *(meta.get(name) for name in _PUBLISHED),
        *_read_microdata(tree),
        *_read_time_tags(tree),
        *(page.get("datePublished") for page in pages),
    )
    modified = (article.get("dateModified"), *(meta.get(name) for name in _MODIFIED))
    return Metadata(
        title=_text(article.get("headline")) or _first(meta, _TITLE) or _title_tag(tree, site),
        published_at=_first_date(published),
        modified_at=_first_date(modified),
        site=site,
        language=_language([_name(article.get("inLanguage")), tree.get("lang"), _first(meta, _LANGUAGE)]),
        url=_link(tree, meta) or _web_address(_text(article.get("url"))),
    )


def read_moment(value: str) -> str | None:
    """A date, or date and time with its zone, as pages write them: ISO 8601, RFC 5322, or in English words."""
    value = value.strip()
    try:
        return read_published_at(value)
    except InvalidDate:
        compact = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", value)
        return read_date("-".join(compact.groups()) if compact else value)


def _first_date(values: Iterable[Any]) -> str | None:
    """The first value that is a date: a tag that is there but holds no date does not hide the next."""
    dates = (read_moment(value[:80]) for value in values if isinstance(value, str))
    return next((date for date in dates if date), None)


def _read_meta(tree: HtmlElement) -> dict[str, str]:
    """Content by lower-case name; the first of each name, as consumers take it."""
    found: dict[str, str] = {}
    for tag, _ in zip(tree.iter("meta"), range(_MAX_META), strict=False):
        content = _text(tag.get("content"))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := tag.get(attribute)):
                found.setdefault(name.strip().lower(), content)
    return found


def _read_json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects that speak of this page: top level, lists, @graph and mainEntity; not those of related pages."""
    pending: list[Any] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/ld+json") and script.text:
            try:
                pending.append(json.loads(script.text.strip().removeprefix("<!--").removesuffix("-->"), strict=False))
            except (ValueError, RecursionError):  # pages do write broken JSON; what else they say still counts
                continue
    pending.reverse()
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            pending.extend(value[key] for key in ("mainEntity", "@graph") if isinstance(value.get(key), dict | list))


def _choose_article(objects: list[dict[str, Any]], url: str | None) -> dict[str, Any]:
    """The article whose address is the page's, else the first with a date, else the first; {} without any."""
    articles = [found for found in objects if any(_ARTICLE_TYPES.fullmatch(name) for name in _types(found))]
    for article in articles:
        page = article.get("mainEntityOfPage")
        addresses = (article.get("url"), article.get("@id"), page.get("@id") if isinstance(page, dict) else page)
        if url is not None and url in addresses:
            return article
    dated = (article for article in articles if article.get("datePublished"))
    return next(dated, articles[0] if articles else {})


def _types(value: dict[str, Any]) -> list[str]:
    kinds = value.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _read_microdata(tree: HtmlElement) -> list[str]:
    """`itemprop=datePublished`; nothing where a page lists several articles."""
    tags = tree.xpath("//*[@itemprop='datePublished'][position() <= 50]")
    return _sole(tag.get("content") or tag.get("datetime") or tag.text_content() for tag in tags)


def _read_time_tags(tree: HtmlElement) -> list[str]:
    marked = tree.xpath("//time[@pubdate][@datetime]")
    if not marked:
        articles = tree.xpath("//article[.//h1]") or tree.xpath("//article")
        marked = articles[0].xpath(".//header//time[@datetime]") if len(articles) == 1 else []
    return _sole(tag.get("datetime") for tag in marked if not _is_of_change(tag))[:1]


def _is_of_change(tag: HtmlElement) -> bool:
    marks = f"{tag.get('class', '')} {tag.get('itemprop', '')} {tag.getparent().get('class', '')}".lower()
    return "modif" in marks or "updat" in marks


def _sole(values: Iterable[str | None]) -> list[str]:
    kept = list(dict.fromkeys(value.strip() for value in values if value and value.strip()))
    return kept if len({read_moment(value[:80]) for value in kept}) == 1 else []


def _title_tag(tree: HtmlElement, site: str | None) -> str | None:
    """The one h1, else <title> without the site's name at its end."""
    headings = tree.xpath("//h1")
    if len(headings) == 1 and (title := _text(headings[0].text_content())):
        return title
    title = _text(tree.findtext(".//title"))
    if title and site and (match := re.fullmatch(rf"(.+?)\s+[|•·–—-]\s+{re.escape(site)}", title)):
        return match[1]
    return title


def _link(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    links = tree.xpath("//link[contains(concat(' ', normalize-space(@rel), ' '), ' canonical ')]/@href")
    return _web_address(links[0].strip() if links else None) or _web_address(meta.get("og:url"))


def _web_address(value: str | None) -> str | None:
    return value if value and len(value) <= 2000 and re.match(r"https?://[^\s<>\"]+$", value) else None


def _language(tags: Iterable[str | None]) -> str | None:
    matches = (_LANGUAGE_TAG.fullmatch(tag.strip()) for tag in tags if tag)
    return next((match[1].lower() for match in matches if match), None)


def _name(value: Any) -> str | None:
    """The name of a JSON-LD thing, which may be a string, an object or a list of them."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("alternateName") if value.get("@type") == "Language" else value.get("name")
    return _text(value)


def _first(meta: dict[str, str], names: Iterable[str]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _text(value: Any) -> str | None:
    """One line; entities that JSON-LD writers escaped once too often are read."""
    if not isinstance(value, str):
        return None
    return " ".join(UNSEEN.sub("", unescape(value)).split())[:500] or None
