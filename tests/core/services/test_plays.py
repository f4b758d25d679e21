"""The list of plays: drafts, what is live, order, documents in and out, faults."""

from __future__ import annotations

import msgspec
import pytest

from healthdesk.core.domain.errors import BadDocument, NotFound, UsageError
from healthdesk.core.domain.play import Brakes, Cause, Goal, Play
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.services import (
    exports,
    imports,
    play_documents,
    play_reading,
    playbooks,
    plays,
)
from tests import folders, make
from tests.core.services.play_story import (
    CALL,
    CALLED,
    DAY,
    DETRACTOR,
    FADING,
    SILENT,
    begin,
    go_to,
    rows,
    switch_on,
)


def named(play, name):
    return msgspec.structs.replace(play, name=name)


def test_a_draft_goes_live_by_its_own_name_and_changes_nothing_before(desk):
    assert desk.do(plays.add, CALLED) == "Called"
    assert desk.do(plays.add, CALLED) == "Called 2"
    with pytest.raises(UsageError, match="only a draft"):
        desk.do(plays.switch_on, "Called")
    desk.do(plays.publish, "Called", "first")
    desk.do(plays.save_draft, "Called", named(CALLED, "Rung"))
    assert desk.read(plays.document, "Called").name == "Called"
    assert desk.read(plays.draft, "Called").name == "Rung"
    desk.do(plays.discard_draft, "Called")
    desk.do(plays.save_draft, "Called", named(FADING, "Called 2"))
    with pytest.raises(UsageError, match="Another play"):
        desk.do(plays.publish, "Called")
    assert desk.do(plays.publish, "Called", "other", named(FADING, "Rung")) == 2
    assert desk.read(plays.version, "Rung", 1) == CALLED
    assert [(one.version, one.reason) for one in desk.read(plays.versions, "Rung")] == [
        (2, "other"), (1, "first"),
    ]  # fmt: skip
    assert desk.do(plays.publish, "Rung") == 2
    with pytest.raises(NotFound):
        desk.read(plays.document, "Called")


def test_the_list_is_ordered_copied_put_away_and_removed(desk):
    for one in (DETRACTOR, FADING):
        desk.do(plays.add, one)
    assert desk.do(plays.duplicate, "Detractor") == "Detractor copy"
    assert desk.read(plays.names) == ("Detractor", "Detractor copy", "Fading")
    desk.do(plays.order, ["Fading"])
    desk.do(plays.archive, "Detractor copy")
    assert desk.read(plays.names) == ("Fading", "Detractor")
    desk.do(plays.remove, "Detractor")
    assert desk.read(plays.names, archived=True) == ("Fading", "Detractor copy")
    desk.undo()
    assert desk.read(plays.draft, "Detractor") == DETRACTOR


def test_a_live_play_whose_trigger_changes_goes_on_as_if_switched_on_anew(desk, tmp_path):
    begin(desk, tmp_path, documents=(FADING,))
    desk.do(plays.tick, go_to(desk, 4))
    before = rows(desk, "play_seen")
    words = msgspec.structs.replace(FADING, purpose="to be told")
    desk.do(plays.publish, "Fading", "words", words)
    assert rows(desk, "play_seen") == before
    wider = msgspec.structs.replace(FADING, cause=Cause("silence", {"days": 4}))
    desk.do(plays.publish, "Fading", "wider", wider)
    assert rows(desk, "play_seen") != before
    assert desk.do(plays.tick, DAY + 4).fired == ()


def test_what_is_removed_or_put_away_waits_for_no_yes(desk, tmp_path):
    free = msgspec.structs.replace(SILENT, brakes=Brakes(a_day=0, ends=False))
    begin(desk, tmp_path, documents=(free, named(free, "Other")))
    desk.do(plays.tick, go_to(desk, 9))
    waiting = desk.read(plays.suggestions, DAY + 9)
    assert {one.play for one in waiting} == {"Silent", "Other"}
    desk.do(plays.archive, "Silent")
    desk.do(plays.remove, "Other")
    assert desk.read(plays.suggestions, DAY + 9) == ()
    assert {one.why for one in desk.read(plays.firings)} == {
        "the play was put away", "the play was removed",
    }  # fmt: skip


def test_a_person_fires_a_play_whatever_holds(desk, tmp_path):
    begin(desk, tmp_path, documents=(DETRACTOR,))
    desk.do(plays.switch_off, "Detractor")
    first, second = desk.do(plays.fire_by_hand, "Detractor", ["a", "c"])
    assert first != second
    (again,) = desk.do(plays.fire_by_hand, "Detractor", ["a"])
    assert again == first
    assert [(one.account_id, one.state) for one in desk.read(plays.firings, run=first)] == [
        ("a", "noted"), ("a", "started"),
    ]  # fmt: skip
    left = msgspec.structs.replace(DETRACTOR.brakes, running="leave")
    desk.do(plays.publish, "Detractor", "", msgspec.structs.replace(DETRACTOR, brakes=left))
    with pytest.raises(UsageError, match="at work there already"):
        desk.do(plays.fire_by_hand, "Detractor", ["a"])


