"""Reads, builds and draws for the page Reports, on a reader thread; no widgets in here."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from healthdesk.core.desk import Tx
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report import CHARTS, Board, Report
from healthdesk.core.domain.report_given import Given
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import Warned, blocks, personal, prepare, warned
from healthdesk.core.domain.report_spec import ExporterSpec, ReportSpec
from healthdesk.core.domain.report_words import words_in
from healthdesk.core.domain.wish import Choices
from healthdesk.core.services import accounts, dashboards, people, scope, segments
from healthdesk.core.services.reports import (
    batch,
    brands,
    building,
    catalogue,
    filing,
    given,
    kept,
    writing,
)
from healthdesk.core.services.reports.batch import BatchResult, BatchWish
from healthdesk.core.services.reports.brands import BrandRow
from healthdesk.core.services.reports.filing import FiledRow
from healthdesk.core.services.reports.kept import TemplateRow
from healthdesk.core.services.reports.writing import Saved, put
from healthdesk.gui.pages.reports.facts import old_words

THUMB = 220
"""Device pixels across of a page in the row of thumbnails."""
_FINEST = 3_200
"""Pixels across of a page that is set twice as fine as it is shown, because of its drawings.

They are put on pages of pixels with a row or a column left out, which cuts letters as thin.
"""


@dataclass(frozen=True)
class Offer:
    """What of the desk can be chosen on the page."""

    kinds: tuple[ReportSpec, ...]
    accounts: tuple[tuple[str, str], ...]
    segments: tuple[str, ...]
    boards: tuple[tuple[str, str], ...]
    brands: tuple[BrandRow, ...]
    templates: tuple[TemplateRow, ...]
    filed: tuple[FiledRow, ...]
    formats: tuple[ExporterSpec, ...]

    def spec(self, key: str) -> ReportSpec | None:
        """The kind of a key."""
        return next((one for one in self.kinds if one.key == key), None)

    def choosable(self, subject: str) -> bool:
        """Whether there is an account, or a dashboard, to choose."""
        return bool(self.accounts if subject == "account" else self.boards)

    def subject(self, options: ReportOptions) -> str:
        """Whom or what options are of, in words; "" where nothing is chosen."""
        if options.account:
            return dict(self.accounts).get(options.account, options.account)
        if options.board:
            return dict(self.boards).get(options.board, options.board)
        return options.segment


@dataclass(frozen=True)
class State:
    """What can be chosen, and what the desk keeps for options that were in view when it was read.

    `touched` counts the choices until then.
    """

    offer: Offer
    options: ReportOptions
    kept: ReportOptions | None
    touched: int


@dataclass(frozen=True)
class Sheet:
    """A page as it prints: which section it shows, its picture packed, and a small one.

    `begins` are the keys of all sections that begin on it.
    """

    number: int
    section: str
    title: str
    png: bytes
    thumb: QImage
    begins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A report ready to be seen: as built, as it goes out, its pages, what would show."""

    built: Report
    report: Report
    sheets: tuple[Sheet, ...]
    warned: tuple[Warned, ...]
    personal: tuple[str, ...]
    seconds: float
    number: int = 1
    """The page that was asked for, and its picture."""
    image: QImage | None = None
    filed: FiledRow | None = None
    compared: bool = False
    old: tuple[tuple[str, str], ...] = ()
    """Sections and titles of my words that are of an earlier week."""

    def page_of(self, section: str) -> int:
        """The number of the first page of a section, 0 where it has none."""
        sheets = self.sheets
        begins = (one.number for one in sheets if section in (*one.begins, one.section))
        return next(begins, 0)

    def warned_on(self, number: int) -> tuple[Warned, ...]:
        """What a page would show of the inside; told on the first page of its section."""
        return tuple(one for one in self.warned if self.page_of(one.section) == number)


@dataclass(frozen=True)
class Want:
    """What is to be drawn: options as of a day, how large, and what was built before."""

    options: ReportOptions
    day: int
    width: int
    section: str = ""
    """The section whose first page is to be in view; "" = the first page."""
    built: Report | None = None
    """A report that was built for the same options; None = build it."""
    given: Given | None = None
    """What another page gave to be built of."""


def read_offer(tx: Tx, day: int) -> Offer:
    """Read what can be chosen as of a day."""
    rows = accounts.accounts_table(tx, day).rows
    named = sorted(((row.account_id, row.name) for row in rows), key=_by_name)
    kinds = tuple(one.SPEC for one in catalogue.KINDS.values())
    offered = {key for one in kinds for key in one.formats}
    return Offer(
        kinds,
        tuple(named),
        segments.names(tx),
        tuple((str(one.row), one.board.name) for one in dashboards.boards(tx)),
        brands.brands(tx),
        kept.templates(tx),
        filing.listed(tx),
        writing.formats(offered),
    )


def _read_again(tx: Tx, known: Offer) -> Offer:
    return replace(
        known,
        brands=brands.brands(tx),
        templates=kept.templates(tx),
        filed=filing.listed(tx),
    )


def read_choices(tx: Tx) -> Choices:
    """Read what a kind's own options can be chosen from."""
    return scope.choices(tx)


