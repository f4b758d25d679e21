"""What a kind of report, and a format it is written in, say of themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report import Audience, Paper, Report
from healthdesk.core.domain.report_options import Subject


@dataclass(frozen=True)
class SectionSpec:
    """A section that a kind offers: `on` when nothing was chosen; `group` heads the check box.

    `needs` says in words what it is made of, for the case that there is nothing: "no goals kept".
    """

    key: str
    title: str
    on: bool = True
    group: str = ""
    hint: str = ""


@dataclass(frozen=True)
class ReportSpec:
    """A kind of report: `key` is its file's name, `summary` one sentence ending in a stop."""

    key: str
    title: str
    summary: str
    icon: str
    subject: Subject
    sections: tuple[SectionSpec, ...]
    options: tuple[Option, ...] = ()
    papers: tuple[Paper, ...] = ("a4", "letter")
    audience: Audience = "inside"
    formats: tuple[str, ...] = ("pdf", "html", "pptx", "xlsx", "csv", "png", "svg", "markdown")
    period: str = ""
    """The usual period, as domain/report_period.py writes it; "" = a day alone."""
    words_last: int = 0
    """Days for which a person's words in it hold; 0 = for ever."""
    waits: str = ""
    """What is computed, said while somebody waits for it; "" = its figures."""
    given: bool = False
    """What it shows is given by the window that shows it: it cannot be made of the desk alone."""


@dataclass(frozen=True)
class Written:
    """What an exporter wrote: pages, slides or sheets, and bytes."""

    pages: int
    size: int


@dataclass(frozen=True)
class ExporterSpec:
    """A format that reports are written in: `suffix` with its dot, `filter` for file dialogs.

    `many` says that a report becomes several files (pictures of pages, tables), packed as ZIP where
    there are more than one.
    """

    key: str
    title: str
    summary: str
    suffix: str
    icon: str
    many: bool = False
    template: bool = False
    """Takes a template file of the person's own (a deck)."""


class Exporter(Protocol):
    """A module of core/exporters that writes reports."""

    SPEC: ExporterSpec
    write: Callable[[Report, BinaryIO, Progress], Written]
