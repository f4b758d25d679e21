"""Everything that can be done from anywhere, as one table for shortcuts and the palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QKeySequence

from healthdesk.gui.base.dialogs import DATA, PACKS
from healthdesk.gui.base.ui import CampaignWish, DeskWish, Ui
from healthdesk.gui.shell.palette import Entry
from healthdesk.gui.shell.spec import PAGES

if TYPE_CHECKING:
    from healthdesk.gui.shell.main_window import MainWindow

Run = Callable[["MainWindow"], object]


@dataclass(frozen=True)
class Act:
    """One thing to do: how it is named, reached, and when it makes sense."""

    key: str
    text: str
    icon: str
    run: Run
    shortcut: str = ""
    enabled_when: Callable[[Ui], bool] | None = None
    in_palette: bool = True

    def enabled(self, ui: Ui) -> bool:
        """Whether it makes sense now."""
        return self.enabled_when is None or self.enabled_when(ui)


class ShortcutAction(QAction):
    """Brings an act's shortcut to the window."""

    def __init__(self, act: Act, window: MainWindow) -> None:
        super().__init__(act.text, window)
        self._act = act
        self._window = window
        self.setShortcut(QKeySequence(act.shortcut))
        self.triggered.connect(self._on_triggered)

    @Slot()
    def _on_triggered(self) -> None:
        run(self._act, self._window)


def run(act: Act, window: MainWindow) -> None:
    """Do it, if it makes sense now."""
    shut = window.ui.presenting and act.key not in PRESENTABLE
    if act.enabled(window.ui) and not shut:
        act.run(window)


def act_of(key: str) -> Act:
    """Find an act by its key."""
    return next(act for act in ACTS if act.key == key)


def entries(window: MainWindow) -> tuple[Entry, ...]:
    """Offer every act that makes sense now to the command palette."""
    return tuple(
        Entry("act", act.key, act.text, act.icon, shortcut=act.shortcut.replace("+", " "))
        for act in ACTS
        if act.in_palette and act.enabled(window.ui)
    )


PRESENTABLE = frozenset(
    {"present", "full-screen", "alone", "rotate", "light", "dark", "system", "colour-blind", "quit"}
)
"""What can be done while others look at the screen: nothing that leads to something private."""


def _has_desk(ui: Ui) -> bool:
    return ui.desk is not None


def _may_change(ui: Ui) -> bool:
    return ui.desk is not None and not ui.looking_back


def _looks_back(ui: Ui) -> bool:
    return ui.looking_back


def _undo(window: MainWindow) -> None:
    if not window.pages.step("undo"):
        window.ui.undo()


def _redo(window: MainWindow) -> None:
    if not window.pages.step("redo"):
        window.ui.redo()


def _palette(window: MainWindow) -> None:
    window.open_palette()


def _find(window: MainWindow) -> None:
    window.find_on_page()


def _help(window: MainWindow) -> None:
    window.show_help()


def _tour(window: MainWindow) -> None:
    window.ui.take_tour()


def _refresh(window: MainWindow) -> None:
    window.refresh()


def _today(window: MainWindow) -> None:
    window.ui.back_to_today()


def _choose_day(window: MainWindow) -> None:
    window.top_bar.open_calendar()


def _choose_segment(window: MainWindow) -> None:
    window.top_bar.open_segments()


def _open_desk(window: MainWindow) -> None:
    window.ui.wish_desk(DeskWish("open"))


def _new_desk(window: MainWindow) -> None:
    window.ui.wish_desk(DeskWish("new"))


def _sample_desk(window: MainWindow) -> None:
    window.ui.wish_desk(DeskWish("sample"))


def _new_account(window: MainWindow) -> None:
    # Brings all that takes data in, which the first paint does not wait for.
    from healthdesk.gui.panels.new_account import AccountMaker  # noqa: PLC0415

    AccountMaker(window.ui).start()


def _write_mail(window: MainWindow) -> None:
    account = window.pages.account().account_id if window.pages.current == "account" else ""
    window.show_page("outbox")
    window.pages.outbox().write_mail(account)


