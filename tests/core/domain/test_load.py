"""The draft of a load: entries, decisions, what stays when more files come."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.intake import (
    ColumnGuess,
    Intake,
    Match,
    Proposal,
    Question,
    Unreadable,
)
from healthdesk.core.domain.load import EXCHANGE, begun, key_of
from healthdesk.core.domain.mapping import ColumnMap, FileMap, Reading, TableMap
from healthdesk.core.domain.records import RawTable
from healthdesk.core.domain.respell import CHOSEN, carried, holds, respelled, ways
from healthdesk.core.domain.views import Conflict, ImportResult, Unmatched

ASKED = Question("date:tickets:opened_on", "date", "Day or month first?", "", ())


def proposal(name, *, asked=False, kept="", out=False):
    raw = RawTable(f"/d/{name}", name, "", ("id", "opened"), Reading("delimited"), 7, "UTF-8")
    columns = {"ticket_id": ColumnMap("id"), "opened_on": ColumnMap("opened", date="dmy")}
    guesses = tuple(
        ColumnGuess(one.source, (), "tickets", target, one, 0.9, "")
        for target, one in columns.items()
    )
    file = FileMap(name, (name,), tables=(TableMap("tickets", columns),))
    questions = (ASKED,) if asked else ()
    return Proposal(raw, file, "Tickets", 0.9, "", guesses, questions, kept=kept, left_out=out)


def load(*proposals, exchange=(), unreadable=()):
    return begun(("/d",), Intake(exchange, proposals, unreadable))


def conflict(key="1", field="priority"):
    return Conflict("tickets", key, field, "high", 1, "low", "a.csv", 2, "here")


def test_entries_are_exchange_tables_files_and_what_cannot_be_read():
    bad = Unreadable("/d/x.xlsx", "x.xlsx", "is damaged")
    made = load(proposal("a.csv"), proposal("b.csv", out=True), exchange=("/d/out", "/d/more"),
                unreadable=(bad,))  # fmt: skip
    kinds = [(one.kind, one.name) for one in made.entries]
    assert kinds == [
        ("exchange", "out and 1 more"),
        ("file", "a.csv"),
        ("unreadable", "x.xlsx"),
        ("file", "b.csv"),
    ]
    assert made.parts == 3
    assert made.can_import
    assert made.chosen == EXCHANGE
    assert made.entries[1].rows == 7


def test_a_file_with_a_question_is_shown_first_and_holds_everything_back():
    made = load(proposal("a.csv"), proposal("b.csv", asked=True))
    assert made.proposal is not None
    assert made.proposal.raw.name == "b.csv"
    assert not made.can_import
    key = made.chosen
    answered = made.with_proposal(key, proposal("b.csv"))
    assert answered.can_import
    assert made.open_files, "the draft of before is as it was"


def test_a_recipe_is_named_only_where_all_files_come_from_it():
    mine = proposal("a.csv", kept="mapping Weekly load")
    assert load(mine).recipe == "Weekly load"
    assert load(mine, proposal("b.csv", kept="kept from 2026-11-16")).recipe == ""
    assert load(proposal("a.csv", kept="kept from 2026-11-16")).recipe == ""


def test_looking_again_keeps_what_a_person_changed():
    made = load(proposal("a.csv", asked=True), proposal("b.csv", asked=True))
    changed = made.with_proposal(key_of(made.intake.proposals[0]), proposal("a.csv"))
    again = Intake((), (proposal("a.csv", asked=True), proposal("b.csv"), proposal("c.csv")))
    found = changed.looked_again(("/d", "/e"), again)
    assert [bool(one.questions) for one in found.intake.proposals] == [False, False, False]
    assert found.places == ("/d", "/e")
    key = key_of(found.intake.proposals[0])
    fresh = found.untouched(key).looked_again(("/d",), again)
    assert fresh.intake.proposals[0].questions


def test_another_header_is_looked_at_anew():
    made = load(proposal("a.csv", asked=True))
    changed = made.with_proposal(made.chosen, proposal("a.csv"))
    other = proposal("a.csv", asked=True)
    other = replace(other, raw=replace(other.raw, header=("id", "other")))
    found = changed.looked_again(("/d",), Intake((), (other,)))
    assert found.intake.proposals[0].questions


def test_decided_names_stay_listed_and_undecided_ones_go_when_they_are_found():
    one, two = Unmatched("name", "TB", 2, "a.csv", 3), Unmatched("name", "NP", 1, "a.csv", 4)
    none = ImportResult(None, True, {}, (), None)
    made = load(proposal("a.csv")).with_result(replace(none, unmatched=(one, two)))
    assert made.names == (one, two)
    made = made.with_match(Match("name", "TB", "tb"), ("name", "TB")).with_result(none)
    assert made.names == (one,)
    assert made.match("name", "TB") == Match("name", "TB", "tb")
    assert made.with_match(None, ("name", "TB")).with_result(none).names == ()


@given(st.lists(st.sampled_from(["here", "file"]), min_size=1, max_size=6))
def test_the_last_side_taken_stands(sides):
    made = load(proposal("a.csv"))
    for side in sides:
        made = made.with_side(conflict(), side)
    assert made.side(conflict()) == sides[-1]
    assert made.side(conflict("2")) == "here"


def test_a_rule_holds_for_the_field_and_single_decisions_give_way():
    made = load(proposal("a.csv")).with_sides((conflict("1"), conflict("2")), "here")
    ruled = made.with_rule("tickets", "priority", "file")
    assert ruled.side(conflict("1")) == "file"
    assert ruled.side(conflict("9")) == "file"
    assert ruled.side(conflict("1", "closed_on")) == "here"
    assert ruled.with_side(conflict("1"), "here").side(conflict("1")) == "here"


def test_a_column_is_read_another_way_and_stays_so():
    before = proposal("a.csv", asked=True)
    guess = before.columns[1]
    assert [way.key for way in ways(guess)][:2] == ["date ymd", "date dmy"]
    after = respelled(before, guess, "date mdy")
    assert after.file.tables[0].columns["opened_on"].date == "mdy"
    assert after.columns[1].why == CHOSEN
    assert before.file.tables[0].columns["opened_on"].date == "dmy"
    rebuilt = carried(after, before)
    assert rebuilt.file.tables[0].columns["opened_on"].date == "mdy"
    assert any(holds(rebuilt.columns[1], way) for way in ways(rebuilt.columns[1]))
    assert respelled(before, guess, "no such way") is before
    assert ways(before.columns[0]) == ()
