"""Recognition: exports of vendors nobody coded for map by names and values alone."""

# ruff: noqa: E501 rows as their files have them

from __future__ import annotations

from collections.abc import Mapping

import pytest

from healthdesk.core.mapping.recognise import answer, label, leave_out, retarget, set_table
from tests.core.mapping.drops import asked, drop, guess, one, targets

GERMAN = """Kundennummer;Firma;Branche;Land;Vertragsbeginn;Betrag;Betreuer
10001;Müller GmbH;Handel;Deutschland;14.03.2024;1.234,50 €;Anna Kurz
10002;Bäckerei Schön;Lebensmittel;Österreich;01.02.2023;12.500,00 €;Anna Kurz
10003;Stahl AG;Industrie;Schweiz;31.12.2022;980,00 €;Jan Weiß
"""
CONTRACTS = """Vertragsnummer;Kundennummer;Produkt;Lizenzen;Vertragsbeginn;Vertragsende;Monatsbetrag
V-1;10001;Basis;10;01.01.2025;31.12.2025;1.200,00
V-2;10002;Plus;25;15.02.2025;;950,50
V-3;10003;Basis;5;01.03.2024;28.02.2026;100,00
"""
FRENCH = """Numéro de facture;Client;Date de facture;Date d'échéance;Montant TTC;Date de paiement
F-001;Boulangerie Dupont;03/01/2026;02/02/2026;1 200,50;28/01/2026
F-002;Ateliers Réunis;17/01/2026;16/02/2026;300,00;
F-003;Boulangerie Dupont;03/02/2026;05/03/2026;1 200,50;01/03/2026
"""
HELP_DESK = """Ticket ID,Subject,Status,Priority,Created time,Closed time,Email,Company Name,Survey results
101,Cannot log in,Closed,High,2026-01-05 10:20:00,2026-01-07 09:00:00,a@acme.com,Acme,Extremely happy
102,Invoice wrong,Open,Urgent,2026-01-06 08:00:00,,b@bolt.io,Bolt,
103,Feature idea,Closed,Low,2026-01-08 15:00:00,2026-01-10 10:00:00,a@acme.com,Acme,Neutral
"""
ISSUES = """Summary,Issue key,Issue id,Status,Priority,Assignee,Reporter,Created,Resolved,Custom field (Customer)
Login broken,SUP-1,10001,Done,Blocker,kim,ada,05/Jan/26 10:20 AM,06/Jan/26 1:00 PM,Acme Corp
Slow page,SUP-2,10002,Open,Medium,kim,bob,17/Jan/26 9:00 AM,,Bolt Industries
Typo,SUP-3,10003,Done,Trivial,sam,ada,20/Jan/26 9:00 AM,21/Jan/26 9:00 AM,Acme Corp
"""
ACTIVITIES = """ID,Subject,Type,Due date,Organization,Contact person,Note,Assigned to user,Add time
1,Kick-off call,Call,2026-01-05,Acme,Ada Low,went well,Kim,2026-01-01 09:00:00
2,QBR,Meeting,2026-01-15,Bolt,Bob Ray,renewal risk,Kim,2026-01-02 09:00:00
3,Send deck,Email,2026-01-20,Acme,Ada Low,,Sam,2026-01-03 09:00:00
"""
NPS = """Response ID,Score,Comment,Email,Company,Created At
r1,9,Great,ada@acme.com,Acme,2026-03-01T10:00:00Z
r2,3,Too slow,bob@bolt.io,Bolt,2026-03-02T11:00:00Z
r3,10,,cy@corto.eu,Corto,2026-03-05T12:00:00Z
"""
PEOPLE = """Vorname,Nachname,E-Mail,Telefon,Position,Firma
Ada,Low,ada@acme.com,+49 30 1234567,CTO,Acme
Bob,Ray,bob@bolt.io,+49 40 7654321,Einkauf,Bolt
"""
RENEWALS = """customer,renewal date,renewal outcome,arr delta
Acme,2026-01-31,Renewed,0
Bolt,2026-02-28,Closed Lost,-12000
Corto,2026-03-31,Upsell,4000
"""

