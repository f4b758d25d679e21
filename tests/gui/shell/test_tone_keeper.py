"""Texts nobody marked are read after a rest, slice by slice; that is no step of undo."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.op import op
from healthdesk.core.services import tone
from healthdesk.gui.shell.tone_keeper import ORIGIN, ToneKeeper
from tests import make

BAD = "This is terrible, the export is broken again and nobody answers."


@op("Add answers")
def add(tx):
    row = make.account(tx, "toned")
    for number in range(20):
        make.survey(tx, row, f"toned-{number}", comment=BAD)


@pytest.fixture
def keeper(at_work, ui, desk_file):
    made = ToneKeeper(ui, at_work)
    ui.desk_changed.emit()
    return made


def waiting(ui):
    return len(ui.desk.read(tone.pending))


def run(keeper):
    keeper._look.timeout.emit()
    while keeper._more.isActive():
        keeper._more.timeout.emit()
        if not keeper._rows:
            keeper._more.stop()
    keeper._look.stop()


def test_it_reads_all_that_waits_in_slices_and_leaves_undo_alone(keeper, ui, monkeypatch):
    monkeypatch.setattr(tone, "SLICE", 7)
    ui.desk.do(add)
    assert waiting(ui) > 7
    told = []
    ui.changed.connect(told.append)
    run(keeper)
    assert waiting(ui) == 0
    assert ui.desk.undo_label == "Add answers"
    assert [change.topics for change in told if change.topics] == [frozenset({Topic.WORK})]


def test_its_own_change_does_not_start_it_again(keeper, ui):
    keeper._look.stop()
    ui.changed.emit(Change("Estimate tone", frozenset({Topic.FACTS}), ORIGIN))
    assert not keeper._look.isActive()
    ui.changed.emit(Change("Import", frozenset({Topic.FACTS})))
    assert keeper._look.isActive()


def test_without_a_desk_it_rests(keeper, ui):
    desk = ui.desk
    ui.set_desk(None)
    assert not keeper._look.isActive()
    keeper.look()
    desk.close()
