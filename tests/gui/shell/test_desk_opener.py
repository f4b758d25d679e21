"""Going from desk to desk: one at a time, a sample whole or not at all, back to a backup."""

from __future__ import annotations

from datetime import date

import pytest

from healthdesk.core.clock import system_clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import Cancelled
from healthdesk.core.services import settings
from healthdesk.gui.base.ui import DeskWish
from healthdesk.gui.shell import desk_work


class StopAt:
    """Asks to stop at the n-th step."""

    def __init__(self, number: int) -> None:
        self.left = number

    def step(self, done: int, total: int, text: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_a_backup_takes_the_desks_place_and_the_desk_is_kept(at_work, ui, desk_file):
    made = ui.desk.backup()
    found = ui.desk.read(settings.read)
    ui.do(settings.change, type(found)(name="Later", zone=found.zone, currency=""))
    ui.wish_desk(DeskWish("restore", backup=made.file))
    assert ui.desk.path == desk_file
    assert ui.desk.read(settings.read).name == "Northern desk"
    kept = list(desk_file.parent.glob("*replaced*.healthdesk"))
    assert len(kept) == 1
    with_later = Desk.open(kept[0])
    assert with_later.read(settings.read).name == "Later"
    with_later.close()


def test_the_desk_that_is_open_is_not_opened_again(at_work, ui, desk_file):
    desk = ui.desk
    ui.wish_desk(DeskWish("open", desk_file))
    assert ui.desk is desk


def test_a_desk_held_by_another_is_refused_and_the_first_stays(at_work, ui, tmp_path):
    other = Desk.create(tmp_path / "held.healthdesk")
    before = ui.desk
    ui.wish_desk(DeskWish("open", other.path))
    assert ui.desk is before
    assert at_work.toasts.shown[-1].notice.kind == "error"
    assert at_work.pages.current == "today"
    other.close()


def test_a_choice_that_was_not_made_changes_nothing(at_work, ui, dialogs):
    before = ui.desk
    dialogs.answers = [None, None]
    ui.wish_desk(DeskWish("open"))
    ui.wish_desk(DeskWish("new"))
    assert ui.desk is before


@pytest.mark.parametrize("step", [0, 5])
def test_a_sample_that_was_stopped_leaves_nothing(tmp_path, step):
    path = tmp_path / "Sample desk.healthdesk"
    with pytest.raises(Cancelled):
        desk_work.sample_desk(path, system_clock(), date(2026, 11, 23), StopAt(step))
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".healthdesk"] == []


def test_late_sources_are_counted_beside_data(at_work):
    at_work.top_bar.late_found.emit(2)
    assert at_work.rail.items["data"].accessibleName() == "Data, 2 late"
    at_work.top_bar.late_found.emit(0)
    assert at_work.rail.items["data"].accessibleName() == "Data"
