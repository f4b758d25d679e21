"""A message to each of many, who is left out and why; the facts beside a composer."""

from __future__ import annotations

import csv
import io

import pytest

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.outbox_view import Recipient
from healthdesk.core.services import (
    contacts,
    imports,
    message_beside,
    messages,
    messages_each,
)
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on\n"
    "a,One,2025-01-01\nb,Two,2025-01-01\nc,Three,2025-01-01\nd,Four,2025-01-01\ne,=Five,2025-01-01\n",
    "contacts": "contact_id,account_id,name,email,role,title,do_not_contact\n"
    "c1,a,Dana Ortiz,dana@one.example,champion,Head of Ops,\n"
    "c2,b,Marc,marc@two.example,champion,,true\n"
    "c3,c,Li,,champion,,\nc4,d,Bo,bo@four.example,champion,,\n"
    "c5,e,=cmd(),cmd@five.example,champion,,\nc6,a,Wei,wei@one.example,user,,\n",
    "touchpoints": "touchpoint_id,account_id,contact_ids,kind,direction,day,subject,body\n"
    "t1,d,c4,email,outbound,2026-03-04,Hi,\nt2,a,c1,email,inbound,2026-02-01,Export,Where is it?\n"
    "t3,a,c1,note,,2026-03-02,Private,Between us\n",
    "tickets": "ticket_id,account_id,opened_on,closed_on,priority,subject\n"
    "k1,a,2026-03-01,,high,Export stops\nk2,a,2026-03-01,2026-03-02,low,Solved\n",
    "surveys": "response_id,account_id,contact_id,kind,rating,day,comment\n"
    "r1,a,c1,nps,3,2026-02-10,Too slow\n",
    "subscriptions": "subscription_id,account_id,product,seats,arr,start,end\n"
    "s,a,Fleet,240,184000,2024-01-01,2026-05-22\n",
    "metrics": "metric,name,feature\nroutes,Route planner,true\nalerts,Alerts,true\n",
    "usage": "account_id,day,metric,value\na,2026-03-10,routes,4\n",
}
ALL = ("a", "b", "c", "d", "e")
WORDS = ("{{ account }}", "Dear {{ first_name }}, {{ title }}")


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def each(desk, rest_days=14, words=WORDS):
    rows = desk.read(
        messages_each.of_accounts, ALL, "champion", words, day=TODAY, rest_days=rest_days
    )
    return {one.account_id: one for one in rows}


def test_everybody_who_is_left_out_has_a_reason(full):
    told = {key: one.excluded for key, one in each(full).items()}
    assert told == {
        "a": "",
        "b": "nobody fits",
        "c": "Li has no address",
        "d": "written to on 4 Mar 2026",
        "e": "",
    }
    assert each(full, rest_days=0)["d"].excluded == ""
    full.do(messages.compose, "a", "c1")
    assert each(full)["a"].excluded == "a message to them waits in the outbox"


def test_a_preview_says_each_ones_words_and_what_is_missing(full):
    rows = each(full)
    body = "".join(words for words, _ in rows["a"].body_runs)
    assert body == "Dear Dana, Head of Ops"
    assert rows["e"].missing == ("title",)


def test_a_text_that_cannot_be_read_goes_to_nobody(full):
    rows = each(full, words=("Hi", "Dear\n{{ frist_name }}"))
    assert rows["a"].excluded == "Line 2: There is no field “frist_name”."
    with pytest.raises(UsageError, match="Line 2"):
        full.do(messages_each.compose_each, [("a", "c1")], ("Hi", "Dear\n{{ frist_name }}"))
    with pytest.raises(UsageError, match="needs words"):
        full.do(messages_each.compose_each, [("a", "c1")], ("", " "))