EXPECTED: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    ("kunden.csv", ";", GERMAN, {
        "Kundennummer": "accounts.account_id", "Firma": "accounts.name",
        "Branche": "accounts.industry", "Land": "accounts.region",
        "Vertragsbeginn": "accounts.started_on", "Betrag": "accounts.arr",
        "Betreuer": "accounts.owner",
    }),
    ("factures.csv", ";", FRENCH, {
        "Numéro de facture": "invoices.invoice_id", "Date de facture": "invoices.issued_on",
        "Date d'échéance": "invoices.due_on", "Montant TTC": "invoices.amount",
        "Date de paiement": "invoices.paid_on",
    }),
    ("export.csv", ",", HELP_DESK, {
        "Subject": "tickets.subject", "Priority": "tickets.priority",
        "Created time": "tickets.opened_on surveys.day", "Survey results": "surveys.rating", "Status": "",
        "Company Name": "tickets.account_id surveys.account_id",
    }),
    ("Jira export.csv", ",", ISSUES, {
        "Summary": "tickets.subject", "Issue key": "tickets.ticket_id",
        "Priority": "tickets.priority", "Created": "tickets.opened_on",
        "Resolved": "tickets.closed_on", "Custom field (Customer)": "tickets.account_id",
        "Issue id": "",
    }),
    ("activities.csv", ",", ACTIVITIES, {
        "ID": "touchpoints.touchpoint_id", "Subject": "touchpoints.subject",
        "Type": "touchpoints.kind", "Due date": "touchpoints.day",
        "Organization": "touchpoints.account_id", "Note": "touchpoints.body",
        "Contact person": "touchpoints.contact_ids",
    }),
    ("nps_march.csv", ",", NPS, {
        "Response ID": "surveys.response_id", "Score": "surveys.rating",
        "Comment": "surveys.comment", "Email": "surveys.contact_id",
        "Company": "surveys.account_id", "Created At": "surveys.day", "": "surveys.kind",
    }),
    ("contacts.csv", ",", PEOPLE, {
        "Vorname": "contacts.name", "Nachname": "contacts.name",
        "E-Mail": "contacts.email contacts.contact_id", "Telefon": "contacts.phone",
        "Position": "contacts.title", "Firma": "contacts.account_id",
    }),
    ("renewals.csv", ",", RENEWALS, {
        "customer": "outcomes.account_id", "renewal date": "outcomes.day",
        "renewal outcome": "outcomes.kind", "arr delta": "outcomes.arr_change",
    }),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "delimiter", "text", "expected"), EXPECTED, ids=[row[0] for row in EXPECTED]
)
def test_an_unknown_vendors_columns_find_their_targets(
    name: str, delimiter: str, text: str, expected: Mapping[str, str]
) -> None:
    proposal = one(name, text, delimiter=delimiter)
    found = targets(proposal)
    assert {source: found[source] for source in expected} == dict(expected)
    assert asked(proposal) == []
    assert proposal.ready


def test_german_days_and_amounts_are_read_as_german() -> None:
    proposal = one("kunden.csv", GERMAN, delimiter=";")
    begin, amount = guess(proposal, "Vertragsbeginn"), guess(proposal, "Betrag")
    assert begin.map is not None
    assert begin.map.date == "dmy"
    assert begin.why == "2 rows have a day over 12"
    assert amount.map is not None
    assert amount.map.number == "comma"
    assert label("accounts", "started_on", begin.map) == "Customer since, day first"


def test_monthly_amounts_become_yearly_and_say_so() -> None:
    proposal = one("vertraege.csv", CONTRACTS, delimiter=";")
    arr = guess(proposal, "Monatsbetrag")
    assert arr.map is not None
    assert arr.map.factor == 12
    assert "12 times the monthly figure" in arr.why


