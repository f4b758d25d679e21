"""Recognition of files that other people made: what each is, and how little has to be asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthdesk.core.domain.intake import Proposal
from healthdesk.core.domain.lookup import Known
from healthdesk.core.mapping.recognise import answer, propose
from tests.core.mapping.drops import SHARED, asked, guess, read, targets


def _drop(*patterns: str) -> dict[str, Proposal]:
    paths: list[Path] = sorted(path for one in patterns for path in SHARED.glob(one))
    return {one.raw.name: one for one in propose(read(paths), Known())}


@pytest.mark.parametrize("folder", ["ravenstack", "ravenstack_ddmmyyyy_bom"])
def test_ravenstack_asks_nothing(folder: str) -> None:
    found = _drop(f"{folder}/*.csv")
    tables = {name.removeprefix("ravenstack_"): one.tables for name, one in found.items()}
    tickets = "support_tickets.csv" if folder == "ravenstack" else "supports_ticket.csv"
    assert tables == {
        "accounts.csv": ("accounts",),
        "churn_events.csv": ("outcomes",),
        "feature_usage.csv": ("usage", "metrics"),
        "subscriptions.csv": ("subscriptions",),
        tickets: ("tickets", "surveys"),
    }
    assert [asked(one) for one in found.values()] == [[]] * 5
    subscriptions = found["ravenstack_subscriptions.csv"]
    assert targets(subscriptions)["arr_amount"] == "subscriptions.arr"
    assert targets(subscriptions)["mrr_amount"] == ""
    usage = guess(found["ravenstack_feature_usage.csv"], "subscription_id")
    assert usage.map is not None
    assert (usage.map.by, usage.why) == ("subscription", "all 4,967 known")
    churn = found["ravenstack_churn_events.csv"].file.tables[0]
    assert churn.latest is not None
    assert churn.where[0].through[0].take == "churn_flag"
    days = guess(subscriptions, "start_date").map
    assert days is not None
    assert days.date == ("" if folder == "ravenstack" else "dmy")


def test_churnsim_counts_seats_only_where_the_unit_is_users() -> None:
    found = _drop("churnsim_crm_dev/*.csv*")
    assert all(one.ready for one in found.values())
    with_seats, without = found["subscriptions.csv"].file.tables
    assert "seats" in with_seats.columns
    assert "seats" not in without.columns
    assert (with_seats.where[0].op, without.where[0].op) == ("in", "not in")
    assert with_seats.columns["arr"].factor == 12
    assert with_seats.columns["subscription_id"].digest == ("account_id", "product", "start_date")


def test_cdnow_asks_only_what_several_purchases_of_a_day_become() -> None:
    (purchases,) = _drop("cdnow/CDNOW_master.txt").values()
    assert purchases.tables == ("usage", "accounts")
    assert asked(purchases) == ["combine:usage"]
    done = answer(purchases, "combine:usage", "sum")
    assert done.ready
    shape = done.file.tables[0].usage
    assert shape is not None
    assert shape.wide == {"number_of_cds": "number_of_cds", "dollar_value": "dollar_value"}


def test_telco_keeps_everything_as_attributes() -> None:
    (accounts,) = _drop("telco_classic/*.csv").values()
    assert accounts.ready
    assert accounts.tables == ("accounts",)
    assert targets(accounts)["MonthlyCharges"] == "accounts.arr"
    assert targets(accounts)["Churn"] == "accounts.Churn"


@pytest.mark.parametrize(
    ("vendor", "expected"),
    [
        ("hubspot", {"company_data.csv": ("accounts",), "contact_data.csv": ("contacts",),
                     "ticket_data.csv": ("tickets",),
                     "engagement_meeting_data.csv": ("touchpoints",)}),
        ("zendesk", {"organization_data.csv": ("accounts",), "user_data.csv": ("contacts",),
                     "ticket_data.csv": ("tickets",)}),
        ("stripe", {"customer_data.csv": ("accounts",), "invoice_data.csv": ("invoices",),
                    "subscription_history_data.csv": ("subscriptions",)}),
        ("mixpanel", {"event.csv": ("usage", "contact_usage")}),
    ],
)  # fmt: skip
def test_a_whole_connector_asks_nothing(vendor: str, expected: dict[str, tuple[str, ...]]) -> None:
    found = _drop(f"fivetran/{vendor}/*.csv")
    assert {name: found[name].tables for name in expected} == expected
    assert {name: asked(one) for name, one in found.items() if one.questions} == {}
    assert all(one.ready or one.left_out for one in found.values())
    assert all(one.why for one in found.values())
    assert all(one.file.vendor == vendor for one in found.values() if one.ready)


def test_only_rows_in_force_count() -> None:
    found = _drop("fivetran/stripe/*.csv")
    history = found["subscription_history_data.csv"].file.tables[0]
    assert [(one.column, one.op) for one in history.where if "fivetran" in one.column] == [
        ("_fivetran_active", "in")
    ]
    customers = found["customer_data.csv"].file.tables[0]
    assert ("is_deleted", "not in") in {(one.column, one.op) for one in customers.where}
    amount = found["invoice_data.csv"].file.tables[0].columns["amount"]
    assert amount.factor == 0.01


def test_links_are_looked_into_and_not_imported() -> None:
    found = _drop("fivetran/hubspot/*.csv")
    account = found["ticket_data.csv"].file.tables[0].columns["account_id"]
    assert [(one.file, one.key, one.take) for one in account.through] == [
        ("ticket_company_data.csv", "ticket_id", "company_id")
    ]
    link = found["ticket_company_data.csv"]
    assert link.left_out
    assert link.why == "links tickets to companies: looked into, not imported"


def test_files_that_are_nothing_of_ours_are_asked() -> None:
    found = _drop("csv/csvkit/iris.csv", "csv/clevercsv/imdb.csv", "febrl_dedupe/dataset1.csv")
    for one in found.values():
        assert [question.kind for question in one.questions] == ["table"]
        assert one.file.tables == ()
