"""Goes from one desk to another at the wish of pages and menus; one desk is open at a time."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from healthdesk import paths
from healthdesk.core.clock import Clock
from healthdesk.core.domain.errors import Cancelled, DeskError, DeskInUse
from healthdesk.core.domain.progress import Progress
from healthdesk.core.services.presence import instance_name
from healthdesk.gui.base.ui import DeskWish, Ui
from healthdesk.gui.shell.one_window import OneWindow, raise_other

if TYPE_CHECKING:
    from healthdesk.core.desk import BackupInfo
    from healthdesk.gui.shell.desk_work import Opened


class DeskOpener(QObject):
    """Opens desks in jobs and hands them to the `Ui`.

    Signals:
        opening: the name of the desk that is being opened; "" when that is over.
        failed: why no desk could be opened, in a sentence.
        backed_up: a copy was made on request.
    """

    opening = Signal(str)
    failed = Signal(str)
    backed_up = Signal()

    def __init__(self, ui: Ui, one_window: OneWindow, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._one_window = one_window
        self._files: tuple[Path, ...] = ()
        self._wanted: Path | None = None
        ui.desk_requested.connect(self._on_ui_desk_requested)

    def open(self, path: Path) -> None:
        """Open a desk that exists."""
        self._start(path, _open, path, self.ui.clock)

    def close_desk(self) -> None:
        """Let go of the desk that is open."""
        desk = self.ui.desk
        if desk is not None:
            self.ui.set_desk(None)
            self.ui.jobs.cancel_all()
            self.ui.work(desk.close)

    def back_up(self) -> None:
        """Make a copy of the desk now."""
        if self.ui.desk is not None:
            self.ui.work(self.ui.desk.backup, then=self._on_backed_up, label="Backing up")

    def _wish(self, wish: DeskWish) -> None:
        self._files = wish.files
        ui = self.ui
        if wish.way == "sample":
            path = wish.path or paths.sample_desk()
            today = date(1970, 1, 1) + timedelta(days=ui.today)
            self._start(path, _sample, path, ui.clock, today)
        elif wish.way == "restore" and wish.backup is not None and ui.desk is not None:
            path = ui.desk.path
            self.close_desk()
            self._start(path, _restore, path, wish.backup, ui.clock)
        elif wish.way == "new":
            self._make(wish.path or self._ask_new())
        else:
            chosen = wish.path or ui.dialogs.choose_desk("Open a desk", paths.user_folder())
            if chosen is not None:
                self.open(chosen)

    def _make(self, path: Path | None) -> None:
        if path is not None:
            path = path if path.suffix == paths.SUFFIX else path.with_name(path.name + paths.SUFFIX)
            self._start(path, _new, path, self.ui.clock)

    def _ask_new(self) -> Path | None:
        proposal = paths.user_folder() / f"New desk{paths.SUFFIX}"
        return self.ui.dialogs.save_as("New desk", proposal, "Desks (*.healthdesk)")

    def _start(self, path: Path, work: object, *args: object) -> None:
        if self.ui.desk is not None and self.ui.desk.path == path:
            self._import_files()
            return
        if self._wanted == path:
            return  # it is being opened already
        self._wanted = path
        if self.ui.opening != path:
            self.ui.set_opening(path)
        self.opening.emit(path.stem)
        self.ui.work(
            work,  # type: ignore[arg-type]
            *args,
            then=self._on_opened,
            failed=self._on_open_failed,
            label=f"Opening {path.stem}",
        )

    def _on_backed_up(self, made: BackupInfo) -> None:
        self.ui.toast("Backed up", f"{made.file.name}, {self.ui.words.size(made.bytes)}")
        self.backed_up.emit()

    def _on_opened(self, opened: Opened) -> None:
        before = self.ui.desk
        self._wanted = None
        self.ui.set_desk(opened.desk, opened.zone, opened.bands)
        if before is not None:
            self.ui.work(before.close)
        path = opened.desk.path
        self.ui.prefs.remember_desk(path)
        self._one_window.listen(instance_name(path))
        self.opening.emit("")
        self._import_files()

    def _on_open_failed(self, error: Exception) -> None:
        wanted, self._wanted = self._wanted, None
        self.ui.set_opening(None)
        self.opening.emit("")
        self._files = ()
        if isinstance(error, DeskInUse) and _raised_other(wanted):
            self.ui.toast("That desk is open in another window", "It was brought forward.")
            self.failed.emit(str(error))
            return
        if isinstance(error, DeskError):
            self.ui.toast(error.sentence, error.remedy, kind="error")
            self.failed.emit(str(error))
        elif isinstance(error, Cancelled):
            self.ui.toast("Stopped", "No desk was made.", kind="notice")
            self.failed.emit("Stopped")
        else:
            self.failed.emit("The desk could not be opened; it is untouched.")

    def _import_files(self) -> None:
        files, self._files = self._files, ()
        if files:
            self.ui.start_import(files)

    @Slot(object)
    def _on_ui_desk_requested(self, wish: DeskWish) -> None:
        self._wish(wish)


def _raised_other(wanted: Path | None) -> bool:
    return wanted is not None and raise_other(instance_name(wanted))


# Each imports the store on the thread that it runs on: the window is painted before.


def _open(path: Path, clock: Clock) -> object:
    from healthdesk.gui.shell import desk_work  # noqa: PLC0415

    return desk_work.open_desk(path, clock)


def _new(path: Path, clock: Clock) -> object:
    from healthdesk.gui.shell import desk_work  # noqa: PLC0415

    return desk_work.new_desk(path, clock)


def _sample(path: Path, clock: Clock, today: date, progress: Progress) -> object:
    from healthdesk.gui.shell import desk_work  # noqa: PLC0415

    return desk_work.sample_desk(path, clock, today, progress)


def _restore(path: Path, backup: Path, clock: Clock) -> object:
    from healthdesk.gui.shell import desk_work  # noqa: PLC0415

    return desk_work.restore(path, backup, clock)
