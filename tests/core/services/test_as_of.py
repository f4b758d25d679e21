"""Looking back: what is read for a day is what a desk says that knows nothing of later days."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from healthdesk import cli
from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.services import accounts, desks, samples, scoring, segments, today
from tests import as_of, make, reads

TODAY = to_day(date(2026, 11, 23))
CLOCK = Clock(instant=datetime(2026, 11, 23, 9, tzinfo=UTC))
BACK = (1, 24, 80)
FILLED, DAYS = 20_000, 30


def compare(whole, apart, day, ids):
    """Every read of a desk and of one that was cut give the same."""
    pairs = [(whole.read(reads.of_desk, day), apart.read(reads.of_desk, day))]
    pairs += [
        (whole.read(reads.of_account, one, day), apart.read(reads.of_account, one, day))
        for one in ids
    ]
    for one, other in pairs:
        assert one.keys() == other.keys()
        found = [f"{k}{words}" for k in one for words in reads.apart(one[k], other[k])]
        assert not found, "\n".join(found[:9])


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A sample desk with two hundred days of work on it."""
    path = tmp_path_factory.mktemp("lived") / "lived.healthdesk"
    with Desk.create(
        path, clock=CLOCK, furnish=lambda tx: desks.furnish(tx, "Lived", "UTC", "EUR")
    ) as made:
        made.do(samples.fill, TODAY, 1, 6, 420)
        made.do(as_of.live, 5, TODAY - 200, TODAY)
        made.read(reads.of_desk, TODAY)  # what is remembered of today must not tell of earlier days
        yield made


@pytest.mark.parametrize(
    ("back", "chosen"),
    [
        (1, slice(0, 1)),
        (24, slice(1, 2)),
        (80, slice(2, 3)),
        *(pytest.param(back, slice(None), marks=pytest.mark.long) for back in (3, 45, 110, 170)),
    ],
)
def test_a_lived_desk_gives_for_a_day_what_it_would_have_given_then(lived, tmp_path, back, chosen):
    day = TODAY - back
    with Desk.open(as_of.copy(lived, tmp_path / "cut.healthdesk"), clock=CLOCK) as then:
        then.do(as_of.cut, day)
        assert lived.read(rows) > then.read(rows)
        compare(lived, then, day, lived.read(ids)[chosen])


@given(st.integers(0, 10**6), st.integers(FILLED - 2, FILLED + DAYS + 10))
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # each desk takes a second: no time to shrink one
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_desk_gives_for_any_day_what_it_would_have_given_then(tmp_path_factory, seed, day):
    folder = tmp_path_factory.mktemp("any")
    clock = Clock(instant=datetime(2024, 11, 15, tzinfo=UTC))
    with Desk.create(
        folder / "any.healthdesk",
        clock=clock,
        furnish=lambda tx: desks.furnish(tx, "Any", "UTC", "EUR"),
    ) as made:
        made.do(make.fill, accounts=2, days=DAYS)
        made.do(as_of.live, seed, FILLED, FILLED + DAYS + 10)
        with Desk.open(as_of.copy(made, folder / "cut.healthdesk"), clock=clock) as then:
            then.do(as_of.cut, day)
            compare(made, then, day, ["a1"])


@pytest.mark.parametrize("back", [0, *BACK])
def test_today_and_the_table_show_what_the_command_line_says(lived, capsys, back):
    day = TODAY - back
    told = ["--desk", str(lived.path), "scores", "--day", to_date(day).isoformat(), "--json"]
    copied = as_of.copy(lived, lived.path.with_name(f"cli{back}.healthdesk"))
    told[1] = str(copied)
    assert cli.main(told) == 0
    said = {one["account_id"]: one for one in json.loads(capsys.readouterr().out)}
    table = lived.read(accounts.accounts_table, day)
    assert {one.account_id: (one.band, one.shown) for one in table.rows} == {
        key: (one["band"], one["shown"]) for key, one in said.items()
    }
    page = lived.read(today.read, day, day - 7)
    assert page.accounts == len(said)
    for name in lived.read(segments.names):
        mine = set(lived.read(segments.members, name, day)) & said.keys()
        assert lived.read(today.read, day, day - 7, name).accounts == len(mine)
    for account, one in said.items():
        score = lived.read(accounts.account_header, account, day).score
        assert (score.band, score.shown) == (one["band"], one["shown"])
        (last,) = lived.read(scoring.history, account, day, day).days
        assert (last.band, last.shown) == (one["band"], one["shown"])


def ids(tx):
    return list(tx.execute(text("SELECT account_id FROM account ORDER BY id")).scalars())


def rows(tx):
    """How many rows there are of what the cut takes away."""
    return sum(
        tx.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in as_of.LATER
    )
