"""The outbox: written by hand or by a step, held, handed over with its touch, dropped, undone."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.effect import DraftMessage
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.outbox_view import Recipient
from healthdesk.core.services import contacts, imports, messages, people, touches
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2025-01-01\nb,Two,2025-01-01\n",
    "contacts": "contact_id,account_id,name,email,role,do_not_contact\n"
    "c1,a,Dana Ortiz,dana@one.example,champion,\n"
    "c2,a,Marc Aubert,marc@one.example,sponsor,true\n"
    "c3,a,Li Wei,,admin,\nc4,b,Bo,bo@two.example,user,\n",
}
DANA = Recipient("Dana Ortiz", "dana@one.example", "c1")
STEP = DraftMessage(
    "champion", "{{ account }}: hello", "Dear {{ first_name }},\n{{ admin }}, {{ arr }}", TODAY
)


@op("Draft for a step")
def draft(tx, account_id, message, made_by=""):
    return messages.draft_for_step(tx, account_id, message, TODAY, origin=made_by)


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def seen(desk, row, day=TODAY):
    return desk.read(messages.one, row, day)


def test_a_message_of_ones_own_begins_without_a_word(full):
    row = full.do(messages.compose, "a", "c1")
    view = seen(full, row)
    assert (view.row.subject, view.body, view.row.unscripted) == ("", "", True)
    assert view.row.to == (DANA,)
    assert (view.row.state, view.row.group, view.refusal) == ("draft", "due", "")


def test_what_was_written_is_kept_and_kept_again_without_a_step_of_undo(full):
    row = full.do(messages.compose, "a", "c1")
    full.do(messages.write, row, [DANA], "Hello", "Line one\n\nLine two  ")
    stamp = make.dump(full)
    full.do(messages.write, row, [DANA], "Hello", "Line one\n\nLine two  ")
    assert make.dump(full) == stamp
    assert seen(full, row).body == "Line one\n\nLine two  "
    assert full.undo() is not None
    assert seen(full, row).body == ""


def test_a_step_makes_a_message_that_is_held_until_nothing_is_missing(full):
    row = full.do(draft, "a", STEP, made_by="playbook:Champion left")
    view = seen(full, row)
    assert view.row.subject == "One: hello"
    assert view.row.to == (DANA,)
    assert view.body == "Dear Dana,\n{{ admin }}, {{ arr }}"[:11] + "Li Wei, {{ arr }}"
    assert (view.row.state, view.row.missing) == ("held", ("arr",))
    assert view.refusal == "1 field has no value: ARR. Write something in place of it."
    assert [kind for _, kind in view.body_runs] == ["plain", "missing"]
    assert view.row.origin_words == "from a playbook: Champion left"
    with pytest.raises(UsageError, match="no value: ARR"):
        full.do(messages.hand_over, row, "sent")
    assert full.do(messages.write, row, [DANA], "Hi", "Dear Dana, {{ arr }}!") == ("arr",)
    assert full.do(messages.write, row, [DANA], "Hi", "Dear Dana") == ()
    view = seen(full, row)
    assert (view.row.state, view.changed, view.refusal) == ("draft", True, "")


def test_a_step_without_words_is_unscripted_and_one_to_nobody_says_so(full):
    row = full.do(draft, "b", DraftMessage("champion", "", "", TODAY + 2))
    view = seen(full, row)
    assert (view.body, view.row.to, view.row.unscripted) == ("", (), True)
    assert view.refusal == "Nobody is chosen yet to whom it goes."
    assert view.row.group == "later"
    assert seen(full, row, TODAY + 3).row.days_late == 1


def test_a_step_whose_text_cannot_be_read_is_shown_as_it_is_and_held(full):
    row = full.do(draft, "a", DraftMessage("champion", "Hi", "Dear\n{{ frist_name }}", TODAY))
    view = seen(full, row)
    assert view.body == "Dear\n{{ frist_name }}"
    assert view.row.state == "held"
    assert "Line 2: There is no field “frist_name”." in view.refusal
    full.do(messages.write, row, [DANA], "Hi", "Dear Dana")
    assert seen(full, row).refusal == ""


def test_it_is_filled_again_once_more_is_known(full):
    row = full.do(draft, "a", DraftMessage("champion", "Hi", "{{ title }}", TODAY))
    assert seen(full, row).row.missing == ("title",)
    full.do(imports.run, [_more(full)])
    assert full.do(messages.fill_again, row) == ()
    assert seen(full, row).body == "Head of Ops"
    with pytest.raises(UsageError, match="No field stands"):
        full.do(messages.fill_again, full.do(messages.compose, "a"))


def test_fields_that_a_person_types_hold_the_message_until_they_are_filled_in(full):
    row = full.do(messages.compose, "a", "c1")
    full.do(messages.write, row, [DANA], "Hi {{ first_name | upper }}", "{{ arr }}, {{ admin }}")
    view = seen(full, row)
    assert (view.row.state, view.row.group) == ("held", "held")
    assert view.refusal.startswith("Fields in braces stand in the words.")
    with pytest.raises(UsageError, match="Fields in braces"):
        full.do(messages.hand_over, row, "sent")
    assert full.do(messages.fill_again, row) == ("arr",)
    view = seen(full, row)
    assert (view.row.subject, view.body) == ("Hi DANA", "{{ arr }}, Li Wei")
    full.do(messages.write, row, [DANA], "Hi", "Dear\n{{ frist_name }}")
    with pytest.raises(UsageError, match=r"Line 2: There is no field “frist_name”"):
        full.do(messages.fill_again, row)
    assert seen(full, row).body == "Dear\n{{ frist_name }}"


def test_what_a_person_wrote_into_a_template_stays_when_it_is_filled_again(full):
    row = full.do(draft, "a", DraftMessage("champion", "Hi", "{{ title }}", TODAY))
    full.do(messages.write, row, [DANA], "Hi", "My own words, {{ title }}")
    full.do(imports.run, [_more(full)])
    assert full.do(messages.fill_again, row) == ()
    assert seen(full, row).body == "My own words, Head of Ops"


def _more(desk):
    told = "contact_id,account_id,name,email,title\nc1,a,Dana Ortiz,dana@one.example,Head of Ops\n"
    return folders.write(desk.path.parent / "more", {"contacts": told})


def test_who_must_not_be_contacted_is_refused_everywhere(full):
    marc = Recipient("Marc", "marc@one.example", "c2")
    with pytest.raises(UsageError, match="Marc Aubert must not be contacted"):
        full.do(messages.compose, "a", "c2")
    row = full.do(messages.compose, "a", "c1")
    for to in ([marc], [DANA, marc], [Recipient("", "MARC@one.example")]):
        full.do(messages.write, row, to, "Hi", "Words")
        assert "must not be contacted" in seen(full, row).refusal
        for act in (messages.eml, messages.link, messages.words):
            with pytest.raises(UsageError, match="must not be contacted"):
                full.read(act, row)
        with pytest.raises(UsageError, match="must not be contacted"):
            full.do(messages.hand_over, row, "sent")


def test_who_left_meanwhile_is_told(full):
    row = full.do(messages.compose, "a", "c1")
    full.do(contacts.mark_left, "c1", TODAY)
    assert seen(full, row).refusal == (
        "Dana Ortiz left on 14 Mar 2026; the message cannot go there."
    )


@pytest.mark.parametrize("how", ["mail", "file", "copied", "sent"])
def test_handing_over_logs_the_touch_with_its_words(full, how):
    row = full.do(messages.compose, "a", "c1")
    full.do(messages.write, row, [DANA, Recipient("", "team@one.example")], "Hello", "Words")
    done = full.do(messages.hand_over, row, how)
    touch = full.read(touches.read, done.touchpoint).draft
    assert (touch.kind, touch.direction, touch.day) == ("email", "outbound", TODAY)
    assert (touch.subject, touch.body, touch.contacts) == ("Hello", "Words", ("c1",))
    assert "the touch is logged" in done.sentence
    view = seen(full, row)
    assert (view.row.state, view.row.how, view.row.handed_on) == ("handed", how, TODAY)
    assert len(full.read(people.touch_rows, "a", TODAY)) == 1
    with pytest.raises(UsageError, match="handed over already"):
        full.do(messages.write, row, [DANA], "", "")


def test_a_message_without_a_subject_can_go_and_taking_it_back_takes_the_touch(full):
    row = full.do(messages.compose, "a", "c1")
    before = make.dump(full)
    for how in ("sent", "file", "copied"):
        with pytest.raises(UsageError, match="Nothing is written yet"):
            full.do(messages.hand_over, row, how)
    full.do(messages.hand_over, row, "mail")
    full.do(messages.again, row)
    assert full.read(people.touch_rows, "a", TODAY) == ()
    assert seen(full, row).row.state == "draft"
    full.undo()
    full.undo()
    assert make.dump(full) == before


def test_dropping_needs_a_reason_and_can_be_taken_back(full):
    row = full.do(messages.compose, "a", "c1")
    with pytest.raises(UsageError, match="needs words"):
        full.do(messages.drop, row, "  ")
    full.do(messages.drop, row, "said it on the phone")
    assert seen(full, row).row.group == "dropped"
    full.do(messages.again, row)
    assert seen(full, row).row.group == "due"


def test_the_list_counts_what_it_shows_and_knows_the_day(full):
    rows = [full.do(messages.compose, "a", "c1") for _ in range(4)]
    full.do(messages.set_due, rows[0], TODAY + 5)
    full.do(draft, "b", DraftMessage("user", "Hi", "{{ sponsor }}", TODAY - 3))
    full.do(messages.hand_over, rows[1], "mail")
    full.do(messages.drop, rows[2], "no")
    for day in (TODAY - 1, TODAY, TODAY + 5):
        found = full.read(messages.drafts, day)
        counted = full.read(messages.counts, day)
        for group in ("due", "held", "later", "handed", "dropped"):
            assert getattr(counted, group) == sum(one.group == group for one in found)
    now = full.read(messages.counts, TODAY)
    assert (now.due, now.held, now.later, now.handed, now.dropped) == (1, 1, 1, 1, 1)
    assert now.waiting == 2
    assert full.read(messages.drafts, TODAY - 1) == ()
    assert [one.account_id for one in full.read(messages.drafts, TODAY, "b")] == ["b"]


def test_the_same_words_to_the_same_account_are_told(full):
    for _ in range(2):
        row = full.do(messages.compose, "a", "c1")
        full.do(messages.write, row, [DANA], "Thanks", "Thank you for your trust")
        view = seen(full, row)
        full.do(messages.hand_over, row, "sent")
    assert view.repeats == TODAY


def test_a_message_that_is_gone_is_told(full):
    row = full.do(messages.compose, "a", "c1")
    full.undo()
    with pytest.raises(NotFound, match="no such message"):
        full.do(messages.write, row, [], "", "")
    with pytest.raises(NotFound, match="no such message"):
        seen(full, row)


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, row: desk.do(messages.write, row, [], "New", "words"),
        lambda desk, row: desk.do(messages.set_due, row, TODAY + 9),
        lambda desk, row: desk.do(messages.hand_over, row, "mail"),
        lambda desk, row: desk.do(messages.drop, row, "no longer"),
    ],
)
def test_every_act_is_undone_exactly(full, act):
    row = full.do(messages.compose, "a", "c1")
    before = make.dump(full)
    act(full, row)
    assert make.dump(full) != before
    assert full.undo() is not None
    assert make.dump(full) == before
