"""Whom names in files mean, looked up in a desk."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.intake import Match
from healthdesk.core.domain.op import op
from healthdesk.core.services import matching
from healthdesk.core.services.import_log import Driver
from healthdesk.core.store import tables
from tests import make


@op("Fill")
def fill(tx):
    rows = {
        own: make.account(tx, own, name=name)
        for own, name in (
            ("A-1", "Xylo GmbH"),
            ("A-2", "Nordlicht Energie AG"),
            ("A-3", "Nordlicht Energie SE"),
            ("A-4", "Box"),
            ("A-5", "Brunel & Sons"),
        )
    }
    for key, values in {
        "domain": {"A-1": "https://www.xylo.test", "A-2": "nord.example; energie.example"},
        "salesforce_id": {"A-1": "0015g00000XyLo", "A-5": "0015g00000BrUn"},
        "tier": {"A-1": "gold"},
    }.items():
        attribute = tables.Attribute(key=key, kind="text")
        tx.add(attribute)
        tx.flush()
        for own, value in values.items():
            tx.add(
                tables.AttributeValue(
                    account_id=rows[own], attribute_id=attribute.id, day=20_000, value=value
                )
            )
    make.contact(tx, rows["A-5"], "c1", name="Ada Lovelace", email="Ada@gmail.com")
    make.contact(tx, rows["A-1"], "c2", name="Bob Ray", email="bob@xylo.test")
    make.contact(tx, rows["A-2"], "c3", name="Bob Ray", email="bob@nord.example")
    tx.add(tables.Subscription(subscription_id="S-1", account_id=rows["A-1"], start=20_000))
    tx.add(tables.Ticket(ticket_id="T-1", account_id=rows["A-2"], opened_on=20_000, priority="low"))
    tx.flush()


@pytest.fixture
def filled(furnished):
    desk = furnished("matching")
    desk.do(fill)
    return desk


FOUND = (
    ("", "A-1", "A-1"),
    ("id", " A-1 ", "A-1"),
    ("id", "a-1", None),
    ("", "0015g00000XyLo", "A-1"),
    ("id", "0015g00000BrUn", "A-5"),
    ("id", "gold", None),
    ("", "xylo.test", "A-1"),
    ("domain", "https://shop.xylo.test/x", "A-1"),
    ("domain", "energie.example", "A-2"),
    ("domain", "gmail.com", None),
    ("name", "XYLO", "A-1"),
    ("name", "xylo g.m.b.h.", "A-1"),
    ("name", "Nordlicht Energie AG", "A-2"),
    ("name", "Nordlicht Energie", None),
    ("name", "Xylos", None),
    ("name", "Brunel and Sons Ltd", "A-5"),
    ("email", "ada@GMAIL.com", "A-5"),
    ("email", "someone@gmail.com", None),
    ("email", "someone@support.xylo.test", "A-1"),
    ("contact", "c1", "A-5"),
    ("subscription", "S-1", "A-1"),
    ("subscription", "S-2", None),
    ("ticket", "T-1", "A-2"),
    ("mention", "Call with Brunel & Sons about renewal", "A-5"),
    ("mention", "Spoke to A-4, all well", "A-4"),
    ("mention", "Put it in the box", None),
    ("mention", "Box wants more seats", "A-4"),
    ("mention", "Xylo GmbH and Brunel & Sons met", None),
    ("", "", None),
)


@pytest.mark.parametrize(("by", "text", "account"), FOUND)
def test_an_account_is_found_for_sure_or_not_at_all(filled, by, text, account):
    assert filled.read(lambda tx: matching.finder(tx).account(by, text)) == account


def test_contacts_are_sought_in_the_account_first(filled):
    def ask(tx, by, text, account):
        return matching.finder(tx).contact(by, text, account)

    assert filled.read(ask, "id", "c1", "A-1") == "c1"
    assert filled.read(ask, "", "ada@gmail.com", "") == "c1"
    assert filled.read(ask, "name", "Ray, Bob", "A-1") == "c2"
    assert filled.read(ask, "name", "bob ray", "A-2") == "c3"
    assert filled.read(ask, "name", "Bob Ray", "A-5") is None
    assert filled.read(ask, "name", "Nobody", "A-1") is None


def test_rows_of_the_same_transaction_are_found(filled):
    @op("Write")
    def write(tx):
        finder = matching.finder(tx)
        before = finder.account("", "New one"), finder.account("subscription", "S-9")
        row = make.account(tx, "N", name="New one")
        tx.add(tables.Subscription(subscription_id="S-9", account_id=row, start=20_000))
        tx.flush()
        return before, (finder.account("", "New one"), finder.account("subscription", "S-9"))

    assert filled.do(write) == ((None, None), ("N", "N"))


def test_decisions_of_a_run_come_first_and_the_same_way_of_naming_is_known_by_others(filled):
    matches = [
        Match("name", "XYLO", "A-5", always=False),
        Match("", "Test account", None),
        Match("name", "Brand new", "+"),
    ]

    def ask(tx):
        finder = matching.finder(tx, matches)
        return (
            finder.account("name", "Xylo"),
            finder.account("", "xylo"),
            finder.left_out("name", "TEST  account"),
            finder.account("name", "test account"),
            finder.account("name", "brand NEW"),
            finder.made,
        )

    assert filled.read(ask) == ("A-5", "A-5", True, None, "brand-new", {"brand-new": "Brand new"})


def test_what_is_remembered_is_listed_and_can_be_forgotten(filled):
    @op("Decide")
    def decide(tx):
        matching.remember(tx, [Match("name", "XL", "A-1"), Match("name", "Spam", None)], None)

    filled.do(decide)
    told = [(one.by, one.value, one.account_id, one.name) for one in filled.read(matching.aliases)]
    assert told == [("name", "spam", "", ""), ("name", "xl", "A-1", "Xylo GmbH")]
    assert filled.read(lambda tx: matching.finder(tx).account("", "XL")) == "A-1"
    filled.do(matching.forget_alias, "name", "Xl")
    assert filled.read(lambda tx: matching.finder(tx).account("", "XL")) is None
    with pytest.raises(NotFound, match="Nothing is remembered"):
        filled.do(matching.forget_alias, "name", "Xl")
    filled.undo()
    assert filled.read(lambda tx: matching.finder(tx).account("", "XL")) == "A-1"
    filled.undo()
    assert filled.read(matching.aliases) == ()


def test_candidates_for_names_and_for_addresses(filled):
    found = filled.read(
        matching.candidates, ["Nordlicht", "x@xylo.test", "a@gmail.com", "Zzzzz", "bob@box.example"]
    )
    assert {one.account_id for one in found["Nordlicht"]} >= {"A-2", "A-3"}
    assert found["x@xylo.test"][0].account_id == "A-1"
    assert found["a@gmail.com"] == ()
    assert found["Zzzzz"] == ()
    assert found["bob@box.example"][0].account_id == "A-4"


def test_what_recognition_compares_with(filled):
    known = filled.read(matching.known)
    assert known.ids["accounts"] == {"A-1", "A-2", "A-3", "A-4", "A-5"}
    assert known.ids["tickets"] == {"T-1"}
    assert set(known.attributes) == {"domain", "salesforce_id", "tier"}
    assert known.finder.account("id", "A-1") == "A-1"


def test_a_million_lookups_of_known_rows_do_not_ask_the_desk_again(filled, monkeypatch):
    def ask(tx):
        finder = matching.finder(tx)
        finder.account("subscription", "S-1")
        asked = []
        run = Driver.run
        monkeypatch.setattr(Driver, "run", lambda *args: asked.append(1) or run(*args))
        for _ in range(1000):
            finder.account("subscription", "S-1")
        return asked

    assert filled.read(ask) == []
