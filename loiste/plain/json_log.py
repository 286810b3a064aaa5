"""Log lines as JSON: one object a line, with the id of the request, and nothing personal."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
# What every record carries; anything else was given as `extra`.
OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Fields: at (UTC), level, logger, message, request, error (the kind of exception and where), and the extras.

    The text of an exception may hold what a person wrote, so only its kind and place are told.
    """

    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message(record),
        }
        if request_id.get():
            found["request"] = request_id.get()
        if record.exc_info and record.exc_info[0]:
            found["error"] = record.exc_info[0].__name__
            found["trace"] = trace(record)
        extras = {key: value for key, value in vars(record).items() if key not in OWN and plain(value)}
        return json.dumps(found | extras, ensure_ascii=False)


def tell_all() -> None:
    """Has a server say what it does, too; commands, whose user reads the screen, only warn."""
    logging.getLogger("loiste").setLevel(logging.INFO)


def message(record: logging.LogRecord) -> str:
    """The text. A record of a request names its route, not its address, which may hold a person or a one-time link."""
    request = getattr(record, "request", None)
    if request is None or not isinstance(record.args, tuple):
        return record.getMessage()
    match = getattr(request, "resolver_match", None)
    place = f"/{match.route}" if match else "(no such address)"
    known = {request.path: place, request.get_full_path(): place}
    told = (known.get(value, value) if isinstance(value, str) else value for value in record.args)
    return str(record.msg) % tuple(told)


def plain(value: object) -> bool:
    return value is None or isinstance(value, bool | int | float | str)


def trace(record: logging.LogRecord) -> list[str]:
    """Where it happened: file, line and function of each step, the innermost last."""
    steps = []
    step = record.exc_info[2] if record.exc_info else None
    while step is not None:
        code = step.tb_frame.f_code
        steps.append(f"{code.co_filename.rpartition('/')[2]}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return steps[-12:]
