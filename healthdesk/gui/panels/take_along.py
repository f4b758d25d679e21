"""What is in view as a file or a report: one small menu for every table, chart and dashboard.

Not here: what a table shows (parts/taken.py), drawings for paper (parts/light.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.kept_file import safe_name
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report_given import Given, GivenWish
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.account_tab import AccountTab
from healthdesk.gui.panels.report_look import as_seen
from healthdesk.gui.parts.data_table import DataTable
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.taken import Taken, given_of, taken_of

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services.reports import given
    from healthdesk.core.services.reports.writing import Saved
else:
    given = lazily("healthdesk.core.services.reports.given")

FORMATS: Final = {
    "pdf": ("PDF", ".pdf", "file-export"),
    "xlsx": ("Excel", ".xlsx", "table-export"),
    "csv": ("CSV", ".csv", "table"),
    "html": ("Web page", ".html", "layout-dashboard"),
    "png": ("Picture (PNG)", ".png", "photo"),
    "svg": ("Drawing (SVG)", ".svg", "trending-up"),
    "pptx": ("Slides", ".pptx", "presentation"),
}
TABLE: Final = ("pdf", "xlsx", "csv", "html")
CHART: Final = ("pdf", "xlsx", "csv", "html", "png", "svg")
BOARD: Final = ("pdf", "pptx", "xlsx", "html", "png")
Make = Callable[[], Taken | Given]
"""Takes what is in view as it is when a format was chosen."""


class TakeAlong(QObject):
    """Offers formats, asks for a place, and has the file written on a reader thread."""

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self.ui = ui
        self.menu: Menu | None = None
        self._make: Make | None = None
        self._options = ReportOptions(kind="view")
        self._title = ""

    def offer(
        self,
        at: QPoint,
        title: str,
        make: Make,
        formats: Sequence[str] = TABLE,
        options: ReportOptions | None = None,
    ) -> None:
        """Open the menu at a place of the screen."""
        self.fill(self._menu(title), title, make, formats, options)
        if self.menu is not None:
            self.menu.popup(at)

    def fill(
        self,
        menu: Menu,
        title: str,
        make: Make,
        formats: Sequence[str] = TABLE,
        options: ReportOptions | None = None,
    ) -> None:
        """Put the entries into a menu."""
        self.menu, self._make, self._title = menu, make, title
        self._options = options or self._usual()
        menu.add("Report…", self._on_report_triggered, icon="presentation")
        menu.addSeparator()
        for key in formats:
            words, _, icon = FORMATS[key]
            menu.add(f"Save as {words}", self._on_format_triggered, icon=icon, data=key)

    def _usual(self) -> ReportOptions:
        """Of the account whose page it stands on, else of the window's segment."""
        at = self.parent()
        while at is not None and not isinstance(at, AccountTab):
            at = at.parent()
        if at is not None and at.account_id:
            return ReportOptions(kind="view", account=at.account_id)
        return ReportOptions(kind="view", segment=self.ui.segment or "")

    def _menu(self, title: str) -> Menu:
        parent = self.parent()
        menu = Menu(self.ui.theme, f"Export {title}", parent if isinstance(parent, QWidget) else
                    QWidget())  # fmt: skip
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    @Slot()
    def _on_format_triggered(self) -> None:
        data = getattr(self.sender(), "data", None)
        if data is not None:
            self.save(str(data()))

    def save(self, key: str) -> None:
        """Ask where, then write what is in view in a format."""
        make = self._make
        if make is None or self.ui.desk is None:
            return
        words, suffix, _ = FORMATS[key]
        name = safe_name(
            f"{self._title.replace('/', '-')} {self.ui.words.day(self.ui.day)}{suffix}"
        )
        path = self.ui.dialogs.save_as(f"Save as {words}", Path(name), f"{words} (*{suffix})")
        if path is None:
            return
        if path.suffix.lower() not in (suffix, ".zip"):
            path = path.with_name(path.name + suffix)
        wish = GivenWish(as_seen(self.ui, self._options), self.ui.day, key, path)
        self.ui.read(
            write,
            wish,
            make(),
            then=self._on_saved,
            failed=self._on_failed,
            key="take along",
            label=f"Save {self._title}",
        )

    @Slot()
    def _on_report_triggered(self) -> None:
        if self._make is not None:
            self.ui.read(take, self._make(), then=self._on_taken, key="take along")

    @Slot(object)
    def _on_taken(self, found: Given) -> None:
        self.ui.open_given(self._options, found)

    @Slot(object)
    def _on_saved(self, saved: Saved) -> None:
        self.ui.toast(f"{saved.path.name} was saved", self.ui.words.size(saved.size))

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.ui.toast(error.sentence, error.remedy, kind="error")
        else:
            self.ui.toast("Stopped", "Nothing was written.", kind="notice")


def offer_table(ui: Ui, table: DataTable, at: QPoint) -> TakeAlong:
    """Open the menu of a table."""
    maker = table.findChild(TakeAlong) or TakeAlong(ui, table)
    maker.offer(at, table.accessibleName() or "Table", partial(taken_of, table))
    return maker


class _Button(QPushButton):
    """A button that says Export; what it offers, its kind says."""

    def __init__(self, ui: Ui, name: str) -> None:
        super().__init__("Export")
        self._ui = ui
        ui.theme.bind_icon(self, "download", "text2", 16)
        self.setProperty("kind", "quiet")
        self.setAccessibleName(f"Export {name}")
        self.setToolTip("What is in view as a file or a report, as it is filtered and ordered")
        self.clicked.connect(self._on_clicked)

    @property
    def place(self) -> QPoint:
        """Where its menu opens."""
        return self.mapToGlobal(QPoint(0, self.height() + 2))

    @Slot()
    def _on_clicked(self) -> None:
        """Kinds say what opens."""


class ExportListButton(_Button):
    """Opens the menu of a list that is drawn; `give` makes its table, None where it is empty."""

    def __init__(self, ui: Ui, name: str, give: Callable[[], Given | None]) -> None:
        super().__init__(ui, name)
        self._name, self._give = name, give
        self.along = TakeAlong(ui, self)

    @Slot()
    def _on_clicked(self) -> None:
        found = self._give()
        if found is not None:
            self.along.offer(self.place, self._name, partial(_same, found))


class ExportButton(_Button):
    """Opens the menu of a table: ticked rows alone where some are ticked."""

    def __init__(self, ui: Ui, table: DataTable) -> None:
        super().__init__(ui, table.accessibleName())
        self._table = table

    @Slot()
    def _on_clicked(self) -> None:
        if self._table.rows.rowCount():
            offer_table(self._ui, self._table, self.place)


def _same(found: Given) -> Given:
    return found


def take(tx: Tx, found: Taken | Given, *, progress: Progress = NOBODY) -> Given:
    """What is in view as a report can be built of it."""
    del tx
    return given_of(found, progress) if isinstance(found, Taken) else found


def write(tx: Tx, wish: GivenWish, found: Taken | Given, *, progress: Progress = NOBODY) -> Saved:
    """Write what is in view as a file."""
    return given.save(tx, wish, take(tx, found, progress=progress), progress=progress)
