"""Opens packs and draws their reports for the handover section, on a thread; no widgets here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report import Report
from healthdesk.core.services import handover_making as making
from healthdesk.core.services import handover_merging as merging
from healthdesk.core.services import handover_opening as opening
from healthdesk.core.services.handover_making import Written
from healthdesk.core.services.handover_merging import Coming
from healthdesk.core.services.handover_packing import Pack
from healthdesk.core.services.reports import writing

WIDTH = 1100
"""Device pixels across of a page."""


@dataclass(frozen=True)
class Opened:
    """A pack, what it would do here, and what changes by account."""

    path: Path
    pack: Pack
    coming: Coming


@dataclass(frozen=True)
class Page:
    """A page of a pack's report."""

    title: str
    image: QImage


@dataclass(frozen=True)
class Wish:
    """Changes that go back: of which handover, whose, where to, under which passphrase."""

    pack: str
    by: str
    path: Path
    passphrase: str = ""


def open_pack(tx: Tx, path: Path, passphrase: str, *, progress: Progress = NOBODY) -> Opened:
    """Open a pack and look what it would do; nothing is written."""
    pack = opening.read(path, passphrase)
    return Opened(path, pack, merging.preview(tx, pack, progress))


def pages(report: Report, pixels: int = WIDTH) -> tuple[Page, ...]:
    """Draw the pages of a report, so many device pixels across."""
    # Not at the top: only who looks at pages waits for it.
    from healthdesk.core.papers import paper_sizes, typeset  # noqa: PLC0415

    titles = {one.key: one.title for one in report.sections}
    scale = pixels / paper_sizes.MEASURES[report.paper].width
    return tuple(
        Page(titles.get(one.section, ""), _image(one.png))
        for one in typeset.pictures(report, scale)
    )


def send_back(desk: Desk, wish: Wish, *, progress: Progress = NOBODY) -> Written:
    """Write what goes to the other side of a handover."""
    pack, path, passphrase = wish.pack, wish.path, wish.passphrase
    made = desk.read(making.make_return, pack, wish.by, progress)
    return making.write(made, path, passphrase, page=False, progress=progress)


def save_page(report: Report, path: Path) -> Path:
    """Write a pack's report as a page for any browser."""
    html, _ = writing.as_bytes(report, "html")
    writing.put(path, html)
    return path


def _image(png: bytes) -> QImage:
    image = QImage()
    image.loadFromData(png, "PNG")
    return image
