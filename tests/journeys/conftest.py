"""A whole HealthDesk in a real window, with real threads, in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import healthdesk.app
from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_date
from healthdesk.gui.base.dialogs import FakeDialogs
from tests import ready
from tests.journeys.hands import Hands

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "exchange"
REAL = ("ravenstack", "churnsim_crm5_signal_dev") if SHARED.is_dir() else ()
"""Folders of other people, where they lie beside the project."""
DAY = 20_780
"""The day on which journeys happen: 23 Nov 2026."""
FEW = 40
"""Accounts of the sample: all that have a story, and some others."""
SOON = 60_000
"""Milliseconds that a step may take on a slow machine; it goes on as soon as the step is done."""


class Journey:
    """Starts and ends the program, and waits for what a person would wait for."""

    def __init__(self, qapp, qtbot):
        self.qapp, self.bot, self.app = qapp, qtbot, None

    def start(self, desk=None):
        self.app = healthdesk.app.App(self.qapp, desk)
        self.app.start()
        self.app.window.activateWindow()  # shortcuts reach an active window only
        with self.bot.waitActive(self.app.window, timeout=SOON):
            pass
        return self.app

    def end(self):
        app, self.app = self.app, None
        if app is not None:
            app.ui.dialogs = FakeDialogs()  # yes, stop what is under way
            app.window.close()
            app.jobs.close()
            app.window.deleteLater()
            app.deleteLater()

    def until(self, question):
        self.bot.waitUntil(question, timeout=SOON)

    @property
    def window(self):
        return self.app.window

    @property
    def ui(self):
        return self.app.ui

    @property
    def accounts(self):
        return self.window.pages.page("accounts")

    def rows(self):
        passing = self.accounts.table.rows.passing
        return 0 if passing is None else len(passing)


@pytest.fixture
def journey(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_FOLDER", str(tmp_path / "home"))
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-11-23")
    made = Journey(qapp, qtbot)
    yield made
    made.end()


@pytest.fixture(scope="session")
def sample_once(tmp_path_factory):
    """The sample desk, made once for all journeys that are told where to keep it."""
    path = tmp_path_factory.mktemp("sample") / "northern.healthdesk"
    ready.sample(path, DAY, FEW, clock=Clock(pretended=to_date(DAY))).close()
    return path


@pytest.fixture
def hands(journey, sample_once, tmp_path):
    """A person before the sample desk, as it comes up in the morning."""
    path = tmp_path / "northern.healthdesk"
    shutil.copyfile(sample_once, path)
    journey.start(path)
    made = Hands(journey)
    journey.until(lambda: today(journey).view is not None and today(journey).view.whole)
    return made


def today(journey):
    return journey.window.pages.page("today")
