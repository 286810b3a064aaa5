"""Opens whatever file is asked for as a table: text with delimiters, or a sheet of a workbook."""

import os
import tempfile
import weakref
from pathlib import Path

from loiste.sources.files import rows_file, workbook
from loiste.sources.files.request import ImportRequest
from loiste.sources.files.table import Table, open_table


def open_asked(request: ImportRequest) -> Table:
    """The table of a request. FileError when it cannot be read, WrongUsage when it is not what was asked for."""
    if request.rows is not None and request.rows.exists():
        return rows_file.read(request.rows)
    if not workbook.is_workbook(request.path):
        return open_table(request.path, given_encoding=request.encoding, delimiter=request.delimiter)
    return kept(request) if request.rows is not None else passing(request)


def kept(request: ImportRequest) -> Table:
    """The sheet, its rows kept where the request says."""
    where = request.rows or Path()
    workbook.convert(request.path, request.sheet, where)
    return rows_file.read(where)


def passing(request: ImportRequest) -> Table:
    """The sheet, its rows kept as long as the table is."""
    handle, name = tempfile.mkstemp(prefix="loiste-rows-")
    os.close(handle)
    where = Path(name)
    try:
        workbook.convert(request.path, request.sheet, where)
    except BaseException:
        where.unlink(missing_ok=True)
        raise
    table = rows_file.read(where)
    weakref.finalize(table, where.unlink, missing_ok=True)
    return table
