# Dateline on gunicorn, as a user without rights, its database in /data.
#
#   docker build --tag dateline .
#   docker run --rm --volume dateline:/data dateline dateline keys create --name newsroom --scope read --scope ingest
#   docker run --read-only --tmpfs /tmp --volume dateline:/data --publish 127.0.0.1:8000:8000 dateline
#
# It listens on every address inside the container, so it asks for keys, and does not start before there is one. Where the port
# is published on this machine alone, as above, it may do without: --env DATELINE_REQUIRE_KEYS=never --env DATELINE_HOSTS=localhost

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
WORKDIR /app
COPY requirements.lock ./
RUN /venv/bin/pip install --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY timeline timeline
COPY extractors extractors
COPY api api
COPY web web
RUN /venv/bin/pip install --no-deps --no-build-isolation --editable . \
 && /venv/bin/python -m compileall -q -j 0 /venv /app

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin dateline \
 && install --directory --owner dateline --group dateline /data
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OPENBLAS_NUM_THREADS=1 \
    DATELINE_HOST=0.0.0.0 \
    DATELINE_PORT=8000 \
    DATELINE_DATABASE=sqlite:////data/dateline.db
WORKDIR /app
USER dateline
VOLUME /data
EXPOSE 8000
# An opener without proxies, so that the container's own address is never asked of one.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-c", \
    "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['DATELINE_PORT'] + '/healthz', timeout=4)"]
CMD ["gunicorn", "--config", "api/gunicorn.conf.py"]
