"""Who is gone by a list of events: the list of accounts says it, else a person is asked."""

from __future__ import annotations

from healthdesk.core.domain.lookup import KeptMapping, Known
from healthdesk.core.domain.mapping import Latest, MappingDocument
from healthdesk.core.mapping.recognise import answer
from tests.core.mapping import drops

ACCOUNTS = """
account_id,account_name,industry,country,signup_date,plan_tier,churn_flag
A-1,Tindra Dairy,Food,SE,2023-01-02,Pro,False
A-2,Bo Works,Metal,SE,2023-02-03,Pro,True
A-3,Pella Mills,Food,FI,2023-03-04,Basic,False
"""
EVENTS = """
churn_event_id,account_id,churn_date,reason_code,feedback_text
C-1,A-1,2024-03-01,pricing,too dear
C-2,A-2,2024-04-01,support,nobody answered
C-3,A-2,2024-09-01,features,no export
"""
ONCE = "\n".join(EVENTS.splitlines()[:-1])
GONE = "gone:outcomes"


def kept(proposal):
    """What a desk remembers of an import of this file."""
    document = MappingDocument("events", (proposal.file,))
    return Known(mappings=(KeptMapping("events", document, 20_000, True),))


def test_events_of_accounts_that_left_twice_ask_who_is_gone():
    events = drops.one("churn_events.csv", EVENTS)
    assert events.tables == ("outcomes",)
    (question,) = events.questions
    assert question.key == GONE
    assert "1 of 2 left more than once" in question.why
    assert [one.key for one in question.choices] == ["last", "all", "-"]
    last = answer(events, GONE, "last")
    assert last.ready
    assert last.file.tables[0].latest == Latest(("account_id",), "churn_date")
    every = answer(events, GONE, "all")
    assert every.ready
    assert every.file.tables[0].latest is None
    assert answer(events, GONE, "-").left_out


def test_who_left_once_is_gone_without_a_question():
    events = drops.one("churn_events.csv", ONCE)
    assert events.ready
    assert events.file.tables[0].latest is None


def test_the_list_of_accounts_answers_it_also_after_a_person_did():
    alone = answer(drops.one("churn_events.csv", EVENTS), GONE, "last")
    both = {"accounts.csv": ACCOUNTS, "churn_events.csv": EVENTS}
    for known in (Known(), kept(alone)):
        found = drops.drop(both, known)["churn_events.csv"]
        assert found.ready
        (where,) = found.file.tables[0].where
        assert where.through[0].take == "churn_flag"
    again = drops.one("churn_events.csv", EVENTS, known=kept(alone))
    assert again.ready
    assert again.file.tables == alone.file.tables