def read_state(
    tx: Tx, day: int, options: ReportOptions, touched: int, known: Offer | None = None
) -> State:
    """Read what can be chosen as of a day, and what is kept for the kind and subject of options.

    Where all but reports is `known`, that alone is read again.
    """
    offer = read_offer(tx, day) if known is None else _read_again(tx, known)
    found = kept.read(tx, options.kind, kept.scope_of(options))
    names = {"", *(one.brand.name for one in offer.brands)}
    if found is not None and found.brand not in names:
        found = msgspec.structs.replace(found, brand="")
    return State(offer, options, found, touched)


def draw(tx: Tx, want: Want, *, progress: Progress = NOBODY) -> Drawn:
    """Build a report where it is not built yet, prepare it, and draw its pages."""
    began = time.perf_counter()
    built = want.built
    if built is None and want.given is not None:
        built = given.build(tx, want.options, want.day, want.given)
    if built is None:
        built = building.build(tx, want.options, want.day, progress=progress)
    report = prepare(built, want.options)
    drawn = _drawn(built, report, want, progress, began)
    return replace(drawn, old=old_words(built, words_in(built, want.options)))


def draw_filed(tx: Tx, row: FiledRow, width: int, *, progress: Progress = NOBODY) -> Drawn:
    """Draw a filed report as it was."""
    made = _plain(filing.opened(tx, row.row), width, progress)
    return replace(made, filed=row)


def draw_comparison(
    tx: Tx, pair: tuple[int, int], width: int, *, progress: Progress = NOBODY
) -> Drawn:
    """Draw what changed between two filed reports."""
    made = _plain(filing.comparison(tx, *pair), width, progress)
    return replace(made, compared=True)


def draw_against(
    tx: Tx, row: FiledRow, draft: Report, width: int, *, progress: Progress = NOBODY
) -> Drawn:
    """Draw what changed between a filed report and the draft."""
    made = _plain(filing.against(tx, row.row, draft), width, progress)
    return replace(made, compared=True)


def read_people(tx: Tx, account_id: str) -> tuple[tuple[str, str], ...]:
    """Ids and names of an account's people."""
    return people.names(tx, account_id)


def read_filed_paper(tx: Tx, row: int, path: Path) -> Saved:
    """Write the PDF of a filed report where it was wanted."""
    content = filing.paper(tx, row)
    if content is None:
        raise DeskError("No PDF was filed with it.", "Open it, and export it.")
    put(path, content)
    return Saved(path, 0, len(content))


def run_batch(tx: Tx, wish: BatchWish, segment: str, *, progress: Progress = NOBODY) -> BatchResult:
    """Write a report for each account of a segment, "" = for all."""
    rows = accounts.accounts_table(tx, wish.day, segment or None).rows
    named = tuple(row.account_id for row in sorted(rows, key=lambda row: row.name.casefold()))
    return batch.make(tx, replace(wish, accounts=named), progress=progress)


def decode(png: bytes) -> QImage:
    """A page's picture, unpacked."""
    image = QImage()
    image.loadFromData(png, "PNG")
    return image


def _plain(report: Report, width: int, progress: Progress) -> Drawn:
    """A report of which nothing is to be chosen any more."""
    want = Want(ReportOptions(kind=report.kind), report.day, width)
    drawn = _drawn(report, report, want, progress, time.perf_counter())
    return replace(drawn, warned=())


def _drawn(built: Report, report: Report, want: Want, progress: Progress, began: float) -> Drawn:
    sheets = _sheets(report, want.width, progress)
    number = next((one.number for one in sheets if one.section == want.section), 1)
    image = decode(sheets[number - 1].png) if sheets else None
    took = time.perf_counter() - began
    found = warned(report)
    return Drawn(built, report, sheets, found, personal(report), took, number, image)


def _sheets(report: Report, width: int, progress: Progress) -> tuple[Sheet, ...]:
    """The pages of a report, each named after its section."""
    if not report.sections:
        raise DeskError("Nothing is left to show.", "Tick something under Show.")
    # Not at the top: only who looks at pages waits for it.
    from healthdesk.core.papers import paper_sizes, typeset  # noqa: PLC0415

    progress.step(2, building.STEPS, "Setting its pages")
    wide = max(width, min(width * 2, _FINEST)) if any(_drawings(report)) else width
    pages = typeset.pictures(report, wide / paper_sizes.MEASURES[report.paper].width)
    titles = {one.key: one.title for one in report.sections}
    return tuple(
        Sheet(
            at,
            one.section,
            titles.get(one.section, ""),
            one.png,
            _small(one.png),
            one.begins,
        )
        for at, one in enumerate(pages, 1)
    )


def _drawings(report: Report) -> Iterator[bool]:
    """Charts and cards of a report."""
    drawn = (*CHARTS, Board)
    return (isinstance(one, drawn) for held in report.sections for one in blocks(held))


def decode_page(png: bytes, number: int, progress: Progress) -> tuple[int, QImage]:
    """A page's number and its picture, unpacked."""
    del progress
    return number, decode(png)


def _small(png: bytes) -> QImage:
    return decode(png).scaledToWidth(THUMB, Qt.TransformationMode.SmoothTransformation)


def _by_name(pair: Sequence[str]) -> tuple[str, str]:
    return pair[1].casefold(), pair[0]