def test_documents_come_as_drafts_and_leave_as_they_came(desk):
    data = msgspec.json.encode([play_documents.decoded(play_documents.written(FADING))])
    assert desk.do(plays.bring, data) == ("Fading",)
    assert desk.do(plays.bring, data) == ("Fading 2",)
    assert play_documents.read_all(desk.read(plays.export, "Fading")) == (FADING,)
    with pytest.raises(BadDocument, match="holds no play"):
        desk.do(plays.bring, b"[]")
    with pytest.raises(BadDocument, match="stands twice"):
        play_documents.read_all(b"[%s,%s]" % ((desk.read(plays.export, "Fading"),) * 2))


def test_the_exchange_folder_carries_plays_and_what_changes_there_is_switched_off(desk, tmp_path):
    begin(desk, tmp_path, documents=(FADING, DETRACTOR))
    desk.read(exports.exchange, tmp_path / "out")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with make.desk(folder) as other:
        go_to(other, 0)
        other.do(imports.run, [tmp_path / "out"])
        assert other.read(plays.documents) == desk.read(plays.documents)
        assert not any(one.on for one in other.read(plays.overview, DAY))
    wanted = desk.read(plays.documents)[:1]
    wanted[0]["mode"] = "suggest"
    told = folders.write(tmp_path / "in", {"plays.json": msgspec.json.encode(wanted).decode()})
    result = desk.do(imports.run, [told])
    assert result.notes == (
        "plays.json: Fading fires otherwise now and is switched off.",
        "plays.json: Detractor is not in it and goes.",
    )
    assert [(one.name, one.on) for one in desk.read(plays.overview, DAY)] == [
        ("Fading", False), ("Detractor", False),
    ]  # fmt: skip
    desk.do(imports.take_back, result.batch)
    assert [(one.name, one.on) for one in desk.read(plays.overview, DAY)] == [
        ("Fading", True), ("Detractor", True),
    ]  # fmt: skip


def test_the_list_says_what_each_does_and_what_is_wrong_in_it(desk, tmp_path):
    begin(desk, tmp_path, documents=(DETRACTOR, SILENT))
    desk.do(plays.tick, go_to(desk, 9))
    first, second = desk.read(plays.overview, DAY + 9)
    assert (first.trigger, first.goal, first.members) == (
        "NPS is answered 0 to 6", "A better answer", 4,
    )  # fmt: skip
    assert (first.fired_30, first.last_fired, first.waiting) == (5, DAY + 5, 0)
    assert (second.members, second.waiting, second.on_since) == (3, 1, DAY)
    assert second.trigger == "no touch for 10 days, 2 days running"


@pytest.mark.parametrize(
    ("play", "part", "sentence"),
    [
        (Play("x", cause=Cause("survey")), "then", "It starts no playbook."),
        (Play("x", segment="Gone"), "who", "There is no segment “Gone”: it is for nobody."),
        (Play("x"), "when", "It has no condition yet: it never fires."),
        (CALLED, "measure", "Nothing is named that would show whether it worked."),
        (
            msgspec.structs.replace(CALLED, playbook="Gone"),
            "then",
            "There is no playbook “Gone”: it can only suggest.",
        ),
        (
            msgspec.structs.replace(FADING, goal=Goal("Live", FieldTest("stage", "=", "live"))),
            "measure",
            "Its goal holds already at 3 of 4 accounts.",
        ),
        (FADING, "then", "Its messages are drafted by themselves; you send them."),
        (FADING, "brakes", "Nothing limits how many it starts in a day."),
    ],
)
def test_faults_are_told_by_part(desk, tmp_path, play, part, sentence):
    begin(desk, tmp_path, documents=())
    found = desk.read(play_reading.faults, play, DAY)
    assert (part, sentence) in [(one.part, one.sentence) for one in found]


def test_a_play_whose_playbook_is_gone_suggests_and_says_why(desk, tmp_path):
    begin(desk, tmp_path, documents=())
    switch_on(desk, msgspec.structs.replace(DETRACTOR, playbook="Gone"))
    desk.do(plays.tick, go_to(desk, 2))
    (row,) = desk.read(plays.suggestions, DAY + 2)
    assert row.why == "there is no published playbook “Gone”"
    with pytest.raises(NotFound, match="Gone"):
        desk.do(plays.accept, row.id)
    desk.do(playbooks.add, msgspec.structs.replace(CALL, name="Gone"))
    desk.do(playbooks.publish, "Gone")
    assert desk.do(plays.accept, row.id) == 1


def test_every_shipped_play_is_read_and_names_a_shipped_playbook(desk):
    files = play_documents.shipped_files()
    assert len(play_documents.shipped()) == len(files)
    desk.do(plays.create_starters)
    assert all(not one.on and one.shipped for one in desk.read(plays.overview, DAY))
    assert desk.read(plays.missing_starters) == ()
