"""Trends of a desk: what is told of accounts, what mutes it, and that it is honest as of a day."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from healthdesk import cli
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.services import imports, scoring, trend_desk, trends
from tests import folders

FIRST, LAST = to_day(date(2024, 11, 4)), to_day(date(2026, 3, 9))
WEEK = np.array([53, 51, 52, 52, 47, 19, 9.0])
ACCOUNTS = [f"a{at:02}" for at in range(14)]


def day(year, month, number):
    return to_day(date(year, month, number))


def fall(values, start, end, share):
    values[start - FIRST : end - FIRST + 1] *= share


def series():
    """Daily users and exports of fourteen accounts, each with its story."""
    chance = np.random.default_rng(7)
    weekday = (np.arange(FIRST, LAST + 1) + 3) % 7
    users = {one: WEEK[weekday] * chance.uniform(0.9, 1.1, len(weekday)) for one in ACCOUNTS}
    exports = {one: np.full(len(weekday), 6.0) for one in ACCOUNTS}
    for one in ACCOUNTS[:-1]:
        fall(users[one], day(2025, 12, 24), day(2026, 1, 2), 0.3)
    fall(users["a00"], day(2026, 2, 12), LAST, 0.4)
    for found in (users["a01"], exports["a01"], users["a02"]):
        fall(found, day(2026, 2, 20), LAST, 0)
    fall(users["a03"], day(2025, 2, 17), day(2025, 3, 2), 0.2)
    fall(users["a03"], day(2026, 2, 23), LAST, 0.2)
    fall(users["a04"], day(2026, 2, 12), LAST, 0)
    fall(users["a05"], day(2026, 2, 12), LAST, 1.9)
    return {"active_users": users, "exports": exports}


def write(folder, last=LAST):
    usage = ["account_id,metric,day,value"]
    for metric, some in series().items():
        for account, values in some.items():
            usage += [
                f"{account},{metric},{to_date(FIRST + at).isoformat()},{int(value)}"
                for at, value in enumerate(values)
                if int(value) and FIRST + at <= last
            ]
    tables = {
        "accounts": "account_id,name\n" + "".join(f"{one},{one}\n" for one in ACCOUNTS),
        "metrics": "metric,name,fill\nactive_users,Active users,zero\nexports,Exports,zero\n",
        "usage": "\n".join(usage) + "\n",
        "outcomes": "account_id,day,kind\na04,2026-02-12,churned\n",
    }
    return folders.write(folder, tables)


@pytest.fixture
def desk(furnished, tmp_path):
    made = furnished("trends")
    made.do(imports.run, [write(tmp_path / "facts")])
    return made


def shown(found):
    return [(one.kind, one.first, one.last, one.muted) for one in found]


def test_what_is_watched_is_what_profiles_measure(desk):
    assert "active_users" in desk.read(trends.watched)


def test_a_fall_is_told_with_its_size_and_day(desk):
    one = desk.read(trends.events, "a00", LAST, ("active_users",))[0]
    assert (one.kind, one.first, one.last, one.muted) == ("dip", day(2026, 2, 12), None, "")
    assert one.size == pytest.approx(-0.6, abs=0.03)
    share = round(-one.size * 100)
    assert one.text == f"Active users {share} % below normal since 12 Feb; weekday pattern intact."
    assert one.expected > one.actual > 0


def test_silence_of_everything_is_a_stop_and_of_one_metric_a_fall(desk):
    (stopped, *_) = desk.read(trends.events, "a01", LAST, ("active_users",))
    assert (stopped.kind, stopped.first, stopped.size) == ("stopped", day(2026, 2, 20), -1)
    assert stopped.text.startswith("No use of anything since 20 Feb, 18 days")
    assert stopped.muted == ""
    (dip, *_) = desk.read(trends.events, "a02", LAST, ("active_users",))
    assert (dip.kind, dip.size) == ("dip", -1)


def test_a_fall_of_every_year_is_muted_with_the_reason(desk):
    found = desk.read(trends.events, "a03", LAST, ("active_users",))
    assert found[0].first == day(2026, 2, 23)
    assert found[0].muted == "also fell in the same weeks of 2025, came back on 3 Mar"
    assert found[-1].muted == ""


def test_christmas_of_most_accounts_is_muted(desk):
    (one,) = desk.read(trends.events, "a06", LAST, ("active_users",))
    assert shown([one]) == [
        (
            "dip",
            day(2025, 12, 24),
            day(2026, 1, 2),
            "most accounts of the desk fell in the same days",
        )
    ]
    assert desk.read(trends.events, "a13", LAST, ("active_users",)) == ()


def test_a_rise_is_told(desk):
    one = desk.read(trends.events, "a05", LAST, ("active_users",))[0]
    assert (one.kind, one.first) == ("rise", day(2026, 2, 12))
    assert "% above normal since 12 Feb" in one.text


def test_what_lasts_on_the_whole_desk_says_what_the_accounts_say(desk):
    found = desk.read(trends.lasting, LAST)
    assert sorted(found) == ["a00", "a01", "a02", "a03", "a05"]
    for account, some in found.items():
        own = desk.read(trends.events, account, LAST)
        since = LAST - trend_desk.RECENT
        assert some == tuple(one for one in own if one.last is None or one.last >= since)


def test_a_churned_account_has_no_trend_from_that_day_on(desk):
    assert "a04" not in desk.read(trends.lasting, LAST)
    assert all(one.first < day(2026, 1, 5) for one in desk.read(trends.events, "a04", LAST))


def test_what_lasts_is_kept_for_the_next_start(desk, monkeypatch):
    desk.do(scoring.record_reported, LAST)
    before = desk.read(trends.lasting, LAST)
    desk.read(lambda tx: tx.info["memory"].clear())
    monkeypatch.setattr(trend_desk, "_go_through", None)
    assert desk.read(trends.lasting, LAST) == before
    assert desk.read(trends.events, "a00", LAST)
    assert desk.read(trends.events, "a00", LAST + 1)  # the next morning, nothing new yet


def test_what_was_kept_is_not_believed_after_an_import(desk, tmp_path):
    desk.do(scoring.record_reported, LAST)
    more = {"usage": f"account_id,metric,day,value\na06,active_users,{to_date(LAST)},1\n"}
    desk.do(imports.run, [folders.write(tmp_path / "more", more)])
    read = []
    desk.read(trends.lasting, LAST, progress=Steps(read))
    assert read


class Steps:
    def __init__(self, told):
        self.told = told

    def step(self, done, total, text):
        self.told.append((done, total, text))


@pytest.mark.parametrize("back", [0, 5, 66])
def test_a_day_is_told_as_it_was_then(desk, furnished, tmp_path, back):
    """A desk that ends on a day says of that day what the longer one says of it."""
    then = LAST - back
    short = furnished("short")
    short.do(imports.run, [write(tmp_path / "short", then)])
    for account in ("a00", "a01", "a03", "a06"):
        asked = (account, then, ("active_users",))
        assert desk.read(trends.events, *asked) == short.read(trends.events, *asked)


def test_a_late_feed_is_no_fall_of_each_account(desk):
    later = LAST + 12
    found = desk.read(trends.lasting, later)
    assert sorted(found) == [one for one in ACCOUNTS if one != "a04"]
    late = [one for one in found["a06"] if one.metric == "active_users"]
    assert shown(late)[0][:3] == ("stopped", LAST + 1, None)
    assert late[0].muted.startswith("the feed stopped, for every account: usage: no data since")
    dips = [one for some in found.values() for one in some if one.kind == "dip" and not one.muted]
    assert {one.first for one in dips} <= {day(2026, 2, 12), day(2026, 2, 20)}


def test_a_hole_of_the_feed_is_told_as_one(furnished, tmp_path):
    made = furnished("hole")
    folder = write(tmp_path / "hole")
    low, high = date(2025, 9, 1), date(2025, 9, 12)
    lines = (folder / "usage.csv").read_text().splitlines()
    kept = [
        line
        for at, line in enumerate(lines)
        if at == 0 or not low <= date.fromisoformat(line.split(",")[2]) <= high
    ]
    (folder / "usage.csv").write_text("\n".join(kept) + "\n")
    made.do(imports.run, [folder])
    found = made.read(trends.events, "a13", LAST, ("active_users",))
    assert shown(found) == [
        ("stopped", to_day(low), to_day(high), "the feed stopped, for every account")
    ]


def test_the_normal_band(desk):
    first = LAST - 60
    found = desk.read(trends.normal, "a00", "active_users", first, LAST + 3, LAST)
    assert found.days == tuple(range(first, LAST + 4))
    assert found.values[-3:] == (None, None, None)
    assert found.values[-4] == float(int(series()["active_users"]["a00"][-1]))
    inside = [
        low <= value <= high
        for low, value, high in zip(found.low, found.values, found.high, strict=True)
        if value is not None
    ]
    assert sum(inside[:30]) >= 27
    assert sum(inside[-25:]) <= 5
    early = desk.read(trends.normal, "a00", "active_users", FIRST - 2, FIRST + 2, LAST)
    assert early.values[:2] == (None, None)
    assert early.expected == (None,) * 5
    unknown = desk.read(trends.normal, "a00", "nothing", first, LAST, LAST)
    assert set(unknown.values) == {None}


def test_records_are_told(desk):
    found = desk.read(trends.records, "a05", LAST)
    month = next(one for one in found if one.metric == "active_users" and one.period == "month")
    assert month.text.startswith("Active users: best month ever, ")
    assert month.text.endswith(" a day in Feb 2026.")


def test_an_account_that_is_not_there(desk):
    with pytest.raises(NotFound):
        desk.read(trends.events, "nobody", LAST)


def test_a_desk_without_anything(furnished):
    made = furnished("empty")
    assert made.read(trends.lasting, LAST) == {}


def test_usage_that_ended_long_before_is_no_trend(furnished, tmp_path):
    made = furnished("ended")
    made.do(imports.run, [write(tmp_path / "ended")])
    years_on = to_day(date(2050, 3, 9))
    made.do(scoring.record_reported, years_on)
    assert made.read(trends.lasting, years_on) == {}


def test_the_command(desk, capsys, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-03-09")
    file = str(desk.path)
    desk.close()

    def run(*words, status=0):
        assert cli.main(["--desk", file, "trends", *words]) == status
        return capsys.readouterr()

    rows = json.loads(run("--json", "--account", "a00", "--metric", "active_users").out)
    assert list(rows[0]) == [
        "account_id", "metric", "kind", "from", "to", "size", "muted", "text",
    ]  # fmt: skip
    assert (rows[0]["from"], rows[0]["to"], rows[0]["muted"]) == ("2026-02-12", None, None)
    assert rows[1]["muted"]
    every = json.loads(run("--json", "--day", "2026-03-01").out)
    assert {row["account_id"] for row in every} == {"a00", "a01", "a02", "a03", "a05"}
    exports = json.loads(run("--json", "--metric", "exports").out)
    assert {row["account_id"] for row in exports} == {"a01"}
    assert "% below normal since 12 Feb; weekday pattern intact." in run("--account", "a00").out
    assert "no metric" in run("--metric", "x", status=2).err.lower()
    assert "nobody" in run("--account", "nobody", status=1).err
