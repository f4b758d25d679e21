"""A kind of report for tests of the page, and pages that are quickly drawn."""

from __future__ import annotations

from types import SimpleNamespace

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from healthdesk.core.domain import report as doc
from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report_spec import ExporterSpec, ReportSpec, SectionSpec, Written
from healthdesk.core.papers.typeset import PagePicture

NAME = doc.Inside("names", "the name of Ada")
TONE = doc.Inside("sentiment", "the sentiment of a call note of 12 Nov")
SOURCE = doc.Source(key="s", words="Daily usage")


def line(*blocks):
    return doc.Line(blocks=blocks)


def report(asked_of, day, period=""):
    quotes = doc.Quotes(
        key="said",
        items=(
            doc.Quote(key="q1", text="It saved us a week", who="Ada", who_inside=(NAME,)),
            doc.Quote(key="q2", text="The price went up", inside=(TONE,)),
        ),
    )
    summary = doc.Paragraph(key="text", text="Use rose from 34 to 50.", notes=("s",))
    table = doc.Table(
        key="rows",
        columns=(doc.Column(key="n", title="Ticket"), doc.Column(key="d", title="Days")),
        rows=tuple(
            doc.Row(
                key=f"k{at}",
                cells=(doc.Cell(text=f"Ticket {at}"), doc.Cell(text="slow", edit=f"k{at}")),
            )
            for at in range(60)
        ),
    )
    return doc.Report(
        kind="review",
        title="Review",
        subject=asked_of,
        period=period,
        day=day,
        data_to=day,
        audience="customer",
        paper="slides",
        sections=(
            doc.Section(key="cover", title="Title", cover=True),
            doc.Section(key="use", title="Use", lines=(line(summary),)),
            doc.Section(key="tickets", title="Tickets", lines=(line(table),)),
            doc.Section(key="voice", title="Voice", lines=(line(quotes),)),
        ),
        sources=(SOURCE,),
    )


SPEC = ReportSpec(
    key="review",
    title="Review",
    summary="Of a customer.",
    icon="file-text",
    subject="account",
    sections=(
        SectionSpec("cover", "Title"),
        SectionSpec("use", "Use"),
        SectionSpec("goals", "Goals", hint="no goals kept"),
        SectionSpec("tickets", "Tickets"),
        SectionSpec("voice", "Voice"),
    ),
    options=(Option("metric_days", "Days", "days", 28, 1, 90),),
    papers=("slides", "a4"),
    audience="customer",
    period="28d",
)
LIST = ReportSpec(
    key="list", title="List", summary="All.", icon="table", subject="segment",
    sections=(SectionSpec("use", "Use"),),
)  # fmt: skip


class Kinds:
    """Stands for kinds/review.py; `wrong` is raised instead of building."""

    def __init__(self):
        self.built = 0
        self.wrong = ""
        self.words_last = 0
        self.stopped = False

    def build(self, asked):
        self.built += 1
        if self.stopped:
            raise Cancelled
        if self.wrong:
            raise DeskError(self.wrong, "Try another.")
        name = asked.account or "All my accounts"
        made = report(name, asked.day, asked.options.period)
        return msgspec.structs.replace(made, words_last=self.words_last)

    @property
    def catalogue(self):
        one = SimpleNamespace(SPEC=SPEC, build=self.build)
        return {"review": one, "list": SimpleNamespace(SPEC=LIST, build=self.build)}


def pictures(prepared, scale, pages=None):
    """A blank page for each section."""
    image = QImage(
        round(96 * max(scale, 0.1)), round(54 * max(scale, 0.1)), QImage.Format.Format_RGB32
    )
    image.fill(0xFFFFFF)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    data = bytes(QByteArray(buffer.data()).data())
    return tuple(PagePicture(data, one.key, (one.key,)) for one in prepared.sections)


class Words:
    """Writes a report as its section's names: stands for every format."""

    def __init__(self, key, title, suffix):
        self.SPEC = ExporterSpec(key, title, "Words.", suffix, "file")

    def write(self, told, out, progress):
        progress.step(0, 1, "writing")
        text = "\n".join(f"{one.title} {one.own}" for one in told.sections)
        out.write(text.encode())
        return Written(len(told.sections), out.tell())


FORMATS = {
    one.SPEC.key: one
    for one in (
        Words("pdf", "PDF", ".pdf"),
        Words("pptx", "PowerPoint", ".pptx"),
        Words("xlsx", "Excel", ".xlsx"),
        Words("markdown", "Markdown", ".md"),
    )
}
