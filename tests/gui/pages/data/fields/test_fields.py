"""The section of fields: who says what, another order tried, kept and taken back."""

from __future__ import annotations

import pytest

from healthdesk.core.services import edits, imports, intake, source_rules
from healthdesk.gui.pages.data.fields import FieldsSection
from tests.gui.pages.data.conftest import texts, write

CRM = ("account_id,name,arr,currency,region", "a1,Acme,120,USD,EMEA", "a2,Borealis,80,USD,")
BILLING = ("account_id,name,arr,currency,tier", "a1,ACME,100.5,EUR,Gold", "a2,Borealis,80,USD,")


def bring(desk, folder, name, lines):
    path = write(folder, name, lines)
    plan = intake.plan_of(desk.read(intake.look, [str(path)]))
    desk.do(imports.run, [], plan=plan)


@pytest.fixture
def filled(desk, tmp_path):
    bring(desk, tmp_path, "crm.csv", CRM)
    bring(desk, tmp_path, "billing_2026-11.csv", BILLING)
    return desk


@pytest.fixture
def section(qtbot, ui, filled):
    ui.set_desk(filled)
    made = FieldsSection(ui)
    qtbot.addWidget(made)
    made.resize(1048, 530)
    made.show()
    made.choose("accounts|arr")
    return made


def cells(table):
    found = [column.key for column in table.rows.columns]
    return [
        dict(zip(found, row, strict=True))
        for row in zip(*(texts(table, one) for one in found), strict=True)
    ]


def test_an_empty_desk_says_what_is_decided_here(qtbot, ui, desk):
    ui.set_desk(desk)
    made = FieldsSection(ui)
    qtbot.addWidget(made)
    made.show()
    assert "No file spoke" in made.card.words
    assert made.order.isHidden()


def test_fields_are_listed_where_sources_differ_first(section):
    assert texts(section.table, "field") == [
        "ARR", "Currency", "Name", "Region", "Tier"
    ]  # fmt: skip
    assert texts(section.table, "differ")[:3] == ["1 of 2", "1 of 2", "1 of 2"]
    assert set(texts(section.table, "rule")) == {"newest"}
    assert texts(section.order.sources, "source") == ["billing", "crm"]
    (row,) = cells(section.order.records)
    assert (row["name"], row["now"]) == ("ACME", "100.50")
    assert {row["source0"], row["source1"]} == {"100.50", "120"}


def test_an_order_is_tried_kept_and_taken_back(section, filled, told):
    order = section.order
    order.rule.findChildren(type(order.up))[1].click()
    if order.order[0] != "crm":
        order.sources.go_to(1)
        order.up.click()
    assert order.order == ("crm", "billing")
    (row,) = cells(order.records)
    assert (row["now"], row["then"]) == ("100.50", "120")
    assert order.told.full_text == "Changes 1 value, 1 currency from today on"
    assert filled.read(source_rules.kept) == {}
    order.keep.click()
    assert filled.read(source_rules.kept) == {("accounts", "arr"): ("crm", "billing")}
    assert texts(section.table, "rule")[:2] == ["crm before billing", "as ARR"]
    (row,) = cells(order.records)
    assert (row["now"], "then" in row) == ("120", False)
    assert not order.keep.isEnabled()
    section.choose("accounts|currency")
    assert order.told.full_text == "Comes from the source that wins ARR."
    section.choose("accounts|arr")
    told[-1].run()
    section.reload()
    assert filled.read(source_rules.kept) == {}
    assert cells(order.records)[0]["now"] == "100.50"


def test_moving_stops_at_the_ends(section):
    order = section.order
    assert order.up.isHidden()
    order.rule.findChildren(type(order.up))[1].click()
    first, second = order.order
    order.sources.go_to(0)
    assert (order.up.isEnabled(), order.down.isEnabled()) == (False, True)
    order.down.click()
    assert order.order == (second, first)
    assert (order.up.isEnabled(), order.down.isEnabled()) == (True, False)
    order.rule.findChildren(type(order.up))[0].click()
    assert order.order == ()
    assert order.up.isHidden()
    assert not order.keep.isEnabled()


def test_what_was_typed_says_so(section, filled):
    filled.do(edits.set_account, "a1", "arr", "500")
    section.reload()
    (row,) = cells(section.order.records)
    assert row["now"] == "500 (typed here)"
