"""PDF, PNG and SVG files: one file or a ZIP of them, counted, the same each time."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.exporters import REPORTS
from tests.core.exporters.reports import bare_report, board_report, hostile_report, rich_report


def written(key, report):
    out = io.BytesIO()
    made = REPORTS[key].write(report, out, NOBODY)
    assert made.size == len(out.getvalue())
    return made, out.getvalue()


def test_a_pdf_tells_its_pages():
    made, content = written("pdf", bare_report())
    assert content.startswith(b"%PDF-1.")
    assert made.pages == 1


def test_one_page_is_a_picture_and_more_are_packed():
    made, content = written("png", bare_report("slides"))
    assert content.startswith(b"\x89PNG")
    assert made.pages == 1
    made, content = written("png", rich_report("a4"))
    names = ZipFile(io.BytesIO(content)).namelist()
    assert len(names) == made.pages
    assert names[:2] == ["01 Title.png", "02 Goals.png"]
    assert written("png", rich_report("a4"))[1] == content


def test_charts_are_drawings():
    made, content = written("svg", rich_report())
    held = ZipFile(io.BytesIO(content))
    assert made.pages == len(held.namelist()) == 7
    assert held.namelist()[0] == "01 Active users a day, weekly mean.svg"
    first = held.read(held.namelist()[0]).decode()
    assert first.startswith("<svg ")
    assert ">Active users a day, weekly mean</text>" in first
    assert "23 Nov 2026: 50 users" in first
    assert written("svg", rich_report())[1] == content
    assert written("svg", board_report())[0].pages == 4
    with pytest.raises(DeskError):
        written("svg", bare_report())


@pytest.mark.parametrize("key", ["svg"])
def test_names_in_a_zip_are_safe(key):
    names = ZipFile(io.BytesIO(written(key, hostile_report())[1])).namelist()
    assert len({name.casefold() for name in names}) == len(names)
    assert not any("/" in name or "\\" in name or ".." in name or len(name) > 120 for name in names)
