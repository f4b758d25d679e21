"""Playbooks in a desk: drafts, versions, names that are followed, documents in and out."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from sqlalchemy import text

from healthdesk.core.domain.errors import BadDocument, NotFound, UsageError
from healthdesk.core.domain.playbook import Playbook, Step, When
from healthdesk.core.services import imports, playbooks, segments, settings
from healthdesk.core.services.playbook_documents import read_all, shipped_files
from tests import folders

GREET = Playbook("Greet", "to begin with", steps=(Step("task-1", "task", "Call them"),))
OTHER = Playbook(
    "Other",
    steps=(Step("go", "start_playbook", "Go on", options={"playbook": "Greet"}),),
)


@pytest.fixture
def desk(furnished):
    return furnished()


def row(desk, name):
    day = desk.read(settings.today)
    return next(one for one in desk.read(playbooks.overview, day) if one.name == name)


def test_a_draft_changes_nothing_that_is_published(desk):
    desk.do(playbooks.add, GREET)
    assert desk.do(playbooks.publish, "Greet", "first") == 1
    longer = Playbook("Greet", steps=(*GREET.steps, Step("note-1", "note", "Write it down")))
    desk.do(playbooks.save_draft, "Greet", longer)
    assert desk.read(playbooks.document, "Greet") == GREET
    assert desk.read(playbooks.draft, "Greet") == longer
    assert row(desk, "Greet").has_draft
    assert desk.do(playbooks.publish, "Greet", "a note") == 2
    assert desk.read(playbooks.version, "Greet", 1) == GREET
    told = [(one.version, one.reason, one.steps) for one in desk.read(playbooks.versions, "greet")]
    assert told == [(2, "a note", 2), (1, "first", 1)]
    desk.undo()
    assert desk.read(playbooks.document, "Greet") == GREET
    desk.do(playbooks.save_draft, "Greet", GREET)
    assert not row(desk, "Greet").has_draft


def test_what_was_never_published_has_no_draft_to_discard(desk):
    desk.do(playbooks.add, GREET)
    with pytest.raises(UsageError, match="never published"):
        desk.do(playbooks.discard_draft, "Greet")
    desk.do(playbooks.remove, "Greet")
    with pytest.raises(NotFound):
        desk.read(playbooks.document, "Greet")


def test_a_name_that_is_taken_gets_a_number_and_a_copy_stands_behind(desk):
    desk.do(playbooks.create_starters)
    for one in desk.read(playbooks.names):
        desk.do(playbooks.remove, one)
    assert desk.do(playbooks.add, GREET) == "Greet"
    assert desk.do(playbooks.add, GREET) == "Greet 2"
    assert desk.do(playbooks.duplicate, "Greet") == "Greet copy"
    assert desk.read(playbooks.names) == ("Greet", "Greet copy", "Greet 2")
    desk.do(playbooks.order, ["Greet 2"])
    assert desk.read(playbooks.names) == ("Greet 2", "Greet", "Greet copy")
    desk.do(playbooks.archive, "Greet")
    assert desk.read(playbooks.names) == ("Greet 2", "Greet copy")


def test_another_name_is_followed_by_segments_and_playbooks(desk):
    for one in (GREET, OTHER):
        desk.do(playbooks.add, one)
        desk.do(playbooks.publish, one.name)
    told = desk.read(segments.documents)[0]
    desk.do(segments.change, told["name"], {**told, "playbook": "Greet"})
    assert len(row(desk, "Greet").used_by) == 2
    desk.do(playbooks.rename, "Greet", "Say hello")
    assert desk.read(segments.documents)[0]["playbook"] == "Say hello"
    assert desk.read(playbooks.document, "Other").steps[0].options["playbook"] == "Say hello"
    assert desk.read(playbooks.document, "Say hello").name == "Say hello"
    assert "“Other” starts it" in row(desk, "Say hello").used_by
    with pytest.raises(UsageError, match="Another playbook"):
        desk.do(playbooks.rename, "Other", "say HELLO")


def test_documents_come_and_go(desk):
    desk.do(playbooks.add, GREET)
    data = desk.read(playbooks.export, "Greet")
    assert desk.do(playbooks.bring, data) == ("Greet 2",)
    assert desk.do(playbooks.bring, b"[%s, %s]" % (data.replace(b"Greet", b"A"), data)) == (
        "A",
        "Greet 3",
    )
    twice = json.dumps([json.loads(data), json.loads(data)]).encode()
    with pytest.raises(BadDocument, match="twice"):
        desk.do(playbooks.bring, twice)
    with pytest.raises(BadDocument, match="kind"):
        desk.do(playbooks.bring, data.replace(b'"task"', b'"dance"'))


def test_one_that_this_program_cannot_read_is_told_and_nothing_fails(desk):
    desk.do(playbooks.add, GREET)
    desk.do(playbooks.publish, "Greet")

    def spoil(tx):
        tx.execute(text("UPDATE playbook SET body = replace(body, '\"task\"', '\"x\"')"))

    spoil.label = "Spoil"
    desk.do(spoil)
    assert "kind" in row(desk, "Greet").broken


def test_those_of_a_folder_replace_the_published_ones_and_leave_drafts(desk):
    for one in (GREET, OTHER):
        desk.do(playbooks.add, one)
        desk.do(playbooks.publish, one.name)
    desk.do(playbooks.add, Playbook("Mine", steps=GREET.steps))
    changed = Playbook("Greet", "another", steps=GREET.steps)

    def take(tx):
        playbooks.replace_all(tx, [changed])

    take.label = "Take"
    desk.do(take)
    assert set(desk.read(playbooks.names)) == {"Greet", "Mine"}
    assert row(desk, "Greet").version == 2
    assert [one["name"] for one in desk.read(playbooks.documents)] == ["Greet"]


def test_how_long_one_takes_counts_the_longest_way(desk):
    steps = (
        Step("w", "wait", "Wait", options={"days": 5}),
        Step("t", "task", "Then", when=When(2)),
    )
    desk.do(playbooks.add, Playbook("Slow", steps=steps))
    assert row(desk, "Slow").days == 9


def test_every_playbook_that_comes_with_the_program_is_in_a_new_desk(desk):
    read = [one for file in shipped_files() for one in read_all(file.read_bytes())]
    assert [one.name for one in read] == list(desk.read(playbooks.names))
    assert desk.read(playbooks.missing_starters) == ()
    if read:
        desk.do(playbooks.remove, read[0].name)
        assert desk.read(playbooks.missing_starters) == (read[0],)
        assert desk.do(playbooks.create_starters) == (read[0].name,)


def test_an_exchange_folder_carries_published_playbooks_there_and_back(desk, tmp_path, furnished):
    desk.do(playbooks.add, GREET)
    desk.do(playbooks.publish, "Greet")
    desk.do(playbooks.add, OTHER)
    files = folders.exported(desk, tmp_path / "out")
    told = json.loads(files["playbooks.json"])
    assert told[-1]["name"] == "Greet"
    other = furnished("other")
    result = other.do(imports.run, [tmp_path / "out"])
    assert result.tables["playbooks"].new == 1
    assert other.read(playbooks.documents) == told
    assert other.do(imports.run, [tmp_path / "out"]).tables["playbooks"].same == len(told)
    before = other.read(playbooks.names)
    alone = folders.write(tmp_path / "one", {"playbooks.json": json.dumps(told[-1:])})
    result = other.do(imports.run, [alone])
    assert other.read(playbooks.names) == ("Greet",)
    other.undo()
    assert other.read(playbooks.names) == before
    assert other.check() == []


def test_shipped_ones_wait_for_an_answer_only_to_what_was_sent():
    def asked(steps):
        for before, step in pairwise(steps):
            if (before.kind, step.kind) == ("message", "wait") and "answer" in step.name:
                yield before
        for step in steps:
            for arm in step.arms:
                yield from asked(arm.steps)

    read = [one for file in shipped_files() for one in read_all(file.read_bytes())]
    # A review has its day, whether or not the agenda went out.
    read = [one for one in read if one.name != "Quarterly review"]
    found = [(one.name, step.id, step.hold) for one in read for step in asked(one.steps)]
    assert len(found) >= 4
    assert all(hold for _, _, hold in found), found
