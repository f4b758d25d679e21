"""What a report does not show is in none of the files: what was edited away, marks, keys."""

from __future__ import annotations

import io
from zipfile import ZipFile, is_zipfile

import pytest

from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Figure,
    Figures,
    Line,
    Paragraph,
    Quote,
    Quotes,
    Report,
    Row,
    Section,
    Source,
    Table,
)
from healthdesk.core.domain.report_chart import Inside
from healthdesk.core.exporters import csv, html, markdown, xlsx

SECRET = "canary7f3a"


def report() -> Report:
    mark = (Inside("notes", f"{SECRET} words of a mark"),)
    blocks = (
        Paragraph(key=SECRET, text="mine", generated=f"{SECRET} by the program", inside=mark),
        Figures(key="f", items=(Figure(label="a", text="1", key=SECRET, inside=mark),)),
        Quotes(items=(Quote(text="quoted", key=SECRET, who_inside=mark),)),
        Table(
            key=SECRET,
            columns=(Column(key=SECRET, title="Account", inside=mark),),
            rows=(
                Row(
                    cells=(Cell(text="mine too", edit=SECRET, generated=f"{SECRET} before"),),
                    key=SECRET,
                    inside=mark,
                ),
            ),
        ),
    )
    section = Section(key=SECRET, title="Part", lines=tuple(Line(blocks=(one,)) for one in blocks))
    lost = Source(key=SECRET, words=f"{SECRET} that nothing leads to")
    return Report(kind=SECRET, title="Review", day=20780, sections=(section,), sources=(lost,))


def held(content: bytes) -> bytes:
    """All that a file holds, unpacked."""
    if not is_zipfile(io.BytesIO(content)):
        return content
    with ZipFile(io.BytesIO(content)) as packed:
        return b"\n".join((name.encode() + packed.read(name)) for name in packed.namelist())


@pytest.mark.parametrize("exporter", [csv, html, markdown, xlsx])
def test_nothing_that_is_not_shown_is_in_the_file(exporter):
    out = io.BytesIO()
    exporter.write(report(), out, NOBODY)
    content = held(out.getvalue())
    assert SECRET.encode() not in content
    for shown in (b"Review", b"Part", b"mine", b"mine too", b"quoted"):
        assert shown in content


@pytest.mark.parametrize("exporter", [csv, html, markdown, xlsx])
def test_nobody_is_named_who_is_not_in_the_report(exporter, monkeypatch):
    for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME", "COMPUTERNAME"):
        monkeypatch.setenv(name, SECRET)
    out = io.BytesIO()
    exporter.write(report(), out, NOBODY)
    content = held(out.getvalue())
    assert SECRET.encode() not in content
    assert str(__file__).rpartition("/tests/")[0].encode() not in content
