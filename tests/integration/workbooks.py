"""Small workbooks for tests."""

from datetime import datetime

import xlsxwriter


def workbook(folder):
    """Bytes of a workbook with a title above its table, true dates, a text among them, a second and an empty sheet."""
    path = folder / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "d.m.yyyy"})
        sheet = book.add_worksheet("Tilaukset")
        sheet.write(0, 0, "Tilaukset 2025")
        sheet.write_row(2, 0, ["Asiakasnumero", "Alkanut", "Kuukausihinta", "Käyttäjiä"])
        for place, (ref, start, price, seats) in enumerate(
            [("Ä1", datetime(2025, 2, 1), 12.5, 3), ("Ä2", datetime(2025, 2, 13), 0.1 + 0.2, 4)]
        ):
            sheet.write(3 + place, 0, ref)
            sheet.write_datetime(3 + place, 1, start, day)
            sheet.write_row(3 + place, 2, [price, seats])
        sheet.write_row(5, 0, ["Ä3", "huomenna", 5, 1])
        book.add_worksheet("Tyhjä")
        other = book.add_worksheet("Muut")
        other.write_column(0, 0, ["Asiakas", "X1"])
    return path.read_bytes()
