"""Work with accounts is undone and done again exactly; so are merges of records that have any."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.advocate import AdvocateDraft, AskDraft
from healthdesk.core.domain.contact_draft import CareDraft, ContactDraft, RoleDraft
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.feedback import FeedbackDraft
from healthdesk.core.domain.forecast import ForecastDraft
from healthdesk.core.domain.investigation import Check, FindingDraft
from healthdesk.core.domain.mention import MentionDraft
from healthdesk.core.domain.moment import MomentDraft
from healthdesk.core.domain.op import op
from healthdesk.core.domain.plan import PlanDraft
from healthdesk.core.domain.play import Cause, Play
from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.domain.report import Brand, Report
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.retro import RetroDraft, SignalDraft
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.domain.run_today import MARK
from healthdesk.core.domain.stamp import StampPlan
from healthdesk.core.domain.task import Bulk, CheckItem, TaskDraft
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import (
    account_care,
    advocates,
    contacts,
    duplicates,
    feedback,
    files,
    findings,
    forecasts,
    mentions,
    milestones,
    milestones_found,
    moments,
    overrides,
    plans,
    play_answers,
    play_documents,
    play_switching,
    play_ticks,
    playbooks,
    plays,
    pulses,
    retros,
    tasks,
    today_marks,
    touches,
    upkeep,
)
from healthdesk.core.services.overrides import OverrideDraft
from healthdesk.core.services.reports import brands, filing, kept, reviews, sending
from healthdesk.core.store.tables import Outcome, Retro, RetroSignal
from tests import make

RULE = {"reading": {"kind": "open_tickets"}, "op": "<=", "value": 1}


@op("Fill")
def fill(tx):
    """A bit of everything, and a loss; another account has a retro already."""
    make.fill(tx)
    tx.add(Outcome(account_id=3, day=20_090, kind="churned", reason="Price"))
    tx.add(Retro(id=1, account_id=2, day=20_001, known_on=20_001))
    tx.flush()
    tx.add(RetroSignal(retro_id=1, name="Use fell"))
    tx.flush()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    with make.desk(tmp_path_factory.mktemp("work")) as made:
        made.do(fill)
        yield made


@pytest.fixture
def desk(whole):
    """One for all: every test leaves it as it was, or all that follow say so."""
    yield whole
    assert whole.undo_label == "Fill"


def both_ways(desk, work):
    """Undo gives what was before; redo, then undo again, too."""
    before = make.dump(desk)
    work()
    after = make.dump(desk)
    assert after != before
    for _ in range(2):
        assert desk.undo() is not None
        assert make.dump(desk) == before
        desk.redo()
        assert make.dump(desk) == after
    assert desk.check() == []
    desk.undo()
    assert make.dump(desk) == before


@pytest.mark.parametrize(("kind", "letter"), [("accounts", "a"), ("contacts", "c")])
def test_records_with_a_row_in_every_table_merge_and_part_again(desk, kind, letter):
    before = make.dump(desk)
    gone = [f"{letter}1", f"{letter}2"]
    both_ways(desk, lambda: desk.do(duplicates.merge, kind, f"{letter}0", gone))
    desk.redo()
    found = desk.read(duplicates.merges)
    for one in found:
        desk.do(duplicates.unmerge, one.id)
    assert desk.read(duplicates.merges) == ()
    parted = make.dump(desk)
    for told in (before, parted):
        told.pop("account_merge")  # it says which merges there have been
    assert parted == before
    assert desk.check() == []
    for _ in (0, *found):
        desk.undo()


TODAY = to_day(date(2026, 3, 14))
DAY = 20_000
A, C = "a0", "c0"
TOUCH = TouchDraft(A, "call", "outbound", TODAY, "Spoke", "At length", (C,), 0.5)
MEETING = TouchDraft(A, "meeting", "", TODAY, "Review", "", (), asked=(C,))
TASK = TaskDraft("Ring", A, TODAY + 3, "high", "Soon", (CheckItem("Prepare"),), True, C)
BARE = TaskDraft("Ring", A)
PLAN = PlanDraft(A, "Use fell", exit_rule=RULE, exit_days=2, finding_id=1, actions=(TASK, BARE))
PROMISE = MomentDraft(A, "promise", "A fix", DAY, C, due=TODAY)
FINDING = FindingDraft(A, DAY - 28, DAY, "They moved", {"data": Check("looked", "")}, ("usage",))
OVERRIDE = OverrideDraft(A, "Told so", TODAY, TODAY + 9, band="Strong")
PERSON = ContactDraft("Ada Byron", "ada@x.test", "1", "Head", "champion", True)
CARE = CareDraft(3, "friendly", "signs", DAY + 5, None, "Likes tea")
FORECAST = ForecastDraft(A, TODAY + 90, "commit", 900.0, "They said so", "Sign", "Ada")
MENTION = MentionDraft(A, DAY, "Forum", "Ada", "Nice", "https://x.test")
GONE = "a2"
SIGN = SignalDraft("Use fell", DAY - 60, "usage.level")
ROW = "a0:fall"
OPTIONS = ReportOptions(kind="account_review", account=A, hide=("score",))
REVIEW = reviews.ReviewDraft(
    A,
    TODAY,
    attendees=(C,),
    agreed=(reviews.Agreed("Train"),),
    quotes=(reviews.Said("Nice", C),),
    next_on=TODAY + 90,
)
PLAYBOOK = Playbook("Call", steps=(Step("t", "task", "Call"), Step("n", "note", "Note it")))
PLAY = Play("Ring", cause=Cause("condition", rule=FieldTest("account_id", "=", A)), playbook="Call")
OTHER = Play("Ring", purpose="for others", cause=PLAY.cause, playbook="Call")
LIVE = (
    (playbooks.add, PLAYBOOK),
    (playbooks.publish, "Call"),
    (plays.add, PLAY),
    (plays.publish, "Ring"),
)
ON = (play_switching.switch_on, "Ring", True)
FIRES = (*LIVE, ON, (play_ticks.tick, TODAY))
WORK: dict[str, tuple[Any, ...]] = {
    "task added": (tasks.add, TASK),
    "task of a finding": (tasks.add_from_finding, TASK, 1),
    "task edited": (tasks.edit, 1, TASK),
    "task done": (tasks.complete, 1),
    "task done with a touch": (tasks.complete, 1, TOUCH),
    "task dropped": (tasks.drop, 1, "No need"),
    "task put off": (tasks.snooze, 1, TODAY + 7, "She is away"),
    "task not applicable": (tasks.not_applicable, 1, "Sold"),
    "tasks put off": (tasks.change_many, (1,), Bulk("put off", TODAY + 7, "Travel")),
    "plan with actions": (plans.add, PLAN),
    "plan edited": (plans.edit, 1, PLAN),
    "plan closed": (plans.close, 1, "stopped"),
    "moment added": (moments.add, PROMISE),
    "moment edited": (moments.edit, 1, PROMISE),
    "moment removed": (moments.remove, 1),
    "moment pinned": (moments.pin, 1, True),
    "milestone reached": (milestones.mark, A, "kick-off", DAY + 3),
    "milestone of no row": (milestones.mark, A, "Go live", DAY + 3),
    "milestone due": (milestones.set_due, A, "kick-off", None),
    "milestone's days": (milestones.set_days, A, "kick-off", DAY + 1, DAY + 2),
    "milestone added": (milestones.add, A, "Training", DAY, None),
    "milestone removed": (milestones.remove, A, "kick-off"),
    "milestones planned": (milestones.plan, A, DAY),
    "milestones of new accounts": (milestones.set_template, [StampPlan(name="Hello", after=3)]),
    "contact added": (contacts.add, A, PERSON, CARE),
    "contact edited": (contacts.edit, C, PERSON, CARE),
    "roles": (contacts.set_roles, [RoleDraft(C, "sponsor", "asks", 2, "against")]),
    "contact left": (contacts.mark_left, C, DAY + 5),
    "personal note": (contacts.set_personal, C, "Likes tea"),
    "cadence": (contacts.set_cadence, A, 14),
    "advocate": (advocates.register, C, AdvocateDraft("yes", 30, "Saved a week")),
    "no advocate": (advocates.remove, C),
    "asked": (advocates.ask, C, AskDraft("review", TODAY)),
    "answered": (advocates.answer, 1, "yes", DAY + 1),
    "not asked": (advocates.remove_ask, 1),
    "finding": (findings.add, FINDING),
    "finding edited": (findings.edit, 1, FINDING),
    "finding removed": (findings.remove, 1),
    "finding judged": (findings.judge, 1, "right"),
    "finding dismissed": (findings.dismiss, 1, "Holidays"),
    "finding acted on": (findings.acted, 1, "note"),
    "finding's task": (findings.make_task, 1, TASK),
    "override": (overrides.add, OVERRIDE),
    "pulse": (pulses.put, A, -0.5, "Grumpy", "me"),
    "touch": (touches.add, TOUCH),
    "touches": (touches.add_many, [TOUCH, TOUCH]),
    "touch edited": (touches.edit, 1, TOUCH),
    "meeting nobody came to": (touches.add, MEETING),
    "touch made a meeting": (touches.edit, 2, MEETING),
    "touch removed": (touches.remove, 1),
    "tone of an answer": (touches.set_tone, "survey", 1, -1.0),
    "tone of a ticket": (touches.set_tone, "ticket", 1, 0.5),
    "file removed": (files.remove, 1),
    "file's note": (files.set_note, 1, "The contract"),
    "what matters": (files.set_matters, A, "On budget"),
    "forecast": (forecasts.say, FORECAST),
    "forecast forgotten": (forecasts.forget, 1),
    "play": (plays.add, PLAY),
    "plays brought": (plays.bring, play_documents.written(PLAY).encode()),
    "shipped plays": (plays.create_starters,),
    "feedback heard": (feedback.mark, "survey", 1, "heard"),
    "feedback told back": (feedback.mark, "ticket", 1, "told"),
    "feedback at once": (
        feedback.set_all,
        "survey",
        1,
        FeedbackDraft(DAY, DAY + 1, DAY + 2, "So", (1,), "New"),
    ),
    "feedback's note": (feedback.set_note, "mention", 1, "Wrote back"),
    "themes": (feedback.set_themes, "survey", 1, (1, 2), "Third"),
    "theme": (feedback.add_theme, "Slow"),
    "theme renamed": (feedback.rename_theme, 1, "Slow"),
    "themes merged": (feedback.merge_themes, 1, 2),
    "theme removed": (feedback.remove_theme, 1),
    "snoozed": (today_marks.snooze, ROW, A, 7, "Later"),
    "handled": (today_marks.handle, "k0", A, "Rang"),
    "dismissed": (today_marks.dismiss, ROW, A, "Holidays"),
    "a data problem": (today_marks.call_problem, ROW, A, "No feed"),
    "notice put away": (today_marks.put_away, f"{MARK}1:n", A),
    "woken": (today_marks.wake, 1),
    "upkeep put off": (upkeep.put_off, "model", 30, "Looked at"),
    "task from Today": (today_marks.add_task, ROW, A, TASK),
    "touch from Today": (today_marks.log_touch, ROW, A, TOUCH),
    "mention": (mentions.add, MENTION),
    "report's options": (kept.keep, OPTIONS),
    "report template": (kept.save_template, "Short", OPTIONS),
    "brand": (brands.save, Brand(name="North", color="#2857c5")),
    "report filed": (filing.file, Report(kind="k", title="T", day=DAY), f"account:{A}", b"%PDF-"),
    "review held": (reviews.log, REVIEW),
    "report sent": (sending.draft, A, "Quarterly review", "a.pdf"),
    "retro begun": (retros.begin, GONE, [SIGN]),
    "star": (account_care.star, A, {"on": False}),
    "account edited": (account_care.edit, A, {"name": "Zeta", "tier": "tin", "region": "north"}),
}
BEGUN = (retros.begin, GONE, [SIGN])
RULED = (milestones.set_template, [StampPlan(name="Kick-off", after=3, metric="logins")])
AFTER: dict[str, tuple[tuple[Any, ...], ...]] = {
    "task opened again": ((tasks.complete, 1, TOUCH), (tasks.reopen, 1)),
    "step ticked": ((tasks.edit, 1, TASK), (tasks.tick_item, 1, 0, True)),
    "step not applicable": ((tasks.edit, 1, TASK), (tasks.skip_item, 1, 0, "No access")),
    "plan opened again": ((plans.close, 1, "met"), (plans.reopen, 1)),
    "promise kept": ((moments.edit, 1, PROMISE), (moments.keep, 1, DAY + 1)),
    "promise open": ((moments.edit, 1, PROMISE), (moments.keep, 1), (moments.unkeep, 1)),
    "quote": ((touches.add, TOUCH), (feedback.pin_quote, "touchpoint", 4)),
    "successor": (
        (contacts.add, A, PERSON, CARE),
        (contacts.set_successor, "desk-4", C),
    ),
    "override ended": ((overrides.add, OVERRIDE), (overrides.end, 4)),
    "override renewed": ((overrides.add, OVERRIDE), (overrides.renew, 4, TODAY + 30, "Still")),
    "milestones by usage": (RULED, (milestones_found.stamp, DAY + 9)),
    "milestone corrected": (
        RULED,
        (milestones_found.stamp, DAY + 9),
        (milestones.mark, A, "Kick-off", DAY + 2),
    ),
    "report template renamed": (
        (kept.save_template, "Short", OPTIONS),
        (kept.rename_template, 1, "Long"),
    ),
    "retro edited": (BEGUN, (retros.change, 2, RetroDraft(900.0, 30, "poor", "Price"))),
    "retro's sign": (BEGUN, (retros.add_signal, 2, SIGN)),
    "retro's sign marked": (BEGUN, (retros.mark, 2, True, "Away")),
    "retro's sign removed": (BEGUN, (retros.remove_signal, 2)),
    "retro's sign tried": (BEGUN, (retros.put_forward, 2, "default")),
    "retro closed": (BEGUN, (retros.close, 2)),
    "retro opened again": (BEGUN, (retros.close, 2), (retros.reopen, 2)),
    "retro removed": (BEGUN, (retros.remove, 2)),
    "no report template": ((kept.save_template, "Short", OPTIONS), (kept.remove_template, 1)),
    "no brand": ((brands.save, Brand(name="North")), (brands.remove, 1)),
    "upkeep woken": ((upkeep.put_off, "model", 30, "Looked at"), (upkeep.wake, "model")),
    "feedback back": ((feedback.mark, "survey", 1, "acted"), (feedback.step_back, "survey", 1)),
    "play draft": ((plays.add, PLAY), (plays.save_draft, "Ring", OTHER)),
    "no play draft": (*LIVE, (plays.save_draft, "Ring", OTHER), (plays.discard_draft, "Ring")),
    "play live": ((plays.add, PLAY), (plays.publish, "Ring", "first")),
    "play renamed": (*LIVE, (plays.rename, "Ring", "Call")),
    "play copied": (*LIVE, (plays.duplicate, "Ring")),
    "play put away": (*FIRES, (plays.archive, "Ring")),
    "no play": (*FIRES, (plays.remove, "Ring")),
    "plays ordered": (*LIVE, (plays.duplicate, "Ring"), (plays.order, ["Ring copy", "Ring"])),
    "play on": (*LIVE, (play_switching.switch_on, "Ring", True)),
    "play off": (*FIRES, (play_switching.switch_off, "Ring")),
    "plays stopped": (*LIVE, (play_switching.stop_all,)),
    "plays released": (*FIRES, (play_switching.stop_all,), (play_switching.release_all,)),
    "plays ticked": (*LIVE, ON, (play_ticks.tick, TODAY)),
    "play's yes": (*FIRES, (play_answers.accept, 1)),
    "play's no": (*FIRES, (play_answers.decline, 1, "On leave")),
    "plays' yes": (*FIRES, (play_answers.accept_all, [1, 2])),
    "plays' no": (*FIRES, (play_answers.decline_all, [1], "On leave")),
    "play by hand": (*LIVE, (play_answers.fire_by_hand, "Ring", [A])),
}
SERVICES = (
    account_care, advocates, contacts, feedback, files, findings, forecasts, mentions,
    milestones, milestones_found, moments, overrides, plans, play_answers,
    play_switching, play_ticks, plays, pulses, retros, tasks, today_marks, touches,
    upkeep,
)  # fmt: skip


def done(desk, work):
    function, *told = work
    named = told.pop() if told and isinstance(told[-1], dict) and function in NAMED else {}
    return desk.do(function, *told, **named)


NAMED = (account_care.star,)


@pytest.mark.parametrize("name", WORK)
def test_every_piece_of_work_is_undone_and_done_again(desk, name):
    both_ways(desk, lambda: done(desk, WORK[name]))


@pytest.mark.parametrize("name", AFTER)
def test_so_is_what_comes_after_another(desk, name):
    *first, last = AFTER[name]
    for one in first:
        done(desk, one)
    both_ways(desk, lambda: done(desk, last))
    for _ in first:
        desk.undo()


def test_a_file_comes_and_goes_with_its_bytes(desk, tmp_path):
    file = tmp_path / "b.bin"
    file.write_bytes(bytes(range(256)) * 100)
    both_ways(desk, lambda: desk.do(files.add, A, [file, file], "Twice", 1))


ONCE_MORE = {
    name
    for name in (*WORK, *AFTER)
    if name.startswith(("task from", "touch from", "mention", "finding's task", "answered"))
    or name.endswith((" added", "of a finding", "with actions"))
} | {"touch", "touches", "meeting nobody came to", "finding", "override", "asked", "quote"}
ONCE_MORE |= {"feedback back", "report filed", "review held", "report sent"}
ONCE_MORE |= {"retro's sign"}
ONCE_MORE |= {"play", "plays brought", "play copied", "play by hand"}
"""What makes a further one each time, or stands for something that happened again."""


@pytest.mark.parametrize("name", sorted({*WORK, *AFTER} - ONCE_MORE))
def test_the_same_once_more_leaves_no_step(desk, name):
    *first, last = AFTER.get(name, (WORK.get(name),))
    for one in (*first, last):
        done(desk, one)
    stamp, state = desk.stamp, make.dump(desk)
    with suppress(DeskError):  # what it is about is gone by now, or stands so already
        done(desk, last)
    try:
        assert make.dump(desk) == state
        assert desk.stamp == stamp
    finally:
        while desk.undo_label != "Fill":
            desk.undo()


def test_no_operation_is_left_out():
    tried = {work[0] for work in WORK.values()} | {files.add}
    tried |= {work[0] for pair in AFTER.values() for work in pair}
    there = {
        one
        for service in SERVICES
        for one in vars(service).values()
        if hasattr(one, "label") and one.__module__ == service.__name__
    }
    assert {f"{one.__module__}.{one.__name__}" for one in there - tried} == set()


@given(st.lists(st.sampled_from(sorted(WORK)), min_size=2, max_size=8), st.data())
@settings(max_examples=10, deadline=None)
def test_any_row_of_work_is_undone_to_the_beginning(whole, names, data):
    states = [make.dump(whole)]
    for name in names:
        stamp = whole.stamp
        try:
            done(whole, WORK[name])
        except DeskError:
            continue  # what it is about is gone by now
        if whole.stamp != stamp:
            states.append(make.dump(whole))
    for state in reversed(states[:-1]):
        whole.undo()
        assert make.dump(whole) == state
    back = data.draw(st.integers(0, len(states) - 1))
    for state in states[1 : back + 1]:
        whole.redo()
        assert make.dump(whole) == state
    for _ in range(back):
        whole.undo()
