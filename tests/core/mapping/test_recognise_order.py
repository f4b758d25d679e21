"""What a file is taken for hangs on what is dropped, not on the order of it or of earlier drops."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.intake import KeptMapping, Proposal
from healthdesk.core.domain.lookup import Known
from healthdesk.core.domain.mapping import MappingDocument
from healthdesk.core.mapping.recognise import answer, propose
from tests.core.mapping.drops import Table, asked, drop, one, table

COMPANIES = """id,is_deleted,property_name,property_industry,property_createdate,_fivetran_synced
20001,false,Tindra,Retail,2025-01-01 10:00:00,2026-07-09 15:55:40
20002,false,Alder,Energy,2025-02-01 10:00:00,2026-07-09 15:55:40
20003,false,Corto,Health,2025-03-01 10:00:00,2026-07-09 15:55:40
"""
ROLES = """id,name,requires_billing_write,_fivetran_synced
12345,Owner,true,2026-07-09 15:55:40
23456,Reader,false,2026-07-09 15:55:40
"""
TEAMS = """id,name,_fivetran_synced
71,North,2026-07-09 15:55:40
72,South,2026-07-08 15:55:40
"""
LINKS = """ticket_id,deal_id,_fivetran_synced
8001,9001,2026-07-09 15:55:40
8002,9002,2026-07-09 15:55:40
"""
REGIONS = """id,name,_airbyte_extracted_at
1,North,2026-07-09
2,South,2026-07-08
"""
STAFF = """id,email,first_name,last_name,_fivetran_synced
5,kim@desk.example,Kim,Ray,2026-07-09 15:55:40
6,sam@desk.example,Sam,Low,2026-07-09 15:55:40
"""
LOGINS = """company_id,event,date
20001,export,2026-07-01
20002,export,2026-07-02
20003,login,2026-07-02
"""
FILES = {
    "company_data.csv": COMPANIES,
    "role_data.csv": ROLES,
    "team_data.csv": TEAMS,
    "ticket_deal_data.csv": LINKS,
    "regions.csv": REGIONS,
    "users_data.csv": STAFF,
    "logins.csv": LOGINS,
}
TABLES = {name: table(name, text) for name, text in FILES.items()}
PEOPLE = """contact_id,name,email
c1,Ada Low,ada@tindra.se
c2,Bob Ray,bob@alder.io
c3,Cy Ode,cy@corto.eu
"""
MEMBERS = """contact_id,company,since
c1,20001,2026-01-01
c2,20002,2026-01-02
c3,20003,2026-01-03
"""


def _told(proposal: Proposal) -> tuple[object, ...]:
    """Everything a person sees of a proposal, and what would be done."""
    return (
        proposal.file, proposal.title, proposal.sure, proposal.why, proposal.columns,
        proposal.questions, proposal.left_out,
    )  # fmt: skip


def _one_by_one(tables: Iterable[Table]) -> dict[str, str]:
    """What each file is taken for when one follows the other, every mapping being remembered."""
    kept: list[KeptMapping] = []
    found = {}
    for raw, profile in tables:
        (proposal,) = propose([(raw, profile)], Known(mappings=tuple(kept)))
        found[raw.name] = ",".join(proposal.tables) if proposal.ready else ""
        if proposal.ready:
            document = MappingDocument(f"{raw.name} {len(kept)}", (proposal.file,))
            kept.append(KeptMapping(document.name, document, 20_773, True))
    return found


@settings(max_examples=20)
@given(order=st.permutations(list(TABLES)))
def test_files_of_a_drop_are_the_same_in_any_order(order: list[str]) -> None:
    wanted = {one.raw.name: _told(one) for one in propose(list(TABLES.values()), Known())}
    found = propose([TABLES[name] for name in order], Known())
    assert [one.raw.name for one in found] == order
    assert {one.raw.name: _told(one) for one in found} == wanted


@settings(max_examples=20)
@given(order=st.permutations(list(TABLES)))
def test_files_that_do_not_need_each_other_are_the_same_one_by_one(order: list[str]) -> None:
    found = _one_by_one(TABLES[name] for name in order)
    assert {name: tables for name, tables in found.items() if tables} == {
        "company_data.csv": "accounts",
        "logins.csv": "usage,metrics,accounts",
    }


@pytest.mark.parametrize("reverse", [False, True])
def test_which_of_two_lists_is_looked_into_is_settled_by_their_names(reverse: bool) -> None:
    names = {
        "companies.csv": COMPANIES,
        "people.csv": PEOPLE,
        "members_old.csv": MEMBERS,
        "members.csv": MEMBERS.replace("c3,20003", "c3,20002"),
    }
    tables = [table(name, text) for name, text in names.items()]
    found = {x.raw.name: x for x in propose(tables[::-1] if reverse else tables, Known())}
    (link,) = found["people.csv"].file.tables[0].columns["account_id"].through
    assert link.file == "members.csv"


def test_a_table_of_ids_and_names_is_asked_about() -> None:
    for name, text in (("regions.csv", REGIONS), ("Rollen.csv", ROLES), ("team.csv", TEAMS)):
        found = one(name, text.replace("_fivetran_synced", "copied"))
        assert asked(found) == ["table"], name
        assert found.why.startswith(("only a little like", "no table of a desk fits"))
    assert one("customers.csv", REGIONS).tables == ("accounts",)
    called = one("q3.csv", REGIONS.replace("id,name", "Company ID,Company"))
    assert called.tables == ("accounts",)


def test_when_a_row_was_copied_is_not_when_something_happened() -> None:
    found = one("team member list.csv", LINKS.replace("deal_id", "company_id"))
    assert "usage" not in found.tables


def test_tables_of_a_warehouse_that_vendors_keep_for_themselves_say_so() -> None:
    alone = one("role_data.csv", ROLES)
    assert alone.left_out
    assert alone.why == "HubSpot has a table called so that holds nothing a desk keeps"
    staff = one("users_data.csv", STAFF)
    assert asked(staff) == ["table"]
    assert "HubSpot" in staff.questions[0].why
    assert answer(staff, "table", "contacts").tables == ("contacts",)
    beside = drop({"company_data.csv": COMPANIES, "users_data.csv": STAFF})
    assert beside["users_data.csv"].why == "a table of HubSpot that holds nothing a desk keeps"


def test_a_file_that_only_is_called_like_a_vendors_is_asked_about_and_not_dropped() -> None:
    users = PEOPLE.replace("contact_id", "user id")
    found = drop({"company_data.csv": COMPANIES, "users.csv": users})["users.csv"]
    assert not found.left_out
    assert asked(found) == ["table"]
    assert "contacts" in {choice.key for choice in found.questions[0].choices}
    assert "-" in {choice.key for choice in found.questions[0].choices}


def _kept(name: str, text: str) -> Known:
    document = MappingDocument(name, (one(name, text).file,))
    return Known(mappings=(KeptMapping(name, document, 20_773, True),))


def test_a_short_layout_is_no_proof_of_what_a_file_of_another_name_holds() -> None:
    known = _kept("customers.csv", "id,name,code\n1,Tindra,x\n2,Alder,y\n3,Corto,z\n")
    assert known.mappings[0].document.files[0].tables[0].table == "accounts"
    regions = "id,name,code\n1,North,x\n2,South,y\n3,West,z\n"
    assert asked(one("regions.csv", regions, known=known)) == ["table"]
    again = one("customers.csv", regions, known=known)
    assert again.kept == "kept from 2026-11-16"


def test_a_history_is_not_read_as_the_table_of_present_states() -> None:
    now = "account no,company,plan code,seats,started on,ends on\n7,Tindra,A,3,2026-01-01,\n"
    then = "account no,company,plan code,seats,started on,ends on,_fivetran_active\n"
    rows = "7,Tindra,A,3,2026-01-01,,true\n7,Tindra,B,2,2025-01-01,,false\n"
    found = one("contract_states.csv", then + rows, known=_kept("contracts.csv", now))
    assert not found.kept
    assert "_fivetran_active" in {where.column for where in found.file.tables[0].where}


def test_a_name_of_digits_only_knows_no_other_file_again() -> None:
    text = "id,name,industry,region,tier\n1,Tindra,Retail,North,A\n2,Alder,Energy,South,B\n"
    known = _kept("2026-11.csv", text)
    assert one("2026-12.csv", text, known=known).kept
    other = "id,name,industry,region,priority,subject,opened\n8,x,y,z,high,Login,2026-11-03\n"
    assert not one("2027-01.csv", other, known=known).kept
    assert not one("helpdesk.csv", other, known=known).kept