def _churn_retro(window: MainWindow) -> None:
    page = window.pages.account() if window.pages.current == "account" else None
    window.ui.open_named("model", page.account_id if page is not None and page.churned else "")


def _report(kind: str) -> Run:
    """A report of that kind: of the account in view, of the segment in view, or to be chosen."""

    def act(window: MainWindow) -> None:
        # Brings msgspec, which the first paint does not wait for.
        from healthdesk.core.domain.report_options import ReportOptions  # noqa: PLC0415

        account = window.pages.account().account_id if window.pages.current == "account" else ""
        of_account = kind.startswith("account_")
        segment = "" if of_account else window.ui.segment or ""
        window.ui.open_report(
            ReportOptions(kind=kind, account=account if of_account else "", segment=segment)
        )

    return act


def _start_playbook(window: MainWindow) -> None:
    if window.pages.start_playbook():
        return
    window.show_page("accounts")
    window.ui.toast(
        "Choose the accounts first",
        "Tick them with Space, or open one; then start a playbook on them.",
        kind="notice",
    )


def _open_pack(window: MainWindow) -> None:
    files = window.ui.dialogs.choose_files("Open a handover pack", PACKS)
    if files:
        window.ui.start_import(files)


def _import_files(window: MainWindow) -> None:
    files = window.ui.dialogs.choose_files("Import files", DATA)
    if files:
        window.ui.start_import(files)


def _import_folder(window: MainWindow) -> None:
    folder = window.ui.dialogs.choose_folder("Import a folder")
    if folder is not None:
        window.ui.start_import([folder])


def _backup(window: MainWindow) -> None:
    window.opener.back_up()


def _light(window: MainWindow) -> None:
    window.ui.choose_look(mode="light")


def _dark(window: MainWindow) -> None:
    window.ui.choose_look(mode="dark")


def _system(window: MainWindow) -> None:
    window.ui.choose_look(mode="system")


def _colour_blind(window: MainWindow) -> None:
    window.ui.choose_look(colour_blind=not window.ui.theme.colour_blind)


def _fold(window: MainWindow) -> None:
    window.fold_rail()


def _quit(window: MainWindow) -> None:
    window.close()


def _boards(way: str) -> Run:
    def act(window: MainWindow) -> None:
        window.show_page("dashboards")
        window.pages.dashboards().acting(way)

    return act


def _present(window: MainWindow) -> None:
    # Brings the pages of reports, which the first paint does not wait for.
    from healthdesk.gui.shell.presenting import Presenting  # noqa: PLC0415

    presenting = window.findChild(Presenting) or Presenting(window)
    presenting.switch()


def _segments(way: str) -> Run:
    def act(window: MainWindow) -> None:
        window.show_page("segments")
        window.pages.segments().acting(way)

    return act


def _plays(way: str) -> Run:
    def act(window: MainWindow) -> None:
        window.show_page("plays")
        window.pages.plays().acting(way)

    return act


def _new_campaign(window: MainWindow) -> None:
    window.ui.open_campaign(CampaignWish(new=True, segment=window.ui.segment or ""))


def _go(key: str) -> Run:
    def go(window: MainWindow) -> None:
        window.show_page(key)
        window.pages.focus_page()

    return go


def _page_acts() -> tuple[Act, ...]:
    acts = []
    number = 0
    for page in PAGES:
        if page.rail:
            number += page.rail == "top"
            shortcut = f"Ctrl+{number % 10}" if page.rail == "top" and number <= 10 else ""
            enabled = _has_desk if page.needs_desk else None
            text = f"Go to {page.title}"
            acts.append(Act(f"page-{page.key}", text, page.icon, _go(page.key), shortcut, enabled))
    return tuple(acts)


