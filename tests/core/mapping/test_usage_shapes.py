"""Usage in every shape: long, wide, logs of events, months; combined values and who waits."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.mapping import ColumnMap, TableMap, UsageShape
from tests.core.mapping import foreign
from tests.core.mapping.foreign import ANYONE, People

LONG = {
    "account_id": ColumnMap(source="acc", by="name"),
    "metric": ColumnMap(source="event"),
    "day": ColumnMap(source="when", date="dmy"),
    "value": ColumnMap(source="n", number="comma"),
}
PEOPLE = People({("name", "One"): "A-1", ("name", "Two"): "A-2"}, unwanted=frozenset({"Gone"}))
TOLD = """acc,event,when,n
One,logins,05/03/2024,"1,5"
Two,logins,05/03/2024,2
Lost,logins,05/03/2024,7
Gone,logins,05/03/2024,8
One,logins,31/02/2024,1
One,logins,06/03/2024,many
One,logins,06/03/2024,n/a
,logins,06/03/2024,1
One,logins,05/03/2024,4
Lost,logins,05/03/2024,1
"""


def usage(
    told: str,
    shape: UsageShape | None = None,
    people: People = PEOPLE,
    size: int = 20_000,
    **columns: ColumnMap,
) -> foreign.Result:
    mapping = TableMap("usage", {**LONG, **columns}, usage=shape)
    return foreign.convert(foreign.text("u.csv", told), mapping, people, size=size)


@pytest.mark.parametrize("size", [1, 3, 100])
def test_long_rows_as_they_are(size: int) -> None:
    result = usage(TOLD, size=size)
    assert result.header == ("account_id", "metric", "day", "value")
    assert result.cells == [
        ["A-1", "logins", "2024-03-05", "1.5"],
        ["A-2", "logins", "2024-03-05", "2"],
        ["A-1", "logins", "2024-03-05", "4"],
    ]
    assert result.lines == [2, 3, 10]
    assert [(one.line, one.by, one.value, one.cells["value"]) for one in result.waiting] == [
        (4, "name", "Lost", "7"),
        (11, "name", "Lost", "1"),
    ]
    assert [(one.line, one.fault.column, one.fault.value) for one in result.refused] == [
        (6, "when", "31/02/2024"),
        (7, "n", "many"),
        (9, "acc", ""),
    ]
    assert result.notes == [
        "1 row left out: n is empty",
        "1 row left out: so decided for their acc",
    ]


EXPECTED = {"sum": ("5.5", "8"), "max": ("4", "7"), "last": ("4", "1"), "distinct": ("2", "2")}


@pytest.mark.parametrize("how", sorted(EXPECTED))
@pytest.mark.parametrize("size", [1, 100])
def test_combined(how: str, size: int) -> None:
    result = usage(TOLD, UsageShape(combine=how), size=size)  # type: ignore[arg-type]
    known, lost = EXPECTED[how]
    values = {row["account_id"]: row["value"] for row in result.rows if row["day"][-1] == "5"}
    assert values == {"A-1": known, "A-2": "1" if how == "distinct" else "2"}
    lines = dict(zip((row["account_id"] for row in result.rows), result.lines, strict=True))
    assert lines["A-2"] == 3
    (waits,) = result.waiting
    assert (waits.value, waits.line, waits.cells) == (
        "Lost", 4, {"metric": "logins", "day": "2024-03-05", "value": lost, "combine": how},
    )  # fmt: skip


def test_distinct_counts_texts_and_no_empty_ones() -> None:
    told = "acc,event,when,n\n" + "".join(
        f"One,active,05/03/2024,{user}\n" for user in ("ann", "bob", "ann", "", "N/A", "1,5")
    ).replace("1,5", "cy")
    result = usage(told, UsageShape(combine="distinct"))
    assert result.cells == [["A-1", "active", "2024-03-05", "3"]]


def test_events_are_counted_by_day() -> None:
    told = "acc,event,when\nOne,login,05/03/2024 23:59\nOne,login,05/03/2024\nOne,open,05/03/2024\n"
    result = usage(told, UsageShape(combine="sum"), value=ColumnMap(constant="1"))
    assert sorted(result.cells) == [
        ["A-1", "login", "2024-03-05", "2"],
        ["A-1", "open", "2024-03-05", "1"],
    ]


@pytest.mark.parametrize("size", [1, 2, 100])
def test_wide_files_have_a_row_for_each_filled_cell(size: int) -> None:
    told = (
        'acc,when,Logins,Seats\nOne,05/03/2024,3,"1.000,5"\nTwo,05/03/2024,,x\nLost,05/03/2024,1,\n'
    )
    mapping = TableMap(
        "usage",
        {"account_id": LONG["account_id"], "day": LONG["day"], "value": ColumnMap(number="comma")},
        usage=UsageShape(wide={"Logins": "logins", "Seats": "seats"}),
    )
    result = foreign.convert(foreign.text("w.csv", told), mapping, PEOPLE, size=size)
    assert result.cells == [
        ["A-1", "logins", "2024-03-05", "3"],
        ["A-1", "seats", "2024-03-05", "1000.5"],
    ]
    assert result.lines == [2, 2]
    (refused,) = result.refused
    assert (refused.line, refused.fault.column, refused.fault.value) == (3, "Seats", "x")
    assert [one.cells["metric"] for one in result.waiting] == ["logins"]
    assert result.notes == []


MONTHLY = "acc,event,when,n\nOne,seats,2024-02,10\nOne,seats,Apr 2024,-1\n"


def test_a_months_figure_stands_on_its_last_day() -> None:
    shape = UsageShape(monthly="last day")
    result = usage(MONTHLY, shape, day=ColumnMap(source="when", date="month"))
    assert [row["day"] for row in result.rows] == ["2024-02-29", "2024-04-30"]
    assert [row["value"] for row in result.rows] == ["10", "-1"]


@pytest.mark.parametrize("combine", ["", "sum"])
def test_a_months_figure_is_spread_and_adds_up(combine: str) -> None:
    shape = UsageShape(monthly="spread", combine=combine)  # type: ignore[arg-type]
    told = MONTHLY if not combine else MONTHLY + "One,seats,2024-02,5\nLost,seats,2024-02,29\n"
    result = usage(told, shape, day=ColumnMap(source="when", date="month"))
    february = [row for row in result.rows if row["day"] < "2024-03"]
    assert [row["day"] for row in february] == [f"2024-02-{day:02}" for day in range(1, 30)]
    assert sum(float(row["value"]) for row in february) == pytest.approx(15 if combine else 10)
    assert len({row["value"] for row in february[:-1]}) == 1
    assert len([row for row in result.rows if row["day"] > "2024-03"]) == 30
    assert [one.cells["value"] for one in result.waiting] == (["1"] * 29 if combine else [])


def test_what_persons_use_and_strangers_wait() -> None:
    mapping = TableMap(
        "contact_usage",
        {"contact_id": ColumnMap(source="user", by="email"), "metric": ColumnMap(constant="logins"),
         "day": ColumnMap(source="day"), "value": ColumnMap(constant="1")},
        usage=UsageShape(combine="sum"),
    )  # fmt: skip
    told = "user,day\na@x,2024-03-05\na@x,2024-03-05\nz@x,2024-03-05\n"
    people = People(contacts={"a@x": "c1"})
    result = foreign.convert(foreign.text("u.csv", told), mapping, people)
    assert result.header == ("contact_id", "metric", "day", "value")
    assert result.cells == [["c1", "logins", "2024-03-05", "2"]]
    assert not result.notes
    (waits,) = result.waiting
    assert (waits.by, waits.value, waits.line) == ("email", "z@x", 4)
    cells = {"metric": "logins", "day": "2024-03-05", "value": "1", "combine": "sum"}
    assert waits.cells == cells


def test_a_file_without_rows_gives_none() -> None:
    for combine in ("", "sum", "distinct"):
        assert usage("acc,event,when,n\n", UsageShape(combine=combine)).cells == []  # type: ignore[arg-type]


def test_anyone_may_be_named() -> None:
    result = usage("acc,event,when,n\nZ,logins,05/03/2024,1\n", people=ANYONE)
    assert result.cells == [["Z", "logins", "2024-03-05", "1"]]
