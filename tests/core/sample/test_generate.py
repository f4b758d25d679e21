"""The sample as a whole: repeatable, of one piece, and with its stories in it."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import blake2b

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.profile import parse_profiles
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.sample.cast import cast
from healthdesk.core.sample.generate import DEFAULT_ACCOUNTS, generate
from healthdesk.core.sample.tables import COLUMNS, SampleTables
from tests.core.sample.plain_readings import Plain

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def sample() -> SampleTables:
    return generate(DAY, 1)


def rows(sample: SampleTables, table: str) -> list[dict]:
    return [dict(zip(COLUMNS[table], row, strict=True)) for row in sample.tables[table]]


def same(one: SampleTables, other: SampleTables) -> bool:
    grids = all(
        np.array_equal(a.values, b.values, equal_nan=True)
        for a, b in zip(one.usage, other.usage, strict=True)
    )
    return grids and one.tables == other.tables and one.account_ids == other.account_ids


def test_the_same_arguments_give_the_same_rows():
    assert same(generate(DAY, 4, 25, 200), generate(DAY, 4, 25, 200))


def test_another_seed_gives_another_desk():
    one, other = generate(DAY, 4, 60, 200), generate(DAY, 5, 60, 200)
    assert one.tables["accounts"] != other.tables["accounts"]
    assert not same(one, other)


def test_rows_are_the_same_on_every_machine():
    """Whoever changes what the sample says changes this line too: pictures tell it."""
    made = generate(DAY, 1, 40, 400)
    told = blake2b(repr(sorted(made.tables.items())).encode(), digest_size=8)
    for grid in made.usage:
        told.update(np.nan_to_num(grid.values, nan=-1).astype("<f4").tobytes())
    assert told.hexdigest() == "e029eccd6b7d27d8"


@settings(max_examples=12, deadline=None)
@given(
    st.dates(date(2001, 1, 1), date(2090, 1, 1)),
    st.integers(-5, 10**9),
    st.integers(1, 60),
    st.integers(1, 500),
)
def test_it_is_of_one_piece(day, seed, accounts, days):
    made = generate(day, seed, accounts, days)
    ids = {row["account_id"] for row in rows(made, "accounts")}
    assert len(made.account_ids) == len(ids) == accounts
    contacts = {row["contact_id"] for row in rows(made, "contacts")}
    first, last = day - timedelta(days - 1), day
    for table, columns in COLUMNS.items():
        if table == "metrics":
            continue
        for row in rows(made, table):
            assert row.get("account_id", next(iter(ids))) in ids
            named = str(row.get("contact_ids") or row.get("contact_id") or "")
            assert not named or set(named.split(";")) <= contacts
            if "day" in columns:
                assert first <= row["day"] <= last
        keys = [row[0] for row in made.tables[table]]
        if columns[0] != "account_id" or table == "accounts":
            assert table == "contact_usage" or len(keys) == len(set(keys))
    for grid in made.usage:
        assert grid.values.shape == (accounts, days)
        known = grid.values[~np.isnan(grid.values)]
        assert grid.metric == "storage_gb" or (known > 0).all()


def test_weekends_are_quiet_where_offices_work(sample):
    days = np.arange(sample.first, to_day(DAY) + 1)
    weekend = (days + 3) % 7 >= 5
    users = np.nan_to_num(sample.usage[0].values)
    office = users[sample.account_ids.index("oskarby-furniture")]
    assert office[~weekend].mean() > 5 * office[weekend].mean()


def test_the_portfolio_is_worth_what_the_pictures_say(sample):
    alive = [row for row in rows(sample, "accounts") if row["stage"] != "Left"]
    assert len(alive) == 128
    assert len(sample.account_ids) == DEFAULT_ACCOUNTS
    assert sum(row["arr"] for row in alive) == pytest.approx(8_420_000, rel=0.01)
    tiers = [row["tier"] for row in alive]
    assert [tiers.count(tier) for tier in ("Enterprise", "Growth", "Starter")] == [46, 52, 30]


def test_renewals_within_90_days_are_those_of_the_pictures(sample):
    left = {row["account_id"] for row in rows(sample, "accounts") if row["stage"] == "Left"}
    soon = {
        row["account_id"]: row["arr"]
        for row in rows(sample, "subscriptions")
        if row["start"] <= DAY < row["end"] and (row["end"] - DAY).days <= 90
        if row["account_id"] not in left
    }
    assert len(soon) == 23
    assert sum(soon.values()) == 2_368_000


def test_every_version_of_the_model_is_a_profile(sample):
    metrics = {row[0] for row in sample.tables["metrics"]}
    assert [one.version for one in sample.versions] == [1, 2, 3, 4, 5, 6, 7]
    days = [one.day for one in sample.versions]
    assert days == sorted(days)
    assert to_day(DAY) - days[-1] == 14
    for one in sample.versions:
        assert parse_profiles(list(one.profiles), metrics, CATALOGUE)[-1].applies_to is None


def test_the_feed_of_marrowgate_stops(sample):
    bank = Plain(sample, "marrowgate-bank")
    assert not bank.values("active_users", DAY, 17).any()
    assert bank.values("active_users", DAY - timedelta(17), 7).sum() > 50
    assert bank.since_touch(DAY) == 5


def test_northmoor_does_not_answer(sample):
    rail = Plain(sample, "northmoor-rail")
    assert rail.ways(DAY, 31) == (0, 4)
    assert rail.ways(DAY, 32) == (1, 4)


def test_the_binge_user_works_in_four_days(sample):
    users = Plain(sample, "ledgerholt-accountants").values("active_users", DAY, 30)
    assert np.sort(users)[-4:].sum() > 0.6 * users.sum()


def test_the_seasonal_customer_does_the_same_every_year(sample):
    schools = Plain(sample, "hollin-vale-schools")
    for years in (0, 1):
        day = DAY - timedelta(364 * years)
        assert schools.values("active_users", day, 7).sum() * 3 < (
            schools.values("active_users", day - timedelta(14), 7).sum()
        )


def test_the_angry_tickets_are_angry(sample):
    tickets = Plain(sample, "sorrel-pine").open_tickets(DAY)
    assert len(tickets) == 3
    assert max(row["sentiment"] for row in tickets) < -0.6


@pytest.mark.parametrize(
    ("account", "measured"),
    [
        (
            "tindra-dairy",
            lambda one: [row["priority"] for row in one.open_tickets(DAY)] == ["urgent"],
        ),
        ("sablewood-hotels", lambda one: one.nps(DAY)[0] == -100),
        ("bexhollow-mutual", lambda one: one.overdue(DAY) == 44),
        ("stannwick-tools", lambda one: one.features(DAY) == 2),
        ("lumenfjord-lighting", lambda one: len(one.open_tickets(DAY)) == 3),
        ("velora-optics", lambda one: one.features(DAY) == 9),
        ("velora-optics", lambda one: one.features(date(2026, 8, 31)) == 5),
        ("kilnsey-ceramics", lambda one: one.since_touch(DAY) == 1),
        ("cresthaven-ports", lambda one: one.since_touch(DAY) == 71),
        ("oskarby-furniture", lambda one: one.nps(DAY) == (100, 2)),
    ],
)
def test_a_named_account_has_its_reason(sample, account, measured):
    assert measured(Plain(sample, account))


def test_corvane_hangs_on_one_contact(sample):
    touches = [
        one
        for one in Plain(sample, "corvane-robotics").touches(DAY)
        if one["day"] > DAY - timedelta(90)
    ]
    who = [row["contact_ids"] for row in touches]
    assert who.count("corvane-robotics.beatrix-corvane") >= 0.7 * len(who)


def test_a_group_has_two_children(sample):
    children = [
        row["account_id"] for row in rows(sample, "accounts") if row["parent_id"] == "halvard-group"
    ]
    assert sorted(children) == ["halvard-cold-storage", "halvard-maritime"]


def test_those_who_left_have_nothing_afterwards(sample):
    churned = {
        row["account_id"]: row["day"]
        for row in rows(sample, "outcomes")
        if row["kind"] == "churned"
    }
    assert len(churned) == len(cast().left) == 14
    users = sample.usage[0].values
    for account, day in churned.items():
        line = users[sample.account_ids.index(account)]
        assert np.isnan(line[to_day(day) - sample.first :]).all()
        assert max(row["day"] for row in Plain(sample, account).rows("touchpoints")) < day


def test_names_and_texts_come_in_many_tongues(sample):
    text = " ".join(row["name"] for row in rows(sample, "contacts"))
    assert {"ø", "é", "å"} <= set(text)
    bodies = [row["body"] for row in rows(sample, "touchpoints") if row["body"]]
    assert not any("{" in body for body in bodies)
    assert len(set(bodies)) > 600