def test_drafts_are_made_for_those_who_may_get_one_and_taken_back_together(full):
    before = make.dump(full)
    rows = [("a", "c1"), ("b", "c2"), ("e", "c5")]
    made = full.do(messages_each.compose_each, rows, WORDS, due=TODAY + 1)
    assert len(made) == 2, "who must not be contacted gets none"
    found = full.read(messages.drafts, TODAY)
    assert {(one.account_name, one.state) for one in found} == {("One", "draft"), ("=Five", "held")}
    assert full.undo() == "Write to many"
    assert make.dump(full) == before


def test_one_of_them_may_have_other_words_and_fields_in_them_hold_it(full):
    rows, own = [("a", "c1"), ("e", "c5")], {("a", "c1"): "Only you", ("e", "c5"): "{{ title }}"}
    made = full.do(messages_each.compose_each, rows, ("Hi", "Dear all"), own=own)
    told = [full.read(messages.one, one, TODAY) for one in made]
    assert [(one.body, one.row.state) for one in told] == [
        ("Only you", "draft"),
        ("{{ title }}", "held"),
    ]


def test_the_table_holds_no_formula(full):
    told = messages_each.as_csv(each(full, words=("=1+1", "@SUM(A1)")).values())
    rows = list(csv.reader(io.StringIO(told)))
    assert rows[0][:4] == ["account_id", "account", "name", "email"]
    assert not [cell for row in rows[1:] for cell in row if cell[:1] in "=+-@" and cell]


def test_too_many_at_once_are_refused(full):
    ids = ["a"] * (messages_each.MOST + 1)
    with pytest.raises(UsageError, match="at most 500"):
        full.read(messages_each.of_accounts, ids, "champion", WORDS, day=TODAY)


def test_a_message_to_several_becomes_one_for_each_and_undo_brings_it_back(full):
    row = full.do(messages.compose, "a", "c1")
    dana = Recipient("Dana Ortiz", "dana@one.example", "c1")
    to = [dana, Recipient("Wei", "wei@one.example", "c6")]
    full.do(messages.write, row, to, "Hi {{ first_name }}", "Dear {{ first_name }}")
    before = make.dump(full)
    made = full.do(messages_each.split, row)
    views = [full.read(messages.one, one, TODAY) for one in made]
    assert [(one.row.to[0].name, one.row.subject, one.body) for one in views] == [
        ("Dana Ortiz", "Hi Dana", "Dear Dana"),
        ("Wei", "Hi Wei", "Dear Wei"),
    ]
    with pytest.raises(UsageError, match="goes to one person"):
        full.do(messages_each.split, row)
    assert full.undo() == "Write a message to each"
    assert make.dump(full) == before


def test_facts_beside_say_who_what_they_said_and_what_is_open(full):
    full.do(contacts.mark_left, "c6", TODAY - 1)
    found = full.read(message_beside.beside, "a", ["c1"], TODAY)
    told = {one.title: [(fact.title, fact.words) for fact in one.facts] for one in found}
    assert told["Who"] == [("Dana Ortiz", "Head of Ops, champion"), ("Left", "Wei")]
    assert told["Last words"] == [("NPS 3", "Too slow"), ("Export", "Where is it?")]
    assert told["Open tickets"] == [("Export stops", "high, open 13 days")]
    assert told["Renewal"] == [("in 69 days", "22 May 2026")]
    assert ("Used most", "Route planner") in told["Usage"]
    assert told["Last touches"] == [("E-mail, from them", "Export")]


def test_what_is_not_known_is_said_and_internal_notes_are_left_out(full):
    found = full.read(message_beside.beside, "b", [], TODAY)
    assert all(not one.facts and one.nothing for one in found)
    whole = str(full.read(message_beside.beside, "a", ["c1"], TODAY))
    assert "Between us" not in whole
    with pytest.raises(NotFound):
        full.read(message_beside.beside, "nobody", [], TODAY)


def test_facts_beside_know_only_what_was_known_on_the_day(full):
    found = full.read(message_beside.beside, "a", ["c1"], TODAY - 60)
    assert [len(one.facts) for one in found][1:3] == [0, 0]
