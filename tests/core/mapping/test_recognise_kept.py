"""Mappings of earlier imports: the same layout asks nothing, a changed one never goes silent."""

from __future__ import annotations

from healthdesk.core.domain.intake import KeptMapping
from healthdesk.core.domain.lookup import Known
from healthdesk.core.domain.mapping import MappingDocument
from healthdesk.core.mapping.header import pattern
from healthdesk.core.mapping.recognise import answer, propose, set_table
from tests.core.mapping.drops import asked, guess, one, table, targets

TICKETS = """ticket,org,opened,prio,subject
5120,Tindra,03.11.2026,urgent,Scale
5119,Alder,05.10.2026,high,Login
"""


def _kept(*, remembered: bool = True) -> Known:
    first = answer(one("tickets_2026-11-16.csv", TICKETS), "date:tickets:opened_on", "dmy")
    document = MappingDocument("Help desk tickets", (first.file,))
    return Known(mappings=(KeptMapping("Help desk tickets", document, 20_773, remembered),))


def test_the_same_layout_asks_nothing_next_week() -> None:
    again = one("tickets_2026-11-23.csv", TICKETS, known=_kept())
    assert asked(again) == []
    assert again.ready
    assert again.kept == "kept from 2026-11-16"
    mapped = guess(again, "opened").map
    assert mapped is not None
    assert mapped.date == "dmy"
    assert one("tickets.csv", TICKETS, known=_kept(remembered=False)).kept == (
        "mapping Help desk tickets"
    )


def test_a_renamed_column_is_a_question_and_its_answer_moves_everything() -> None:
    changed = TICKETS.replace("ticket,org", "ticket,organisation")
    proposal = one("tickets_2026-11-23.csv", changed, known=_kept())
    assert asked(proposal) == ["renamed:org"]
    assert not proposal.ready
    question = proposal.questions[0]
    assert question.kind == "renamed"
    assert [choice.key for choice in question.choices] == ["organisation"]
    done = answer(proposal, "renamed:org", "organisation")
    assert done.ready
    assert done.file.tables[0].columns["account_id"].source == "organisation"
    assert done.file.header == ("ticket", "organisation", "opened", "prio", "subject")


def test_what_is_not_required_may_be_gone_for_good() -> None:
    changed = TICKETS.replace(",subject", "").replace(",Scale", "").replace(",Login", "")
    proposal = one("tickets_2026-11-23.csv", changed, known=_kept())
    assert asked(proposal) == ["renamed:subject"]
    done = answer(proposal, "renamed:subject", "=")
    assert done.ready
    assert "subject" not in done.file.tables[0].columns


def test_new_columns_are_told_and_left_out() -> None:
    more = (
        TICKETS.replace("subject", "subject,team")
        .replace("Scale", "Scale,a")
        .replace("Login", "Login,b")
    )
    proposal = one("tickets_2026-11-23.csv", more, known=_kept())
    assert proposal.ready
    assert targets(proposal)["team"] == ""
    assert guess(proposal, "team").why == "new in this file: left out"


def test_a_document_is_used_for_files_of_its_names_and_a_table_can_be_forced() -> None:
    document = _kept().mappings[0].document
    raws = [table("tickets_2027-01-04.csv", TICKETS)]
    (proposal,) = propose(raws, Known(), document=document)
    assert proposal.kept == "mapping Help desk tickets"
    (forced,) = propose(raws, Known(), as_table="touchpoints")
    assert forced.tables[0] == "touchpoints"
    assert set_table(proposal, "tickets").kept == ""


def test_patterns_of_names_keep_what_stays() -> None:
    assert pattern("usage_november_2026-11.csv") == "usage_*.csv"
    assert pattern("tickets_2026-11-16.csv") == "tickets_*.csv"
    assert pattern("accounts.csv") == "accounts.csv"