def test_customers_are_made_of_contracts_only_where_nothing_else_brings_them() -> None:
    alone = drop({"vertraege.csv": CONTRACTS.replace(";", ",").replace("1.200,00", "1200").replace(
        "950,50", "950").replace("100,00", "100")})["vertraege.csv"]  # fmt: skip
    assert alone.tables == ("subscriptions", "accounts")
    made = next(table for table in alone.file.tables if table.table == "accounts")
    assert made.distinct
    together = drop({
        "vertraege.csv": "Vertragsnummer,Kundennummer,Beginn,Betrag\nV-1,10001,2025-01-13,5\n"
                         "V-2,10002,2025-02-14,6\n",
        "kunden.csv": "Kundennummer,Firma,Branche\n10001,Müller,Handel\n10002,Schön,Handel\n",
    })  # fmt: skip
    assert together["vertraege.csv"].tables == ("subscriptions",)
    account = guess(together["vertraege.csv"], "Kundennummer")
    assert account.map is not None
    assert account.map.by == "id"
    assert account.why == "all 2 known"


def test_a_day_that_two_orders_fit_is_asked_and_the_answer_kept() -> None:
    text = """ticket,org,opened,prio,subject
5120,Tindra,03.11.2026,urgent,Scale
5119,Alder,05.10.2026,high,Login
5118,Alder,04.09.2026,normal,Slow
"""
    proposal = one("open.csv", text)
    assert asked(proposal) == ["date:tickets:opened_on"]
    question = proposal.questions[0]
    assert question.text == "Day or month first?"
    assert question.why == "both fit: 03.11 may be 3 Nov or 11 Mar"
    assert [choice.key for choice in question.choices] == ["dmy", "mdy"]
    assert question.choices[0].label == "Day first: 03.11 is 3 Nov"
    assert not proposal.ready
    done = answer(proposal, question.key, "mdy")
    mapped = guess(done, "opened").map
    assert done.ready
    assert mapped is not None
    assert mapped.date == "mdy"
    later = retarget(done, "subject", "tickets", "body")
    mapped = guess(later, "opened").map
    assert later.ready
    assert mapped is not None
    assert mapped.date == "mdy"
    assert targets(later)["subject"] == "tickets.body"


def test_priorities_in_numbers_are_asked_and_words_nobody_knows_too() -> None:
    numbers = "id,customer,created,priority,subject\n1,A,2026-01-13,1,x\n2,B,2026-01-14,4,y\n"
    proposal = one("tickets.csv", numbers)
    assert asked(proposal) == ["values:tickets:priority"]
    done = answer(proposal, "values:tickets:priority", "last")
    mapped = guess(done, "priority").map
    assert mapped is not None
    assert mapped.values == {"4": "urgent", "1": "high"}
    words = numbers.replace(",1,x", ",Sofort,x").replace(",4,y", ",high,y")
    proposal = one("tickets.csv", words)
    assert asked(proposal) == ["values:tickets:priority:Sofort"]
    done = answer(proposal, "values:tickets:priority:Sofort", "urgent")
    mapped = guess(done, "priority").map
    assert done.ready
    assert mapped is not None
    assert mapped.values["Sofort"] == "urgent"


def test_a_sheet_with_a_column_a_month_asks_what_a_month_is() -> None:
    text = """Customer,Jan 2026,Feb 2026,Mar 2026
Acme,120,130,90
Bolt,15,,20
"""
    proposal = one("usage.xlsx · 2026", text)
    assert asked(proposal) == ["monthly:usage"]
    done = answer(proposal, "monthly:usage", "spread")
    months = [table for table in done.file.tables if table.table == "usage"]
    assert [table.columns["day"].constant for table in months] == [
        "Jan 2026",
        "Feb 2026",
        "Mar 2026",
    ]
    assert {table.usage.monthly for table in months if table.usage} == {"spread"}
    assert done.ready


