"""What a play would have done: against a plain walk through the days, and in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.errors import Cancelled
from healthdesk.core.domain.facts import NO_DAY, to_day
from healthdesk.core.domain.loss_signs import Sign
from healthdesk.core.domain.play import Brakes, Play
from healthdesk.core.domain.play_rehearsal import (
    BEFORE,
    HeldBack,
    Hindsight,
    Muted,
    Rehearsal,
    Strip,
    Withheld,
    Would,
    goal_anyway,
    losses,
    muted_seasons,
    strips,
)
from healthdesk.core.domain.play_rehearsal_walk import Around, go_through
from healthdesk.core.domain.play_rehearsal_words import figures, notes, sentence
from healthdesk.core.domain.play_watch import Fired
from tests.core.domain.play_watch_cases import FIRST, cut, plays, ripes
from tests.core.domain.test_play_watch import seen

DAYS = 14
LATE = 30
HELD = ("silent", "season", "running", "often", "each", "a_day")


def quiet(brakes, day):
    when = date(1970, 1, 1) + timedelta(days=day)
    if brakes.weekends and when.isoweekday() > 5:
        return True
    here = when.strftime("%m-%d")
    return any((a <= here <= b) if a <= b else (here >= a or here <= b) for a, b in brakes.quiet)


class Plain:
    """The same by sets and loops, one account after the other."""

    def __init__(self, play, sees, start, length):
        self.play, self.sees, self.length = play, sees, length
        self.fired, self.until, self.waited = [], {}, {}
        self.spells = []
        before = {(a, FIRST + start - 1) for a in range(3) if sees.ripe[a][start - 1]}
        self.inside = {a for a, _ in before} if not play.existing else set()
        self.dealt = set()
        if not play.existing:
            self.dealt = {(a, FIRST + at) for a in range(3) for at in range(start)
                          if sees.ripe[a][at]}  # fmt: skip
        for at in range(start, DAYS):
            self.day(at)
        for brakes in self.waited.values():
            self.spells.append((brakes, False))

    def candidates(self, at):
        if self.sees.shape == "state":
            gone = {a for a in self.inside if not self.sees.ripe[a][at]}
            self.inside -= gone
            self.ended = gone
            found = [(a, FIRST + at) for a in range(3)
                     if self.sees.ripe[a][at] and a not in self.inside]  # fmt: skip
        else:
            self.ended = set()
            found = [(a, FIRST + e) for a in range(3) for e in range(at + 1)
                     if self.sees.ripe[a][e] and (a, FIRST + e) not in self.dealt]  # fmt: skip
        return sorted(found, key=lambda one: (self.sees.rank[one[0]][at], one[1]))

    def brake(self, account, at, today):
        told, day = self.play.brakes, FIRST + at
        if quiet(told, day):
            return "silent"
        if told.seasons and self.sees.muted[account][at]:
            return "season"
        if self.working(account, day, today) and told.running != "again":
            return "running" if told.running == "leave" else ""
        own = [one for one in self.fired if one[0] == account]
        often = {
            "always": False,
            "once": bool(own),
            "renewal": any(one[4] == self.sees.renewal[account][at] for one in own),
            "spaced": sum(one[1] > day - told.days for one in own) >= told.times,
        }[told.often]
        real = [one for one in own if not one[3] and one[1] > day - told.each_days]
        each = told.each and len(real) >= told.each
        full = told.a_day and account not in today and len(today) >= told.a_day
        return "often" if often else "each" if each else "a_day" if full else ""

    def working(self, account, day, today):
        mine = self.play.mode == "run" and account in today
        return day <= self.until.get(account, -1) or mine

    def day(self, at):
        today, held, starts = set(), {}, {}
        for account, cause in self.candidates(at):
            brake = self.brake(account, at, today)
            key = account, cause if self.sees.shape == "event" else 0
            if brake:
                if self.sees.shape == "event" and brake in ("running", "often"):
                    self.dealt.add((account, cause))
                    self.spells.append((self.waited.pop(key, set()) | {brake}, False))
                else:
                    held[key] = self.waited.pop(key, set()) | {brake}
                continue
            told = self.play.brakes
            noted = told.running == "note" and self.working(account, FIRST + at, today)
            renewal = self.sees.renewal[account][at]
            self.fired.append((account, FIRST + at, cause, noted, renewal))
            self.inside.add(account)
            self.dealt.add((account, cause))
            if key in self.waited:
                self.spells.append((self.waited.pop(key), True))
            if not noted:
                today.add(account)
                starts[account] = FIRST + at + self.length
        for left in self.waited.values():
            self.spells.append((left, False))
        self.waited = held
        self.until.update(starts)
        if self.play.brakes.ends:
            for account in self.ended:
                self.until.pop(account, None)


@given(plays(), ripes(), st.booleans(), st.integers(0, 5))
def test_it_goes_through_the_days_as_a_plain_walk_does(play, sees, existing, length):
    play = Play(play.name, mode=play.mode, brakes=play.brakes, existing=existing)
    found = go_through(play, sees, FIRST + 3, Around(length=length))
    plain = Plain(play, sees, 3, length)
    told = [(one.account, one.day, one.cause_day, one.noted, one.renewal) for one in found.fired]
    assert told == plain.fired
    times = {one: sum(one in brakes for brakes, _ in plain.spells) for one in HELD}
    never = {one: sum(one in brakes and not fired for brakes, fired in plain.spells)
             for one in HELD}  # fmt: skip
    assert {one.brake: (one.times, one.never) for one in found.held} == {
        one: (times[one], never[one]) for one in HELD if times[one]
    }


@given(plays(), ripes(), st.integers(4, 12))
def test_what_comes_later_changes_nothing_before(play, sees, at):
    whole = go_through(play, sees, FIRST + 3).fired
    other = go_through(play, cut(sees, at), FIRST + 3).fired
    upto = [one for one in whole if one.day <= FIRST + at]
    assert upto == [one for one in other if one.day <= FIRST + at]


def test_a_goal_and_a_stop_end_the_run_after_the_day_of_the_firing():
    sees = seen("--x-x-x-x-")
    play = Play("Play", brakes=Brakes(often="always", running="leave", a_day=0, ends=False))
    holds = np.zeros((1, 10), bool)
    holds[0, [2, 5]] = True

    def days(around):
        return [one.day - FIRST for one in go_through(play, sees, FIRST + 1, around).fired]

    assert days(Around(length=20)) == [2]
    assert days(Around(length=1)) == [2, 4, 6, 8]
    assert days(Around(length=20, stop=holds)) == [2, 6]
    assert days(Around(length=20, goal=holds, goal_days=3)) == [2, 6]
    assert days(Around(length=20, goal=holds, goal_days=2)) == [2]
    holds[0, [2, 4, 5]] = [False, True, False]
    assert days(Around(length=20, stop=holds)) == [2, 4]
    # A condition that ends takes its run with it, where that is wanted.
    ends = Play("Play", brakes=Brakes(often="always", running="leave", a_day=0))
    assert [one.day - FIRST for one in go_through(ends, sees, FIRST + 1, Around(20)).fired] == [
        *(2, 4, 6, 8)
    ]


def test_other_plays_count_where_an_account_takes_only_so_many():
    sees = seen("--x---x-")
    play = Play("Play", brakes=Brakes(often="always", running="again", each=1, each_days=3))
    taken = {0: [FIRST + 5]}
    assert [one.day - FIRST for one in go_through(play, sees, FIRST + 1, Around()).fired] == [2, 6]
    found = go_through(play, sees, FIRST + 1, Around(taken=taken))
    assert [one.day - FIRST for one in found.fired] == [2]
    assert found.held == (HeldBack("each", 1, 1),)


def test_it_can_be_stopped():
    class Stopping:
        def step(self, done, total, words):
            raise Cancelled

    with pytest.raises(Cancelled):
        go_through(Play("Play"), seen("--x"), FIRST + 1, progress=Stopping())


# What is told of it


@st.composite
def hindsights(draw, accounts=4, days=260):
    salt = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    lost = np.where(
        salt.random(accounts) < 0.6, FIRST + salt.integers(-5, days + 9, accounts), NO_DAY
    )
    audience = salt.random((accounts, days)) < draw(st.sampled_from([0.003, 0.5]))
    audience &= np.arange(FIRST, FIRST + days)[None, :] < lost[:, None]
    touches = {one: sorted((FIRST + salt.integers(0, days, 6)).tolist()) for one in range(accounts)}
    at = sorted(set(salt.integers(0, days, draw(st.integers(0, 12))).tolist()))
    fired = [
        Fired(one, FIRST + day, FIRST + day)
        for day in at
        for one in range(accounts)
        if FIRST + day < lost[one] and salt.random() < 0.4
    ]
    return fired, Hindsight(
        tuple(f"a{one}" for one in range(accounts)),
        tuple(f"Account {one}" for one in range(accounts)),
        np.arange(FIRST, FIRST + days, dtype=np.int32),
        audience,
        lost.astype(np.int32),
        touches,
    )


def plain_strip(fired, known, account, first, last):
    """Group, loss, lead and firings of an account, or None."""
    lost = int(known.lost[account])
    own = [one.day for one in fired if one.account == account]
    mine = False
    if first < lost <= last:
        mine = any(
            known.audience[account][day - first] for day in range(max(first, lost - BEFORE), lost)
        )
    if mine:
        counted = [lost - day for day in own if lost - day <= BEFORE]
        group = "caught" if counted else "missed"
        return group, lost, max(counted, default=None), own
    return ("stayed", None, None, own) if own else None


@given(hindsights())
def test_losses_are_caught_by_what_would_have_fired_before(case):
    fired, known = case
    first, last = int(known.days[0]), int(known.days[-1])
    found = {one.account_id: one for one in strips(fired, known, {}, {})}
    want = {f"a{at}": plain_strip(fired, known, at, first, last) for at in range(4)}
    assert found.keys() == {key for key, told in want.items() if told}
    for key, strip in found.items():
        days = [one.day for one in strip.fired]
        assert (strip.group, strip.lost, strip.lead, days) == want[key]
        for one in strip.fired:
            near = [day for day in known.touches[int(key[1])] if -14 <= day - one.day <= 14]
            assert (one.touched is None) == (not near)
            assert one.touched is None or all(
                abs(one.touched - one.day) <= abs(day - one.day) for day in near
            )
    gone = sum(first < int(day) <= last for day in known.lost)
    mine = sum(told is not None and told[1] is not None for told in want.values())
    assert losses(known)[1] == gone - mine
    told = Rehearsal("Play", first, last, tuple(found.values()))
    leads = [one[2] for one in want.values() if one and one[2] is not None]
    assert told.lead == (median(leads) if leads else None)
    weeks = [(date(1970, 1, 1) + timedelta(days=one.day)).isocalendar()[:2] for one in fired]
    assert told.busiest_week == max((weeks.count(one) for one in weeks), default=0)
    assert (told.times, told.accounts) == (len(fired), len({one.account for one in fired}))


def test_half_a_year_before_a_loss_counts_and_the_first_day_tells_nothing():
    days = np.arange(FIRST, FIRST + 400, dtype=np.int32)
    ids = ("on", "off", "first", "never")
    lost = np.array([FIRST + 200, FIRST + 201, FIRST, NO_DAY], np.int32)
    known = Hindsight(ids, ids, days, days[None, :] < lost[:, None], lost, {})
    fired = [Fired(one, FIRST + 20, FIRST + 20) for one in (0, 1, 3)]
    found = strips(fired, known, {}, {1: (Sign("silence", "60 days without a touch"),)})
    assert [(one.account_id, one.group, one.lead) for one in found] == [
        ("on", "caught", BEFORE),
        ("never", "stayed", None),
        ("off", "missed", None),
    ]
    assert [len(one.signs) for one in found] == [0, 0, 1]
    assert losses(known) == ({0: FIRST + 200, 1: FIRST + 201}, 0)


def test_a_season_that_excuses_half_of_those_it_is_for_is_told():
    muted = np.zeros((3, 8), bool)
    muted[0, 2:6] = muted[1, 3:5] = muted[2, 7] = True
    sees = replace(seen("--------", "--------", "--------"), muted=muted)
    audience = np.ones((3, 7), bool)
    audience[2] = False
    assert muted_seasons(sees, audience, FIRST + 1) == (Muted(FIRST + 2, FIRST + 5),)
    assert muted_seasons(replace(sees, muted=None), audience, FIRST + 1) == ()


def test_a_goal_that_comes_true_all_the_same_is_counted_from_the_day_after():
    goal = np.zeros((1, 20), bool)
    goal[0, [3, 10]] = True
    days = np.arange(FIRST, FIRST + 20, dtype=np.int32)
    fired = [Fired(0, FIRST + day, FIRST + day) for day in (3, 6, 10, 17)]
    assert goal_anyway(fired, goal, days, 4) == (1, 3)
    assert goal_anyway(fired, goal, days, 9) == (2, 3)


# In words


def fires(key, *dates, lost=None, signs=()):
    days = [to_day(date.fromisoformat(one)) for one in dates]
    made = tuple(Would(key, key, day, day) for day in days)
    gone = None if lost is None else to_day(date.fromisoformat(lost))
    if gone is None:
        return Strip(key, key, "stayed", made)
    leads = [gone - day for day in days if gone - day <= BEFORE]
    return Strip(key, key, "caught" if leads else "missed", made, gone, max(leads, default=None),
                 tuple(Sign(one, "words") for one in signs))  # fmt: skip


PICTURE = Rehearsal(
    "Champion gone quiet",
    to_day(date(2025, 11, 24)),
    to_day(date(2026, 11, 23)),
    strips=(
        fires("Brackenfold", "2025-12-28", lost="2026-03-07"),
        fires("Hartle", "2026-02-04", lost="2026-04-21"),
        fires("Olvera", "2026-03-23", "2026-06-22", lost="2026-07-21"),
        fires("Pinewright", "2026-05-07", lost="2026-07-30"),
        fires("Sundal", "2026-07-23", lost="2026-10-05"),
        *(fires(f"s{at}", f"2026-0{at}-11") for at in range(1, 8)),
        fires("Northmoor", "2026-07-24", "2026-11-22"),
        fires("Dunmere", "2026-02-17", "2026-09-01"),
        fires("Vessel", lost="2026-05-24", signs=("tickets",)),
        fires("Tornby", lost="2026-08-25", signs=("tickets", "silence")),
        fires("Ashlode", lost="2026-10-27"),
    ),
    kept=90,
    members=98,
    members_mean=94.2,
    minutes=240,
)


def test_the_figures_of_a_year_read_as_they_should():
    told = [(one.value, one.beside, one.title, one.below) for one in figures(PICTURE)]
    assert told == [
        ("17", "times", "would have fired", "14 accounts, busiest week 2"),
        ("5", "of 8", "lost accounts caught", "median 76 days before the loss"),
        ("9", "", "fired and stayed", "about 4 hours of work each"),
        ("3", "", "lost without a sign", "tickets told of two of them"),
    ]
    assert sentence(PICTURE) == (
        "8 losses are few: the true share caught may lie between 31 % and 86 %."
        " Each day was judged by what was known on that day."
    )
    assert notes(PICTURE) == ()


def test_nothing_is_promised_of_few_losses():
    two = replace(PICTURE, strips=PICTURE.of("missed")[:2])
    assert sentence(two).startswith("2 losses are too few to tell how many it would catch.")
    assert [one.value for one in figures(two)] == ["0", "0", "0", "2"]
    assert figures(two)[1].below == "none in the 180 days before"
    none = replace(PICTURE, strips=PICTURE.of("stayed"), minutes=None)
    assert sentence(none).startswith("Nobody it is for was lost:")
    assert [one.below for one in figures(none)][1:] == [
        "nobody was lost",
        "no playbook yet",
        "nobody",
    ]
    many = replace(PICTURE, strips=PICTURE.of("caught") * 8)
    assert sentence(many).startswith("Of 40 losses it would have caught 40:")


def test_a_play_that_fires_everywhere_is_not_praised():
    (told,) = notes(replace(PICTURE, kept=17))
    assert told == (
        "It would have fired at 9 of 17 accounts that stayed, too: what it catches says little."
    )
    assert notes(replace(PICTURE, kept=18)) == ()
    assert notes(replace(PICTURE, strips=PICTURE.of("stayed"), kept=9)) == ()
    (told,) = notes(replace(PICTURE, touches_known=False))
    assert told.startswith("No touch is known here")


def test_what_brings_no_work_is_told_apart_from_what_fires():
    """Noted and held back: marks and a figure of their own, no firing, and no loss is caught."""
    facts = Hindsight(
        ("a", "b"), ("A", "B"), np.arange(FIRST, FIRST + DAYS), np.ones((2, DAYS), bool),
        np.array([FIRST + 12, NO_DAY]), {},
    )  # fmt: skip
    fired = [Fired(0, FIRST + 5, FIRST + 5, noted=True), Fired(1, FIRST + 3, FIRST + 3),
             Fired(1, FIRST + 4, FIRST + 4, noted=True)]  # fmt: skip
    held = (Withheld(FIRST + 9, "data"),)
    some = strips(fired, facts, {}, {}, {0: held})
    found = Rehearsal("Play", FIRST, FIRST + DAYS - 1, some, withheld=7)
    assert (found.times, found.accounts, found.noted, found.busiest_week) == (1, 1, 2, 1)
    told = [(one.account_id, one.group, len(one.fired), len(one.noted), one.held) for one in some]
    assert told == [("b", "stayed", 1, 1, ()), ("a", "missed", 0, 1, held)]
    assert sentence(found).startswith(
        "Apart from these, 2 would only have been noted and 7 held back. 1 loss is too few"
    )


def test_what_never_fired_is_kept_with_the_first_brake():
    sees = seen("x-x-xx", shape="event")
    play = Play("Play", brakes=Brakes(often="once", running="again", a_day=0), existing=True)
    gone = go_through(play, sees, FIRST + 1)
    assert [one.day - FIRST for one in gone.fired] == [1]
    assert [(one.account, one.day - FIRST, one.brake) for one in gone.kept] == [
        (0, 2, "often"), (0, 4, "often"), (0, 5, "often"),
    ]  # fmt: skip


def test_what_else_is_to_be_said_is_said():
    first = to_day(date(2026, 3, 3))
    one = replace(PICTURE.strips[0].fired[0], touched=first)
    held = (HeldBack("a_day", 3, 1), HeldBack("often", 1, 0))
    strip = replace(PICTURE.strips[0], fired=(one,), noted=(replace(one, noted=True),))
    early = fires("Early", lost="2025-12-24")
    told = notes(
        replace(PICTURE, strips=(strip, early), held=held, data_from=first, elsewhere=1,
                goal_anyway=(1, 1))
    )  # fmt: skip
    assert told == (
        "Data begin on 3 Mar 2026: earlier nothing could fire.",
        "1 of 1 firing: in the 14 days before or after somebody touched the account anyway.",
        (
            "Once more it would only have been noted on the playbook that was at work there: no"
            " work of its own."
        ),
        "Without it its goal came true after 1 of 1 firing all the same.",
        "1 of those lost without a sign was lost in the first 90 days, with little to go by.",
        "Held back 3 times, 1 of them for good: enough accounts for one day.",
        "Held back once: it fired there before.",
        "1 more account that was lost: it is not for them.",
    )
