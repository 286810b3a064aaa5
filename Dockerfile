# The image of Loiste: one program, `loiste`, whose state lies in the volume /data. See docs/deploy.md.
# The first stage builds the wheel, with the static files in it, into an environment of its own; Node stays there.
FROM python:3.12-slim-bookworm AS build
WORKDIR /source
COPY deploy/constraints.txt deploy/constraints.txt
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY frontend frontend
COPY loiste loiste
RUN python -m venv /opt/loiste \
    && /opt/loiste/bin/pip install --no-cache-dir --only-binary=:all: --no-binary=loiste --constraint deploy/constraints.txt .

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin loiste \
    && install --directory --owner loiste --group loiste --mode 0700 /data
COPY --from=build /opt/loiste /opt/loiste
ENV PATH=/opt/loiste/bin:$PATH \
    LOISTE_HOME=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/-/ready', timeout=5)"]
ENTRYPOINT ["loiste"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000", "--no-worker"]
