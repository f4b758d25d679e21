"""Profiles of columns: what the whole file proves, piece by piece."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.mapping.spelling import decide_order, decide_style
from tests.core.mapping.drops import table

DAYS = st.dates(date(2001, 1, 1), date(2039, 12, 31))


@given(st.lists(DAYS, min_size=1, max_size=60), st.sampled_from(("%d.%m.%Y", "%m/%d/%Y")))
def test_an_order_is_never_decided_wrongly(days: list[date], spelling: str) -> None:
    rows = "\n".join(day.strftime(spelling) for day in days)
    _, found = table("x.csv", f"day\n{rows}\n", size=7)
    column = found.columns[0]
    order, open_ = decide_order(column)
    assert open_ == all(day.day <= 12 for day in days)
    if not open_:
        assert order == ("dmy" if spelling == "%d.%m.%Y" else "mdy")


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=40), st.integers(1, 30))
def test_pieces_do_not_change_what_is_found(values: list[int], size: int) -> None:
    rows = "\n".join(f"{value / 100:.2f}" for value in values)
    whole = table("x.csv", f"amount\n{rows}\n", size=1_000)[1].columns[0]
    parts = table("x.csv", f"amount\n{rows}\n", size=size)[1].columns[0]
    assert (whole.counts, whole.styles, whole.rows) == (parts.counts, parts.styles, parts.rows)
    assert decide_style(parts) == ("", False)


def test_decimal_commas_are_proven_and_groups_of_three_stay_open() -> None:
    comma = table("x.csv", 'v\n"1.234,50"\n"12,5"\n')[1].columns[0]
    assert decide_style(comma) == ("comma", False)
    either = table("x.csv", 'v\n"1,234"\n"5,678"\n')[1].columns[0]
    assert decide_style(either) == ("point", True)


def test_columns_are_known_by_what_stands_in_them() -> None:
    start = date(2026, 1, 1)
    rows = "\n".join(
        f"U-{n},a{n}@x.org,{start + timedelta(n)},{n % 2 == 0},1.23E+17,-" for n in range(80)
    )
    found = table("x.csv", f"id,mail,day,flag,spoilt,gone\n{rows}\n")[1]
    ids, mail, day, flag, spoilt, gone = found.columns
    assert ids.unique
    assert mail.mails == 80
    assert decide_order(day) == ("", False)
    assert flag.flags == 80
    assert spoilt.damaged == 80
    assert (gone.filled, gone.empty) == (0, 80)
    assert found.rows == 80
    assert len(found.sample) == 80
