"""HTTP in and out. `create_app` puts the rooms together: settings, the store, the reader, the routes."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter

from api import assets
from api.context import Context, Extract, now
from api.reading import open_reader
from api.settings import Settings
from timeline.ingest import bring_up
from timeline.store import Store, open_store

__all__ = ["create_app"]


class Name(BaseConverter):
    """A part of a path. A colon ends it, and begins what is to be done: /v1/events/{id}:merge. Words that have a
    route of their own where ids stand are none, or that route would have the methods of both."""

    regex = "(?!(?:counts|histogram)$)[^/:]+"


def create_app(
    settings: Settings | None = None, *, store: Store | None = None, extract: Extract | None = None
) -> Flask:
    """The WSGI app. The store is opened, brought to its newest schema and merged by today's rules, here; the model is loaded at its first use.

    Raises StoreUnavailable, Unavailable where the settings name a model that is not installed, and InvalidInput where they
    name a calendar or names that cannot be read, or what is no origin.
    """
    # Here, because Python runs this file for whoever imports anything of `api`, and most commands need no routes.
    from api import (  # noqa: PLC0415
        budgets,
        callers,
        changes,
        chronologies,
        compression,
        conditional,
        cors,
        decisions,
        documents,
        events,
        extractions,
        facets,
        health,
        home,
        hosts,
        imports,
        metrics,
        openapi,
        pages,
        paging,
        preferences,
        problems,
        security,
    )
    from api.jobs import bulk  # noqa: PLC0415
    from api.jobs import routes as jobs  # noqa: PLC0415
    from api.pages import refusals  # noqa: PLC0415

    settings = settings or Settings()
    app = Flask(__name__, static_folder=assets.STATIC, static_url_path=assets.root(), template_folder=assets.TEMPLATES)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    metrics.register(app)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = assets.FOR_GOOD
    app.url_map.converters["default"] = Name
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False  # /v1//events is a mistake, and no redirect
    store = store or open_store(settings.database, statement_seconds=settings.statement_deadline)
    bring_up(store, now=now())
    extract = extract or open_reader(settings.model, settings.calendar, settings.names)
    store.secrets.get(paging.SECRET)  # before processes fork, so that they have one even where it cannot be kept
    app.extensions["dateline"] = Context(settings, store, extract)
    api = openapi.Api(app)
    rooms = (
        extractions,
        documents,
        bulk,
        jobs,
        events,
        facets,
        decisions,
        chronologies,
        changes,
        imports,
        home,
        health,
        openapi,
    )
    for blueprint in dict.fromkeys(room.blueprint for room in rooms):
        api.register_blueprint(blueprint)
    app.register_blueprint(pages.blueprint)
    problems.register(app, refusals.write)
    # In the order in which they look at a request; what is said first in an answer is done last: a preference, an ETag, then
    # compression and what every answer carries.
    security.register(app)
    cors.register(app, cors.read_origins(settings.cors_origins))
    for guard in (hosts, callers, budgets, compression, conditional, preferences):
        guard.register(app)
    return app
