"""Today's scores are kept after a desk opened and after facts changed; that is no step of undo."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.shell.keeper import ORIGIN, Keeper


@pytest.fixture
def keeper(at_work, ui, desk_file):
    made = Keeper(ui, at_work)
    ui.desk_changed.emit()
    return made


def test_it_keeps_after_a_rest_and_leaves_undo_alone(keeper, ui):
    told = []
    ui.changed.connect(told.append)
    assert keeper._later.isActive()
    keeper._later.timeout.emit()
    assert keeper._kept_day == ui.today
    assert ui.desk.undo_label is None
    assert {change.origin for change in told} <= {ORIGIN}


def test_its_own_change_does_not_start_it_again(keeper, ui):
    keeper._later.stop()
    ui.changed.emit(Change("Keep today's scores", frozenset({Topic.FACTS}), ORIGIN))
    assert not keeper._later.isActive()
    ui.changed.emit(Change("Import", frozenset({Topic.FACTS})))
    assert keeper._later.isActive()


def test_without_a_desk_it_rests(keeper, ui):
    desk = ui.desk
    ui.set_desk(None)
    assert not keeper._later.isActive()
    keeper.keep()
    desk.close()