ACTS: tuple[Act, ...] = (
    *_page_acts(),
    Act("palette", "Find or do anything", "search", _palette, "Ctrl+K", in_palette=False),
    Act("undo", "Undo", "arrow-back-up", _undo, "Ctrl+Z", _may_change),
    Act("redo", "Redo", "arrow-forward-up", _redo, "Ctrl+Shift+Z", _may_change),
    Act("find", "Search this page", "search", _find, "Ctrl+F", _has_desk),
    Act("refresh", "Refresh sources and read again", "refresh", _refresh, "F5", _has_desk),
    Act("help", "Help for this page", "help-circle", _help, "F1"),
    Act("tour", "Take the tour", "player-play", _tour),
    Act("day", "Choose the as-of day", "calendar", _choose_day, "Ctrl+D", _has_desk),
    Act("today", "Back to today", "history", _today, "", _looks_back),
    Act("segment", "Choose a segment", "filter", _choose_segment, "", _has_desk),
    Act("advocates", "Advocates and previews", "speakerphone", _go("advocates"), "", _has_desk),
    Act("tasks", "All tasks", "list-check", _go("tasks"), "Ctrl+Shift+T", _has_desk),
    Act("new-board", "New dashboard", "layout-grid-add", _boards("new"), "", _may_change),
    Act(
        "edit-board",
        "Edit layout of the dashboard",
        "layout-dashboard",
        _boards("edit"),
        "Ctrl+E",
        _may_change,
    ),
    Act("full-screen", "Dashboard in full screen", "maximize", _boards("full"), "F11", _has_desk),
    Act(
        "present",
        "Present what is in view",
        "presentation",
        _present,
        "F9",
        _has_desk,
    ),
    Act("alone", "One widget alone, or all", "maximize", _boards("alone"), "Shift+F11", _has_desk),
    Act(
        "rotate", "Rotate through dashboards", "rotate-clockwise", _boards("rotate"), "", _has_desk
    ),
    Act("new-segment", "New segment", "circles-relation", _segments("new"), "", _may_change),
    Act("compare-segments", "Compare segments", "arrows-diff", _segments("compare"), "", _has_desk),
    Act("new-play", "New play…", "bolt", _plays("new"), "", _may_change),
    Act("new-campaign", "New campaign…", "speakerphone", _new_campaign, "", _may_change),
    Act("stop-plays", "Stop all plays", "player-pause", _plays("stop"), "", _may_change),
    Act("new-account", "New account", "plus", _new_account, "Ctrl+Alt+N", _may_change),
    Act("write-mail", "Write a mail", "mail", _write_mail, "Ctrl+Shift+M", _may_change),
    Act(
        "start_playbook",
        "Start a playbook",
        "player-play",
        _start_playbook,
        "Ctrl+Shift+P",
        _may_change,
    ),
    Act(
        "churn-retro", "Churn retro of this account, or all", "history", _churn_retro, "", _has_desk
    ),
    Act("new-review", "New review", "presentation", _report("account_review"), "", _has_desk),
    Act("brief", "Brief before a call", "phone", _report("account_brief"), "", _has_desk),
    Act("weekly-risk", "Weekly risk report", "flag", _report("weekly_risk"), "", _has_desk),
    Act(
        "portfolio-review",
        "Portfolio review",
        "layout-dashboard",
        _report("portfolio_review"),
        "",
        _has_desk,
    ),
    Act("import-files", "Import files", "file-import", _import_files, "Ctrl+I", _may_change),
    Act("import-folder", "Import a folder", "folder-open", _import_folder, "", _may_change),
    Act("open-pack", "Open a handover pack", "folder-open", _open_pack, "", _has_desk),
    Act("open-desk", "Open a desk", "folder-open", _open_desk, "Ctrl+O"),
    Act("new-desk", "New desk", "square-plus", _new_desk, "Ctrl+N"),
    Act("sample-desk", "Open the sample desk", "plane-departure", _sample_desk),
    Act("backup", "Back up now", "copy", _backup, "", _has_desk),
    Act("light", "Light theme", "sun", _light),
    Act("dark", "Dark theme", "moon", _dark),
    Act("system", "Theme of the system", "device-desktop", _system),
    Act("colour-blind", "Switch the colour-blind palette", "accessible", _colour_blind),
    Act("fold", "Fold or unfold the rail", "layout-sidebar-left-collapse", _fold, "Ctrl+B"),
    Act("quit", "Quit", "door-exit", _quit, "Ctrl+Q"),
)