def test_monthly_rows_ask_and_days_do_not() -> None:
    monthly = "Account,Month,Logins\nAcme,2026-01,120\nAcme,2026-02,110\nBolt,2026-01,15\n"
    assert asked(one("usage.csv", monthly)) == ["monthly:usage"]
    firsts = monthly.replace("2026-01", "2026-01-01").replace("2026-02", "2026-02-01")
    assert asked(one("usage.csv", firsts)) == ["monthly:usage"]
    daily = firsts.replace("2026-02-01", "2026-02-03")
    proposal = one("usage.csv", daily)
    assert asked(proposal) == []
    usage = proposal.file.tables[0].usage
    assert usage is not None
    assert usage.wide == {"Logins": "logins"}


def test_events_are_counted_and_a_log_needs_no_value() -> None:
    text = """timestamp,user_id,account_id,event_name
2026-01-05T10:00:00Z,u1,a1,login
2026-01-05T10:01:00Z,u1,a1,report
2026-01-06T11:00:00Z,u2,a2,login
"""
    proposal = one("events.csv", text)
    usage = proposal.file.tables[0]
    assert usage.columns["value"].constant == "1"
    assert usage.usage is not None
    assert usage.usage.combine == "sum"
    assert "metrics" in proposal.tables


def test_several_rows_of_one_day_are_asked_unless_each_has_its_own_id() -> None:
    rows = "customer,date,purchases\nA,2026-01-13,2\nA,2026-01-13,3\nB,2026-01-14,1\n"
    proposal = one("purchases.csv", rows)
    assert asked(proposal) == ["combine:usage"]
    assert answer(proposal, "combine:usage", "sum").ready
    own = "usage_id," + rows.replace("\nA", "\nu1,A", 1).replace("\nA", "\nu2,A", 1).replace(
        "\nB", "\nu3,B"
    )
    assert asked(one("usage.csv", own)) == []


def test_a_file_of_nothing_we_keep_is_asked_and_never_taken() -> None:
    text = "city,lat,lng,population\nParis,48.85,2.35,2100000\nLyon,45.76,4.83,500000\n"
    proposal = one("cities.csv", text)
    assert proposal.file.tables == ()
    assert proposal.sure < 0.3
    assert [question.kind for question in proposal.questions] == ["table"]
    assert proposal.questions[0].choices[-1].label == "Leave this file out"
    out = answer(proposal, "table", "-")
    assert out.left_out
    assert out.questions == ()
    assert leave_out(out, out=False).questions[0].kind == "table"
    forced = set_table(proposal, "accounts")
    assert "accounts" in forced.tables


def test_what_a_person_says_about_a_column_holds() -> None:
    proposal = one("kunden.csv", GERMAN, delimiter=";")
    out = retarget(proposal, "Branche", "accounts", "")
    assert targets(out)["Branche"] == ""
    assert guess(out, "Branche").why == "left out by you"
    moved = retarget(out, "Betreuer", "accounts", "tier")
    assert targets(moved)["Betreuer"] == "accounts.tier"
    assert targets(moved)["Branche"] == ""
    own = retarget(moved, "Land", "accounts", "attribute")
    assert targets(own)["Land"] == "accounts.Land"
    nameless = retarget(proposal, "Kundennummer", "accounts", "")
    assert targets(nameless)["Firma"] == "accounts.name accounts.account_id"


def test_a_short_list_in_which_a_name_stands_twice_is_still_known_by_name() -> None:
    rows = "".join(f"Company {at},Gold,{at}000.50\n" for at in range(12))
    text = f"Account,Plan,ARR\n{rows}Company 3,Silver,9000.50\n"
    proposal = answer(one("billing.csv", text), "table", "accounts")
    assert asked(proposal) == []
    assert targets(proposal)["Account"] == "accounts.name accounts.account_id"


def test_where_no_table_is_likely_some_are_offered_all_the_same() -> None:
    text = "city,lat,lng,population\nParis,48.85,2.35,2100000\nLyon,45.76,4.83,500000\n"
    choices = one("cities.csv", text).questions[0].choices
    assert len(choices) > 1
    assert choices[-1].label == "Leave this file out"
    assert all(one_.sure < 0.25 for one_ in choices[:-1])
