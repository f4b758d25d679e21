from __future__ import annotations

from healthdesk.core.store import views
from healthdesk.core.store.tables import Base
from tests import make


def rows(desk, view):
    found = desk.read(
        lambda tx: tx.connection().exec_driver_sql(f"SELECT * FROM {view}").mappings().all()
    )
    return [dict(row) for row in found]


def test_facts_read_as_in_an_exchange_folder(desk):
    desk.do(make.fill, 1, 2)
    assert rows(desk, "tickets") == [
        {
            "ticket_id": "k0",
            "account_id": "a0",
            "contact_id": None,
            "opened_on": "2024-10-04",
            "opened_at": None,
            "closed_on": None,
            "closed_at": None,
            "priority": "high",
            "subject": None,
            "body": None,
            "sentiment": None,
            "sentiment_estimated": None,
        }
    ]
    assert rows(desk, "surveys")[0]["contact_id"] == "c0"
    assert rows(desk, "contacts")[0]["account_id"] == "a0"
    assert rows(desk, "subscriptions")[0] | {"end": None} == rows(desk, "subscriptions")[0]
    assert [row["day"] for row in rows(desk, "usage_by_day")] == ["2024-10-04", "2024-10-05"]
    for view in views.READABLE:
        assert len(rows(desk, view)) == 1, view


def test_a_parent_reads_as_its_id_and_an_account_keeps_its_own(desk):
    @make.op("Two")
    def two(tx):
        parent = make.account(tx, "mother")
        make.account(tx, "daughter", parent_id=parent)

    desk.do(two)
    assert [(row["account_id"], row["parent_id"]) for row in rows(desk, "accounts")] == [
        ("mother", None),
        ("daughter", "mother"),
    ]


def test_days_before_1970_are_days(desk):
    @make.op("Old")
    def old(tx):
        make.survey(tx, make.account(tx), day=-1)

    desk.do(old)
    assert rows(desk, "surveys")[0]["day"] == "1969-12-31"


def test_every_column_of_days_is_known(desk):
    ends = ("_on", "_day")
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if column.name.endswith(ends) or column.name in {"day", "start", "end"}:
                assert column.name in views.DAYS, (table.name, column.name)
