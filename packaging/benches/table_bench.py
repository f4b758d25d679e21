"""The Accounts page with 10,000 rows: first paint, sort, filter as you type, in 60 Hz frames."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from measure import FRAME, line, median
from PySide6.QtWidgets import QApplication

from healthdesk import paths
from healthdesk.core.domain.views import BANDS, AccountRow, AccountsView
from healthdesk.gui.base.dialogs import FakeDialogs
from healthdesk.gui.base.jobs import InlineJobs
from healthdesk.gui.base.prefs import PrefsFile
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.accounts.page import AccountsPage
from healthdesk.gui.pages.accounts.reading import prepared
from healthdesk.gui.parts.column import SortKey

ROWS, TODAY = 10_000, 20_780


def row(number: int) -> AccountRow:
    """One invented account."""
    shown = number * 37 % 101
    return AccountRow(
        account_id=f"A{number:06}",
        name=f"Account {number * 7919 % ROWS:05} of Northern",
        score=float(shown),
        shown=shown,
        band=BANDS[0 if shown >= 70 else 1 if shown >= 40 else 2],
        change=number * 13 % 41 - 20,
        line=tuple((shown + day * number) % 101 for day in range(28)),
        arr=float(number * 997 % 250_000),
        currency="EUR",
        renewal_days=number % 365,
        renewal_day=TODAY + number % 365,
        reason=f"No touch in {number % 90} days",
        touch_days=number % 90,
        coverage=1.0,
        attributes={"tier": ("Enterprise", "Growth", "Starter")[number % 3], "owner": "Nadia V."},
    )


def main() -> int:
    """Time the page with its data there; nothing is read from a desk."""
    application = QApplication([])
    theme = Theme(paths.resources(), mode="light")
    theme.apply(application)
    with tempfile.TemporaryDirectory() as home:
        ui = Ui(theme, InlineJobs(), FakeDialogs(), PrefsFile(Path(home) / "window.json"))
        columns = (("tier", "text"), ("owner", "text"))
        view = AccountsView(TODAY, tuple(row(number) for number in range(ROWS)), columns, ROWS)
        loaded = prepared(view, ui.words, ())
        page = AccountsPage(ui)
        page.resize(1240, 800)
        page.show()
        application.processEvents()
        began = time.perf_counter()
        page._show_loaded(loaded)  # noqa: SLF001 - what a finished read calls
        page.repaint()
        first = time.perf_counter() - began
        keys = [SortKey("name", True), SortKey("arr", False), SortKey("change", True)]

        def sort() -> None:
            keys.append(keys.pop(0))
            page.table.sort_by((keys[0],))
            page.table.viewport().repaint()

        words = ["a", "ac", "acc 0", "touch in 3", "north"]

        def type_filter() -> None:
            words.append(words.pop(0))
            page.bar.search.setText(words[0])
            page._show_rows()  # noqa: SLF001 - what the pause after typing calls
            page.table.viewport().repaint()

        line("10,000 rows: data there to painted (frames)", first, FRAME, None)
        line("10,000 rows: sort and paint", median(sort, 9), FRAME, None)
        line("10,000 rows: filter as you type and paint", median(type_filter, 9), FRAME, None)
        page.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
