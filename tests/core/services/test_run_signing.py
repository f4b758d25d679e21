"""Signing runs off: who and when is kept, only where it is asked for, and only what is done."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.playbook import Playbook, Step, When
from healthdesk.core.services import imports, playbooks, results, run_signing, runs, tasks
from healthdesk.core.services.run_reading import one
from healthdesk.core.services.run_reading import runs as read_runs
from tests import folders
from tests.core.services.run_story import DAY, FACTS, dump, go_to, publish

STEPS = (Step("do", "task", "Do it", When(0), required=True),)
SIGNED = Playbook("Signed", steps=STEPS, sign_off=True)
PLAIN = Playbook("Plain", steps=STEPS)


@pytest.fixture
def full(desk, tmp_path):
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(desk, SIGNED, PLAIN)
    return desk


def done(desk, name):
    (run,) = desk.do(runs.start, name, ["a"])
    desk.do(tasks.complete, desk.read(one, run, DAY).steps[0].task)
    return run


def row(desk, run, day=DAY):
    return next(found for found in desk.read(read_runs, day) if found.id == run)


def test_a_done_run_waits_for_its_sign_off_and_keeps_who_and_when(full):
    (open_run,) = full.do(runs.start, "Signed", ["b"])
    assert not row(full, open_run).unsigned
    with pytest.raises(UsageError, match="not done"):
        full.do(run_signing.sign, open_run, "Ada")
    run = done(full, "Signed")
    assert row(full, run).unsigned
    assert full.read(results.results, "Signed", DAY).unsigned == ("Aldermoor",)
    with pytest.raises(UsageError):
        full.do(run_signing.sign, run, "  ")
    go_to(full, 2)
    full.do(run_signing.sign, run, "Ada  Brennick")
    found = row(full, run, DAY + 2)
    assert (found.signed_by, found.signed_on, found.unsigned) == ("Ada Brennick", DAY + 2, False)
    assert row(full, run, DAY + 1).unsigned
    assert full.read(results.results, "Signed", DAY + 2).unsigned == ()
    with pytest.raises(UsageError, match="already"):
        full.do(run_signing.sign, run, "Bo")


def test_undo_redo_and_taking_back(full):
    run = done(full, "Signed")
    tables = ("run", "run_step", "run_signoff")
    before = dump(full, *tables)
    full.do(run_signing.sign, run, "Ada")
    after = dump(full, *tables)
    assert full.undo() == "Sign off run"
    assert dump(full, *tables) == before
    full.redo()
    assert dump(full, *tables) == after
    full.do(run_signing.take_back, run)
    assert row(full, run).unsigned
    with pytest.raises(UsageError, match="Nobody"):
        full.do(run_signing.take_back, run)


def test_a_run_that_goes_on_again_is_signed_anew(full):
    run = done(full, "Signed")
    full.do(run_signing.sign, run, "Ada")
    full.do(runs.record_outcome, run, "worked")
    assert row(full, run).signed_by == "Ada"
    full.do(runs.reopen_step, run, "do")
    assert not row(full, run).signed_by
    full.do(tasks.complete, full.read(one, run, DAY).steps[0].task)
    assert row(full, run).unsigned
    full.do(runs.remove, run)


def test_copies_and_renamed_ones_ask_for_it_too(full):
    copied = full.do(playbooks.duplicate, "Signed")
    assert full.read(playbooks.draft, copied).sign_off
    full.do(playbooks.rename, "Signed", "Checked")
    assert full.read(playbooks.document, "Checked").sign_off


def test_one_that_asks_for_none_has_none(full):
    run = done(full, "Plain")
    assert not row(full, run).unsigned
    with pytest.raises(UsageError, match="asks for no sign-off"):
        full.do(run_signing.sign, run, "Ada")


def test_who_signs_is_asked_as_whoever_does_the_run(full):
    run = done(full, "Signed")
    assert not full.read(one, run, DAY).signer
    full.do(runs.take_over, run, "Marta")
    assert full.read(one, run, DAY).signer == "Marta"


def test_a_version_published_later_asks_nothing_of_runs_before_it(full):
    run = done(full, "Signed")
    full.do(playbooks.save_draft, "Signed", Playbook("Signed", steps=STEPS))
    full.do(playbooks.publish, "Signed", "no more")
    assert row(full, run).unsigned
