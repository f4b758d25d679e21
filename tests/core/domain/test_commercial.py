"""Contracts, forecasts and listening as arithmetic: sums, steps, verdicts, priorities."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.commercial import (
    InvoiceView,
    OutcomeView,
    Term,
    are_apart,
    as_of,
    in_order,
    known_by,
    payments,
    renewals,
    step_on,
    steps,
    total,
)
from healthdesk.core.domain.feedback import Voice, ageing, csv_of, listening
from healthdesk.core.domain.forecast import (
    ForecastRow,
    ForecastView,
    came,
    grouped,
    priority,
    sums,
)

DAY = 20_000


def term(row=1, start=DAY - 300, end=DAY + 65, arr=100.0, seats=10.0, **more):
    made = Term(row, f"s{row}", "Desk", seats, arr, start, end, start)
    return replace(made, **more)


maybe = st.none() | st.integers(0, 1000).map(float)
terms = st.lists(
    st.builds(
        term,
        row=st.integers(1, 10_000),
        start=st.integers(DAY - 400, DAY + 100),
        end=st.none() | st.integers(DAY - 400, DAY + 400),
        arr=maybe,
        seats=maybe,
    ),
    max_size=8,
    unique_by=lambda one: one.row,
)


@given(terms)
def test_a_step_line_says_on_each_day_what_is_in_force(held):
    found = steps(held, DAY - 100, DAY + 100)
    for day in range(DAY - 100, DAY + 101, 7):
        step = next(one for one in reversed(found) if one.day <= day)
        there = step_on(held, day)
        assert (step.arr, step.seats, step.rows) == (there.arr, there.seats, there.rows)


@given(terms)
def test_renewals_are_the_terms_with_an_end_each_once(held):
    found = renewals(held, DAY)
    rows = [row for one in found for row in one.rows]
    assert sorted(rows) == sorted(one.row for one in held if one.holds(DAY) and one.end is not None)
    assert all(one.days > 0 for one in found)
    assert [one.day for one in found] == sorted(one.day for one in found)
    assert total(one.arr for one in found) == total(
        one.arr for one in held if one.holds(DAY) and one.end is not None
    )


def test_nothing_known_is_no_zero():
    assert total([]) is None
    assert total([None, None]) is None
    assert total([0.0, None]) == 0.0
    step = step_on([term(arr=None, seats=None)], DAY)
    assert (step.arr, step.seats, step.no_arr, step.no_seats) == (None, None, 1, 1)


def test_a_term_runs_from_its_start_to_the_day_before_its_end():
    one = term(start=DAY, end=DAY + 10)
    assert [one.state(day) for day in (DAY - 1, DAY, DAY + 9, DAY + 10)] == [
        "coming",
        "in force",
        "in force",
        "ended",
    ]


def test_what_is_signed_later_was_not_known_before():
    coming = term(2, start=DAY + 65, end=DAY + 430, known_on=DAY - 5)
    assert known_by([coming], DAY - 6) == ()
    assert known_by([coming], DAY - 5) == (coming,)
    assert renewals([term(), coming], DAY)[0].followed
    assert not renewals([term()], DAY)[0].followed
    assert [one.row for one in in_order([coming, term(), term(3, end=DAY)], DAY)] == [1, 2, 3]


def test_an_invoice_stands_as_it_did_on_the_day():
    one = InvoiceView(1, "i", DAY - 40, DAY - 10, DAY - 4, 100.0)
    assert (as_of(one, DAY - 11).state, as_of(one, DAY - 10).state) == ("open", "open")
    assert (as_of(one, DAY - 5).state, as_of(one, DAY - 5).days) == ("overdue", 5)
    assert as_of(one, DAY - 5).paid is None
    assert (as_of(one, DAY).state, as_of(one, DAY).days) == ("paid late", 6)


def test_payments_add_what_is_overdue_and_tell_the_habit():
    late = as_of(InvoiceView(1, "i1", DAY - 80, DAY - 50, None, 30.0), DAY)
    later = as_of(InvoiceView(2, "i2", DAY - 60, DAY - 20, None, None), DAY)
    paid = as_of(InvoiceView(3, "i3", DAY - 90, DAY - 60, DAY - 55, 10.0), DAY)
    found = payments((later, late, paid), DAY)
    assert [one.row for one in found.overdue] == [1, 2]
    assert found.overdue_amount == 30.0
    assert (found.usual_late, len(found.paid)) == (5.0, 1)


def test_two_figures_of_one_arr_are_apart_beyond_rounding():
    assert not are_apart(100_000, 100_400)
    assert are_apart(100_000, 101_000)
    assert not are_apart(10.0, 10.9)


def said(made_on, category, amount=None, renewal=DAY):
    return ForecastView(made_on, "a", renewal, made_on, category, amount, "Because", "", "")


@pytest.mark.parametrize(
    ("category", "kind", "verdict"),
    [
        ("commit", "renewed", "held"),
        ("likely", "churned", "did not hold"),
        ("lost", "churned", "held"),
        ("lost", "expanded", "did not hold"),
        ("at risk", "churned", ""),
    ],
)
def test_the_last_word_is_held_against_what_came(category, kind, verdict):
    outcome = OutcomeView(7, DAY + 3, kind, 0.0, "")
    words = (said(DAY - 50, "lost"), said(DAY - 5, category))
    (found,) = grouped(words, (outcome,), (), DAY + 10)
    assert (found.now, found.verdict) == (words[1], verdict)
    assert found.came is not None
    assert found.came.rows == (7,)


def test_what_came_is_not_known_before_it_came():
    outcome = OutcomeView(7, DAY + 3, "renewed", 0.0, "")
    assert came((outcome,), (), DAY, DAY + 2) is None
    expanded = OutcomeView(8, DAY - 20, "expanded", 5.0, "")
    assert came((expanded,), (), DAY, DAY - 1) is None


def test_without_an_outcome_the_contracts_tell_what_came():
    before, after = term(1, end=DAY), term(2, start=DAY, end=None, arr=80.0)
    found = came((), (before, after), DAY, DAY + 20)
    assert found is not None
    assert (found.kind, found.amount, found.rows) == ("renewed", 80.0, (2,))
    gone = came((), (before,), DAY, DAY + 20)
    assert gone is not None
    assert (gone.kind, gone.is_lost, gone.rows) == ("nothing in force", True, (1,))


rows = st.lists(
    st.builds(
        lambda category, arr, amount, currency: ForecastRow(
            "a", "A", DAY, 3, arr, currency, category, amount, None, ()
        ),
        st.sampled_from(("commit", "likely", "at risk", "lost", "")),
        maybe,
        maybe,
        st.sampled_from(("EUR", "USD")),
    ),
    max_size=12,
)


@given(rows)
def test_sums_by_category_are_the_sums_of_the_rows(found):
    made = sums(found)
    assert sum(one.count for one in made) == len(found)
    for currency in ("EUR", "USD"):
        own = [one for one in made if one.currency == currency]
        real = [one for one in found if one.currency == currency]
        assert total(one.arr for one in own) == total(one.arr for one in real)
        assert total(one.amount for one in own) == total(one.amount for one in real)


@given(
    st.none() | st.floats(0, 100),
    st.none() | st.floats(0, 1e7),
    st.integers(-30, 400),
    st.floats(1, 1e6),
)
def test_a_priority_is_the_product_of_its_factors_and_never_falls_with_the_stakes(
    score, arr, days, usual
):
    found = priority(score, arr, days, usual)
    product = 1.0
    for one in found.factors:
        product *= one.value
    assert found.value == pytest.approx(product)
    assert all(one.value >= 1 for one in found.factors)
    assert priority(score, arr, days - 1, usual).value >= found.value
    if score is not None:
        assert priority(score / 2, arr, days, usual).value >= found.value
    if arr is not None:
        assert priority(score, arr + 100, days, usual).value >= found.value


def voice(row, day, **more):
    return Voice("survey", row, "a", "A", day, "nps", "words", **more)


def test_listening_counts_a_year_and_its_steps():
    voices = (
        voice(1, DAY, heard_on=DAY),
        voice(2, DAY - 364, heard_on=DAY, acted_on=DAY, told_on=DAY),
        voice(3, DAY - 365),
    )
    found = listening(voices, 4, [(1, 5), (2, 5), (9, None)], DAY)
    assert (found.people, found.answers, found.voices) == (1, 3, 2)
    assert (found.heard, found.acted, found.told, found.ratio) == (2, 1, 1, 0.5)
    assert listening((), 0, (), DAY).ratio is None


def test_the_longest_open_comes_first():
    found = ageing((voice(1, DAY), voice(2, DAY - 9), voice(3, DAY - 20, told_on=DAY)))
    assert [one.row for one in found] == [2, 1]


@pytest.mark.parametrize("text", ["=1+1", "+49 40", "-a", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_is_a_text_in_a_csv(text):
    (line,) = list(csv.reader(io.StringIO(csv_of(("a",), [(text,)]), newline="")))[1:]
    assert line == [f"'{text}"]
