"""The server behind tests/forks.py: imports libraries once, and forks a process for each program it is asked to run."""

import atexit
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
import traceback
import types
from contextlib import suppress

from django.conf import settings
from django.db import connections

# What commands import, and what reads neither environment nor settings while it is imported.
LIBRARIES = """
    annotated_types asyncio babel.dates babel.numbers click concurrent.futures dateutil.relativedelta decimal duckdb
    email.message getpass logging.config msgspec multiprocessing.context numpy.ma numpy.random openpyxl
    pyarrow pyarrow.compute pyarrow.csv pyarrow.parquet pydantic pydantic.fields pydantic.functional_validators
    pydantic.json_schema pydantic.main pydantic.types rapidfuzz secrets sqlite3 sqlparse xlsxwriter
    yaml zoneinfo
    django.apps django.conf.urls.i18n django.contrib.admin.options django.contrib.admin.sites
    django.contrib.auth.hashers django.contrib.auth.password_validation django.contrib.messages.api
    django.contrib.staticfiles.finders django.core.cache.backends.locmem django.core.checks.registry django.core.mail
    django.core.management.commands.migrate django.core.serializers.json django.core.validators
    django.db.backends.sqlite3.base django.db.migrations.executor django.db.models.functions
    django.db.models.sql.compiler django.forms.models django.http django.middleware.cache django.shortcuts
    django.template.loader django.test.signals django.utils.autoreload django.utils.formats django.utils.log
    django.utils.text django.utils.translation.trans_real django.views.decorators.cache django.views.generic
"""


def serve(connection):
    """Forks for each request and tells when the fork ends. Gives the request in the fork, None when no more will come."""
    running, poll = {}, select.poll()
    poll.register(connection, select.POLLIN)
    while True:
        for ready, _event in poll.poll():
            if ready in running:
                poll.unregister(ready)
                told(ready, *running.pop(ready))
                continue
            message, files, _flags, _address = socket.recv_fds(connection, 1 << 20, 4)
            pid = os.fork() if message else 0
            if not pid:
                connection.detach()  # its end here is not the end of the server's
                return (json.loads(message), files) if message else None
            *streams, answer = files
            for each in streams:
                os.close(each)
            os.write(answer, f"{pid}\n".encode())
            handle = os.pidfd_open(pid)
            running[handle] = pid, answer
            poll.register(handle, select.POLLIN)


def told(handle, pid, answer):
    """Tells how the process ended."""
    _pid, status = os.waitpid(pid, 0)
    with suppress(BrokenPipeError):  # whoever asked may not wait for it
        os.write(answer, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os.close(answer)
    os.close(handle)


def become(words, env, cwd, files):
    """Makes this fork what a new Python would be, and runs the program; returns or raises as the program does."""
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.modules["numpy"].random.seed()  # the module random does this itself
    option, what, *rest = words
    sys.argv = [option, *rest]
    if option == "-m":
        sys.path[0] = cwd
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = ""
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        exec(compile(what, "<string>", "exec"), main.__dict__)


class NoPandas:
    """Who uses Loiste has no pandas; where it is, duckdb and pyarrow import it for nothing."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name=name)


def end(code):
    """Ends the process as Python does, except that what it holds is not taken apart piece by piece (0.3 s)."""
    threading._shutdown()
    atexit._run_exitfuncs()
    if settings.configured:
        connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def code_of(error):
    """The exit code of a program that ended with this, None at its end; what Python says about it is said."""
    if error and not isinstance(error, SystemExit):
        traceback.print_exception(error)
        return 1
    code = error and error.code
    if code is None or isinstance(code, int):
        return (code or 0) & 255
    print(code, file=sys.stderr)
    return 1


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the tests; the server ends with their socket
    sys.meta_path.insert(0, NoPandas)
    for name in LIBRARIES.split():
        with suppress(ModuleNotFoundError):  # what is not there is not needed
            importlib.import_module(name)
    asked = serve(socket.socket(fileno=int(sys.argv[1])))
    if not asked:
        return
    try:
        become(**asked[0], files=asked[1])
    finally:
        end(code_of(sys.exc_info()[1]))


if __name__ == "__main__":
    main()
