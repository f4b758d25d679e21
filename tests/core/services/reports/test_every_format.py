"""Every kind of report in every format, of a desk full of hostile texts, read back by others."""

from __future__ import annotations

import io
import re
import socket
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from pypdf import PdfReader

from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.domain.report import CHARTS, Board, Chart, Report, Section, Table
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import blocks, prepare
from healthdesk.core.exporters import REPORTS
from healthdesk.core.services.reports import building, catalogue, given
from tests.core.exporters.hostile_texts import HOSTILE, LONG
from tests.core.exporters.readers import found, seen, unpacked
from tests.core.services.reports import hostile_desk
from tests.core.services.reports.hostile_desk import DAY, ENDLESS, SUBJECT

CHARTED: Final = frozenset(
    [
        "account_review",
        "finding",
        "model_card",
        "portfolio_review",
        "renewals",
        "weekly_risk",
        "segment_list",
        "board",
    ]
)
"""Kinds with a chart or a drawing; the others are not written as such."""
HEAVY: Final = frozenset(["pdf", "pptx", "png"])
OFTEN: Final = frozenset(["finding", "weekly_risk", "segment_list"])
"""Kinds that are written in the heavy formats on every run; the others in the long one."""
PAIRS: Final = [
    (kind, form) for kind in catalogue.KINDS for form in REPORTS if form != "svg" or kind in CHARTED
]


def rarely(kind: str, form: str, often: bool) -> Any:
    return pytest.param(kind, form, marks=[] if often else [pytest.mark.long])


_TURNED: Final = re.compile("[\u0590-\u06ff\u202e]")
"""Letters that readers order each their way."""
_SILENT: Final = frozenset(
    [
        "key",
        "kind",
        "notes",
        "inside",
        "tone",
        "tones",
        "generated",
        "edit",
        "svg",
        "block",
        "paper",
        "style",
        "audience",
        "voice",
        "state",
        "band",
        "direction",
        "days",
        "logo",
        "color",
        "who_inside",
        "currency",
        "value",
        "empty",
        "brand",
    ]
)
"""Fields that say nothing to a reader, or where there is nothing else."""
_ROWS: Final = 12
"""Rows of a table that every format shows."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with hostile_desk.made(tmp_path_factory.mktemp("hostile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def report(desk):
    """A report of each kind, made once for each audience."""

    @cache
    def made(kind: str, audience: Any = "inside", account: str = SUBJECT) -> Report:
        subject = catalogue.KINDS[kind].SPEC.subject
        options = ReportOptions(
            kind=kind,
            account=account if subject == "account" else "",
            segment=hostile_desk.SEGMENT if kind == "segment_list" else "",
            brand=hostile_desk.BRAND,
            audience=audience,
            choices={"accounts": (SUBJECT, ENDLESS)} if kind == "handover" else {},
        )
        if kind in {"board", "view"}:
            shown = hostile_desk.cards() if kind == "board" else hostile_desk.table()
            return prepare(desk.read(given.build, options, DAY, shown), options)
        return desk.read(building.make, options, DAY)

    return made


def written(made: Report, form: str) -> bytes:
    out = io.BytesIO()
    told = REPORTS[form].write(made, out, NOBODY)
    assert told.size == len(out.getvalue())
    assert told.pages >= 1
    return out.getvalue()


def planted(made: Report, form: str) -> list[str]:
    """The hostile texts of a report that a format has a place for."""
    told = [one for section in made.sections for one in _of_section(section, form)]
    return list(dict.fromkeys(one for one in told if hostile(one)))


def hostile(text: str) -> bool:
    return hostile_desk.MARK.search(text) is not None or text in HOSTILE


def _of_section(section: Section, form: str) -> Iterator[str]:
    if form not in {"csv", "svg"}:
        yield section.headline or section.title
        yield section.lead.text if section.lead is not None else ""
    for block in blocks(section):
        if isinstance(block, CHARTS):
            yield from _of_chart(block, form)
        elif isinstance(block, Table):
            shown = msgspec.structs.replace(block, rows=block.rows[: block.most or _ROWS])
            yield from _texts(shown) if form != "svg" else ()
        elif form not in {"csv", "svg"}:
            yield from _texts(block)


def _of_chart(chart: Chart, form: str) -> Iterator[str]:
    """What is written of a chart: formats without drawings have its figures, or a sentence."""
    if form in {"html", "pptx", "svg"}:
        yield chart.title
    if form == "html":
        yield from _texts(chart)


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, tuple | list):
        for one in told:
            yield from _texts(one)
    elif isinstance(told, msgspec.Struct):
        for name in told.__struct_fields__:
            if name not in _SILENT:
                yield from _texts(getattr(told, name))


def stands(text: str, within: str) -> bool:
    """Whether a text stands there, whole or broken once or twice where a page ends."""
    rest = text
    for _ in range(3):
        if rest in within:
            return True
        most = next((at for at in range(len(rest) - 1, 3, -1) if rest[:at] in within), 0)
        rest = rest[most:]
    return False


@pytest.mark.parametrize(
    ("kind", "form"), [rarely(*one, one[1] not in HEAVY or one[0] in OFTEN) for one in PAIRS]
)
def test_every_text_reads_back_as_it_is(report, kind, form):
    made = report(kind)
    if form == "png":  # a picture, and no word beside it
        first = msgspec.structs.replace(made, sections=made.sections[:1])
        assert found(form, written(first, form)) == ""
        return
    told = planted(made, form)
    within = unicodedata.normalize("NFKC", found(form, written(made, form)))
    wanted = {one: unicodedata.normalize("NFKC", seen(one)) for one in told}
    lost = [one for one, text in wanted.items() if not stands(text, within)]
    assert [one for one in lost if not _TURNED.search(one)] == []
    assert all(set(wanted[one]) <= set(within) for one in lost)
    assert told or form in {"svg", "csv"}
    assert "root:" not in within


@pytest.mark.parametrize(
    ("kind", "form"), [rarely(*one, one[1] == "html" or one[0] == "weekly_risk") for one in PAIRS]
)
def test_a_customer_reads_nothing_from_inside_and_nobody_learns_who_made_it(
    desk, report, kind, form, monkeypatch
):
    for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME", "COMPUTERNAME"):
        monkeypatch.setenv(name, "canary7f3a")
    monkeypatch.setattr(socket, "gethostname", "canary7f3a".lower)
    made = report(kind, "customer")
    if form == "svg" and not any(
        isinstance(block, (*CHARTS, Board)) for one in made.sections for block in blocks(one)
    ):
        return  # what was drawn is hidden
    content = written(made, form)
    held = found(form, content).encode() + unpacked(content) + _told_of(form, content)
    assert [one for one in desk.read(hostile_desk.secrets) if one.encode() in held] == []
    for one in ("canary7f3a", str(Path(__file__).parents[4]), str(desk.path)):
        assert one.encode() not in held


def _told_of(form: str, content: bytes) -> bytes:
    """What a PDF says of itself: its streams are packed."""
    if form != "pdf":
        return b""
    held = PdfReader(io.BytesIO(content))
    xmp = held.xmp_metadata
    packed = b"" if xmp is None else xmp.stream.get_data()
    return repr(held.metadata).encode() + packed


@pytest.mark.parametrize("form", ["html", "xlsx", "csv", "markdown", "pdf", "pptx"])
def test_a_name_of_ten_thousand_letters_is_no_trouble(report, form):
    made = report("account_brief", "inside", ENDLESS)
    assert made.subject == LONG.strip()
    within = found(form, written(made, form))
    assert stands(seen(LONG[: 40 if form == "pptx" else 400]), within)
