"""Items of Today: kinds, joined reasons, marks, ranking and the budget."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain import today
from healthdesk.core.domain.noise import Noise
from healthdesk.core.domain.today import (
    NOTHING,
    Found,
    Mark,
    Reason,
    items_of,
    small_moves,
    sorted_out,
)
from healthdesk.core.domain.today_rank import rank
from healthdesk.core.domain.views import AccountRow

DAY = 20_780
SINCE = DAY - 3


def letter(shown):
    return "U" if shown is None else "S" if shown >= 70 else "A" if shown >= 40 else "P"


WORDS = {"S": "Strong", "A": "Average", "P": "Poor", "U": "Unknown"}


def row(account_id="a", *, start=60, before=None, now=60, **other):
    """An account that stood at `start`, at `before` on the last look, at `now` today."""
    before = start if before is None else before
    line = (*[start] * 24, *[before] * 3, now)
    given = {
        "account_id": account_id,
        "name": account_id.upper(),
        "score": None if now is None else float(now),
        "shown": now,
        "band": WORDS[letter(now)],
        "change": None if now is None or start is None else now - start,
        "line": line,
        "arr": 10_000.0,
        "currency": "EUR",
        "renewal_days": 40,
        "renewal_day": DAY + 40,
        "reason": "Fewer logins",
        "touch_days": 3,
        "coverage": 1.0,
        "bands": "".join(map(letter, line)),
    }
    return AccountRow(**{**given, **other})


def found(account="a", *reasons, muted="", stopped=""):
    return Found(
        {account: reasons} if reasons else {},
        {account: muted} if muted else {},
        {account: stopped} if stopped else {},
        {},
    )


TICKET = Reason(-1, 0.8, "Ticket urgent", "Urgent ticket", "ticket:1")
REPLY = Reason(1, 0.4, "Back in touch", "They wrote", "reply:1", soft=True)


def kinds(one, known=None):
    return [item.kind for item in items_of([one], known or found(), DAY, SINCE)]


def test_a_band_or_ten_points_make_an_item_and_less_does_not():
    assert kinds(row(start=41, now=38)) == ["fell"]
    assert kinds(row(start=60, now=50)) == ["fell"]
    assert kinds(row(start=60, now=51)) == []
    assert kinds(row(start=69, now=71)) == ["rose"]
    assert kinds(row(start=45, now=55)) == ["rose"]


def test_a_score_that_hovers_is_folded_until_it_holds():
    hovers, left = row("a", start=71, now=69), row("c", start=50, now=53)
    assert items_of([hovers, left], found(), DAY, SINCE) == ()
    assert [(one.account_id, one.told) for one in small(hovers, left)] == [
        ("a", "Strong"),
        ("c", None),
    ]
    # It held two days: told once, on the look after.
    turned = row("d", start=71, now=69, line=(*[71] * 26, 69, 69), bands="S" * 26 + "AA")
    (item,) = items_of([turned], found(), DAY, DAY - 1)
    assert (item.kind, item.tag, item.band_from) == ("fell", "Now Average", "Average")
    assert item.text == "Fewer logins. Its band hovered before, and is told now."


def small(*rows, known=NOTHING, since=SINCE):
    return small_moves(rows, known, DAY, since, items_of(rows, known, DAY, since))


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=8), st.integers(1, 30)
)
def test_every_move_is_listed_or_folded(moves, least):
    rows = [row(str(at), start=was, now=now) for at, (was, now) in enumerate(moves)]
    known = Found({}, {}, {}, {}, noise=Noise(least=least))
    listed = {one.account_id for one in items_of(rows, known, DAY, SINCE)}
    folded = {one.account_id for one in small(*rows, known=known)}
    assert not listed & folded
    assert listed | folded >= {one.account_id for one in rows if one.change}


def test_a_fall_on_a_holiday_is_muted_and_a_rise_is_not():
    known = Found({}, {}, {}, {}, holiday="Holiday: Break")
    (item,) = items_of([row(start=60, now=40)], known, DAY, SINCE)
    assert (item.kind, item.text, item.tag) == ("muted", "Holiday: Break", "Muted by holiday")
    assert kinds(row(start=40, now=60), known) == ["rose"]
    assert kinds(row(), known) == []
    ticket = Found({"a": (TICKET,)}, {}, {}, {}, holiday="Holiday: Break")
    assert kinds(row(start=60, now=40), ticket) == ["fell"]


def test_reasons_are_joined_in_one_row_the_strongest_first():
    (item,) = items_of([row(start=72, now=39)], found("a", TICKET), DAY, SINCE)
    assert item.tag == "Ticket urgent"
    assert item.text == "Urgent ticket; Fewer logins."
    assert (item.shown_from, item.shown_to, item.band_from, item.band_to, item.move) == (
        72, 39, "Strong", "Poor", -33,
    )  # fmt: skip


def test_an_event_alone_makes_an_item():
    assert kinds(row(), found("a", TICKET)) == ["fell"]
    assert kinds(row(), found("a", REPLY)) == ["rose"]


def test_soft_good_news_is_no_rise_while_the_score_sinks():
    assert kinds(row(start=60, now=57), found("a", REPLY)) == []
    assert kinds(row(start=60, now=40), found("a", REPLY)) == ["fell"]


def test_what_fell_before_the_last_look_is_still_open():
    (item,) = items_of([row(start=84, before=51, now=51)], found(), DAY, SINCE)
    assert item.kind == "open"
    assert (item.shown_from, item.shown_to) == (84, 51)
    fresh = items_of([row("b", start=84, now=51)], found(), DAY, SINCE)[0]
    assert fresh.rank.score > item.rank.score


def test_a_score_on_missing_data_never_falls():
    assert kinds(row(start=80, now=40, stale=True, quiet_days=17)) == ["problem"]
    assert kinds(row(start=80, now=40), found(stopped="No use since 6 Nov.")) == ["problem"]
    assert kinds(row(start=80, now=None)) == ["problem"]
    late = row(start=80, now=40, stale=True)
    assert kinds(late) == []
    assert kinds(late, found("a", TICKET)) == ["fell"]


def test_a_score_that_went_unknown_says_what_it_was():
    (item,) = items_of([row(start=76, now=None, reason="No data: Usage")], found(), DAY, SINCE)
    assert item.text == "No data: Usage. Unknown, 76 before."


def test_a_season_mutes_a_fall_but_no_ticket():
    assert kinds(row(start=80, now=60), found(muted="Autumn break")) == ["muted"]
    assert kinds(row(start=80, now=60), found("a", TICKET, muted="Autumn break")) == ["fell"]


def lists(rows, marks=(), known=None, day=DAY, budget=9):
    items = items_of(rows, known or found(), day, day - 3)
    return sorted_out(items, marks, {one.account_id: one for one in rows}, day, budget)


def mark(item, state="handled", day=DAY, until=None):
    return Mark(1, item.key, item.account_id, state, day, until, "why")


def test_a_mark_takes_a_row_off_the_list_until_something_new_happens():
    fell = row(start=60, now=45)
    (item,) = lists([fell]).items
    done = mark(item)
    assert not lists([fell], [done]).items
    assert [one.mark for one in lists([fell], [done]).done] == [done]
    assert lists([fell], [done], found("a", TICKET)).items
    assert lists([replace(fell, shown=39, band="Poor", line=(*fell.line[:-1], 39))], [done]).items


def test_a_mark_holds_on_later_days_and_a_fall_further_on_breaks_it():
    (item,) = lists(
        [
            row(start=60, now=52),
        ],
        known=found("a", TICKET),
    ).items
    done = mark(item)
    later = row(start=52, now=50, line=(*[60] * 20, *[52] * 7, 50))
    assert not lists([later], [done], found("a", TICKET), DAY + 2).items
    further = row(start=52, now=42, line=(*[60] * 20, *[52] * 7, 42))
    assert lists([further], [done], found("a", TICKET), DAY + 2).items


def test_marks_end_with_their_period_and_snoozes_on_their_day():
    (item,) = lists([row(start=60, now=45)]).items
    assert lists([row(start=60, now=45)], [mark(item, day=DAY - today.PERIOD)]).items
    asleep = mark(item, "snoozed", until=DAY + 2)
    assert [one.name for one in lists([row(start=60, now=45)], [asleep]).snoozed] == ["A"]
    assert lists([row(start=60, now=45)], [replace(asleep, until=DAY)]).items


def test_a_mark_made_later_does_not_count_on_an_earlier_day():
    (item,) = lists([row(start=60, now=45)]).items
    assert lists([row(start=60, now=45)], [mark(item, day=DAY + 1)]).items


def test_a_fall_marked_as_data_problem_stands_with_them():
    (item,) = lists([row(start=60, now=45)]).items
    seen = lists([row(start=60, now=45)], [mark(item, "problem")])
    assert not seen.items
    assert [one.mark.state for one in seen.problems] == ["problem"]


def test_what_was_dealt_with_counts_against_the_budget():
    rows = [row(f"a{at}", start=60, now=45) for at in range(6)]
    every = lists(rows, budget=4)
    assert (len(every.items), len(every.standing), every.folded) == (6, 4, 2)
    after = lists(rows, [mark(every.items[0])], budget=4)
    assert (len(after.items), len(after.standing), after.folded) == (5, 3, 2)


def test_a_key_that_nobody_can_read_marks_nothing():
    odd = Mark(1, "not json", "a", "handled", DAY, None, "")
    assert lists([row(start=60, now=45)], [odd]).items


scores = st.one_of(st.none(), st.integers(0, 100))
rows_of = st.lists(
    st.tuples(scores, scores, scores, st.one_of(st.none(), st.floats(0, 1e7)), st.booleans()),
    max_size=25,
)


def many(told):
    return [
        row(f"a{at:02}", start=start, before=before, now=now, arr=arr, stale=stale)
        for at, (start, before, now, arr, stale) in enumerate(told)
    ]


@settings(max_examples=60, deadline=None)
@given(rows_of, st.integers(0, 12))
def test_the_order_is_total_and_the_budget_loses_none(told, budget):
    rows = many(told)
    one = lists(rows, budget=budget)
    assert one == lists(rows[::-1], budget=budget)
    keys = [item.key for item in one.items]
    assert len(set(keys)) == len(keys)
    assert len(one.standing) == min(budget, len(keys))
    assert one.standing <= set(keys)
    assert one.folded + len(one.standing) == len(one.items)
    assert sum(len(one.of(kind)) for kind in ("fell", "open", "rose")) == len(one.items)
    for kind in ("fell", "open", "rose"):
        ranks = [today.order(item) for item in one.of(kind)]
        assert ranks == sorted(ranks)
    ways = [(item.account_id, item.way) for item in one.items]
    assert len(set(ways)) == len(ways)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0, 1e7), st.integers(0, 400), st.integers(-100, 100), st.floats(0, 1), st.floats(0, 1)
)
def test_more_of_anything_never_ranks_lower(arr, days, move, event, coverage):
    given_ = {
        "arr": arr, "usual": 1e4, "renewal_days": days, "move": move, "crossed": False,
        "poor": False, "event": event, "coverage": coverage, "stale": False, "earlier": False,
    }  # fmt: skip
    base = rank(**given_).score
    assert base > 0
    for more in (
        {"arr": arr * 2}, {"renewal_days": max(0, days - 10)}, {"crossed": True},
        {"event": min(1.0, event + 0.1)}, {"coverage": min(1.0, coverage + 0.1)},
    ):  # fmt: skip
        assert rank(**{**given_, **more}).score >= base
    assert rank(**{**given_, "stale": True}).score < base
    assert rank(**{**given_, "earlier": True}).score < base


def test_the_factors_multiply_to_the_rank():
    (item,) = items_of([row(start=72, now=39, arr=None)], found("a", TICKET), DAY, SINCE)
    product = 1.0
    for factor in item.rank.factors:
        product *= factor.value
    assert abs(product - item.rank.score) < 1e-9
    assert "not known" in item.rank.factors[0].why
