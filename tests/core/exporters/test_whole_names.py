"""A name that paper has no room for stands whole where programs read it."""

from __future__ import annotations

import io

import openpyxl

from healthdesk.core.domain import report as doc
from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.exporters import csv, markdown, xlsx
from healthdesk.core.services.reports.book import Book

NAME = "Société des Moulins de la Vallée " * 4 + "et Fils"


def written(exporter):
    table = doc.Table(
        key="t",
        title="Accounts",
        columns=(doc.Column(key="account", title="Account"),),
        rows=(doc.Row(key="a", cells=(Book.account(None, NAME),)),),
    )
    section = doc.Section(key="s", title="S", lines=(doc.Line(blocks=(table,)),))
    out = io.BytesIO()
    exporter.write(
        doc.Report(kind="list", title="List", day=20_000, sections=(section,)), out, NOBODY
    )
    return out


def test_a_long_name_is_cut_on_paper_and_whole_in_data():
    assert NAME.encode() not in written(markdown).getvalue()
    assert NAME.encode() in written(csv).getvalue()
    book = openpyxl.load_workbook(written(xlsx))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert NAME in cells
