"""The pages of the window as data: key, name, icon, how to make one; made on the first visit.

A page's module is imported only when it is made: pages bring numpy, which the first paint does not
wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.ui import Ui

Steps = Callable[[Ui, QWidget, Callable[[QWidget], object]], Iterator[QWidget | None]]


@dataclass(frozen=True)
class PageSpec:
    """One page: `rail` is where its line stands ("top", "foot", ""), `under` whose it lights.

    `steps` makes it in several steps, of which the last gives it. Its frame is put where pages are
    by the function that is handed in, before all else. Without them it is made in one turn of the
    event loop, and put there in the next.
    """

    key: str
    title: str
    icon: str
    make: Callable[[Ui], QWidget]
    rail: str = "top"
    under: str = ""
    help: str = "start"
    needs_desk: bool = True
    steps: Steps | None = None

    def plain_steps(
        self, ui: Ui, parent: QWidget, place: Callable[[QWidget], object]
    ) -> Iterator[QWidget | None]:
        """Make it whole, then put it where pages are: styling it takes a turn of its own."""
        del parent
        page = self.make(ui)
        yield None
        place(page)
        yield page


class _Empty(Protocol):
    def furnish(self) -> Iterator[None]: ...


def _furnished(page: _Empty, place: Callable[[QWidget], object]) -> Iterator[QWidget | None]:
    """Put an empty page where pages are, then furnish it."""
    made = cast("QWidget", page)
    place(made)
    yield None
    for _ in page.furnish():
        yield None
    yield made


def _today(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.today.page import TodayPage  # noqa: PLC0415 - heavy, see above

    return TodayPage(ui)


def _today_steps(
    ui: Ui, parent: QWidget, place: Callable[[QWidget], object]
) -> Iterator[QWidget | None]:
    from healthdesk.gui.pages.today.page import make_in_steps  # noqa: PLC0415 - heavy, see above

    return make_in_steps(ui, parent, place)


def _dashboards(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.dashboards.page import DashboardsPage  # noqa: PLC0415 - see above

    return DashboardsPage(ui)


def _accounts(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.accounts import AccountsPage  # noqa: PLC0415 - heavy, see above

    return AccountsPage(ui)


def _accounts_steps(
    ui: Ui, parent: QWidget, place: Callable[[QWidget], object]
) -> Iterator[QWidget | None]:
    from healthdesk.gui.pages.accounts.page import make_in_steps  # noqa: PLC0415 - heavy, see above

    return make_in_steps(ui, parent, place)


def _account(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.account import AccountPage  # noqa: PLC0415 - heavy, see above

    return AccountPage(ui)


def _account_steps(
    ui: Ui, parent: QWidget, place: Callable[[QWidget], object]
) -> Iterator[QWidget | None]:
    from healthdesk.gui.pages.account.page import AccountPage  # noqa: PLC0415 - heavy, see above

    return _furnished(AccountPage(ui, parent, empty=True), place)


def _advocates(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.advocates.page import AdvocatesPage  # noqa: PLC0415 - see above

    return AdvocatesPage(ui)


def _tasks(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.tasks.page import TasksPage  # noqa: PLC0415 - heavy, see above

    return TasksPage(ui)


def _segments(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.segments.page import SegmentsPage  # noqa: PLC0415 - see above

    return SegmentsPage(ui)


def _plays(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.plays.page import PlaysPage  # noqa: PLC0415 - see above

    return PlaysPage(ui)


def _playbooks(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.playbooks.page import PlaybooksPage  # noqa: PLC0415 - see above

    return PlaybooksPage(ui)


def _outbox(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.outbox.page import OutboxPage  # noqa: PLC0415 - see above

    return OutboxPage(ui)


def _model(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.model.page import ModelPage  # noqa: PLC0415 - heavy, see above

    return ModelPage(ui)


def _model_steps(
    ui: Ui, parent: QWidget, place: Callable[[QWidget], object]
) -> Iterator[QWidget | None]:
    from healthdesk.gui.pages.model.page import make_in_steps  # noqa: PLC0415 - heavy, see above

    return make_in_steps(ui, parent, place)


def _data(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.data import DataPage  # noqa: PLC0415 - heavy, see above

    return DataPage(ui)


def _reports(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.reports.page import ReportsPage  # noqa: PLC0415 - heavy, see above

    return ReportsPage(ui)


def _reports_steps(
    ui: Ui, parent: QWidget, place: Callable[[QWidget], object]
) -> Iterator[QWidget | None]:
    from healthdesk.gui.pages.reports.page import ReportsPage  # noqa: PLC0415 - heavy, see above

    return _furnished(ReportsPage(ui, parent, empty=True), place)


def _settings(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.settings import SettingsPage  # noqa: PLC0415 - heavy, see above

    return SettingsPage(ui)


def _settings_steps(
    ui: Ui, parent: QWidget, place: Callable[[QWidget], object]
) -> Iterator[QWidget | None]:
    from healthdesk.gui.pages.settings import SettingsPage  # noqa: PLC0415 - heavy, see above

    return _furnished(SettingsPage(ui, parent, empty=True), place)


def _help(ui: Ui) -> QWidget:
    from healthdesk.gui.pages.help import HelpPage  # noqa: PLC0415 - not needed at the start

    return HelpPage(ui)


PAGES: tuple[PageSpec, ...] = (
    PageSpec("today", "Today", "sun", _today, help="today", steps=_today_steps),
    PageSpec("dashboards", "Dashboards", "layout-dashboard", _dashboards, help="dashboards"),
    PageSpec(
        "accounts", "Accounts", "buildings", _accounts, help="accounts", steps=_accounts_steps
    ),
    PageSpec(
        "account",
        "Account",
        "buildings",
        _account,
        "",
        under="accounts",
        help="score",
        steps=_account_steps,
    ),
    PageSpec(
        "advocates", "Advocates", "speakerphone", _advocates, "", under="accounts", help="people"
    ),
    PageSpec("tasks", "Tasks", "list-check", _tasks, "", under="today", help="tasks"),
    PageSpec("segments", "Segments", "circles-relation", _segments, help="segments"),
    PageSpec("plays", "Plays", "bolt", _plays, help="plays"),
    PageSpec("playbooks", "Playbooks", "list-check", _playbooks, help="playbook-editor"),
    PageSpec("outbox", "Outbox", "send", _outbox, help="outbox"),
    PageSpec("model", "Health model", "heartbeat", _model, help="model", steps=_model_steps),
    PageSpec("data", "Data", "database", _data, help="exchange"),
    PageSpec(
        "reports", "Reports", "report-analytics", _reports, help="reports", steps=_reports_steps
    ),
    PageSpec(
        "settings",
        "Settings",
        "settings",
        _settings,
        "foot",
        help="settings",
        steps=_settings_steps,
    ),
    PageSpec("help", "Help", "help-circle", _help, "foot", needs_desk=False),
)


def page_spec(key: str) -> PageSpec:
    """Find a page by its key."""
    return next(page for page in PAGES if page.key == key)
