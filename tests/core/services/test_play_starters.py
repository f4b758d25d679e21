"""The plays that come with the program: switched off, whole, fitted to a desk, never a flood."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from healthdesk import paths
from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.play import dump_play, parse_play
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.core.services import (
    imports,
    play_documents,
    play_fitting,
    play_reading,
    play_rehearsal,
    playbooks,
    plays,
    run_reading,
    segments,
    settings,
)
from healthdesk.core.triggers import CATALOGUE as TRIGGERS
from tests import folders, ready

DAY = 20_780
READ = [one for file in play_documents.shipped_files() for one in
        play_documents.read_all(file.read_bytes())]  # fmt: skip
CYCLE = (
    "Welcome", "Onboarding stuck", "Adoption fading", "Adoption confused", "Champion gone quiet",
    "Silent account", "Detractor", "Urgent ticket", "Turns Poor", "Quarterly review",
    "Renewal in 90 days", "Renewal at risk, 60 days", "Renewal without a talk",
    "Thank the strong", "Strong and left alone", "Advocate ask", "Seats nearly full",
    "Offboarding after churn", "Data stopped coming",
)  # fmt: skip
NO_GOAL = {"Offboarding after churn"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("starters") / "sample.healthdesk"
    desk = ready.sample(path, DAY, name="New desk", clock=Clock(pretended=to_date(DAY)))
    yield desk
    desk.close()


def test_the_cycle_stands_in_its_order():
    assert tuple(one.name for one in READ) == CYCLE
    assert list(play_documents.shipped()) == READ


@pytest.mark.parametrize("play", READ, ids=CYCLE)
def test_each_says_what_it_is_for_and_asks_before_it_starts(play):
    assert 60 < len(play.purpose) < 240
    assert play.mode == "suggest"
    assert not play.existing
    assert (play.goal is None) == (play.name in NO_GOAL)
    assert play.brakes.a_day
    assert play.brakes.running != "again"
    document = dump_play(play)
    named = play_documents.named(document)
    assert parse_play(document, "play", TRIGGERS, named, READINGS) == play


def test_a_new_desk_has_them_switched_off_with_all_they_name(furnished):
    with furnished() as desk:
        rows = desk.read(plays.overview, desk.read(settings.today))
        assert tuple(row.name for row in rows) == CYCLE
        assert not any(row.on or row.has_draft or row.waiting for row in rows)
        assert {row.playbook for row in rows} <= set(desk.read(playbooks.names))
        named = {one.segment for one in READ} | {one.cause.options.get("segment") for one in READ}
        assert named - {"", None} <= set(desk.read(segments.names))
        assert desk.read(plays.missing_starters) == ()


def test_an_old_desk_is_offered_what_it_lacks_with_its_playbook(furnished):
    with furnished() as desk:
        desk.do(plays.remove, "Seats nearly full")
        desk.do(playbooks.remove, "Room to grow")
        (lacking,) = desk.read(plays.missing_starters)
        assert lacking.name == "Seats nearly full"
        assert desk.do(plays.create_starters, ["Detractor"]) == ()
        assert desk.do(plays.create_starters, [lacking.name]) == (lacking.name,)
        assert "Room to grow" in desk.read(playbooks.names)
        desk.undo()
        assert "Room to grow" not in desk.read(playbooks.names)
        assert desk.read(plays.missing_starters) == (lacking,)


def test_on_the_sample_none_lacks_anything(sample):
    told = {}
    usual = "goal holds already"
    for play in READ:
        found = sample.read(play_reading.faults, play, DAY)
        assert not [one.sentence for one in found if one.blocks]
        told[play.name] = {one.sentence for one in found if usual not in one.sentence}
    without = {"Nothing is named that would show whether it worked."}
    assert {name: found for name, found in told.items() if found} == dict.fromkeys(NO_GOAL, without)


def test_rehearsed_on_the_sample_none_is_a_flood(sample):
    first, last = play_rehearsal.year_to(DAY)
    fired = {}
    for play in READ:
        found = sample.read(play_rehearsal.rehearse, play, first, last)
        fired[play.name] = len(found.rows)
    most = 0.15 * 12 * 124
    assert {name: count for name, count in fired.items() if count > most} == {}
    assert sum(count > 0 for count in fired.values()) > len(READ) // 2
    assert fired["Renewal in 90 days"] > 100


USED = "account_id,metric,day,value\n" + "".join(
    f"a,{{}},2026-03-{day:02},{day % 4 + 2}\n" for day in range(1, 13)
)
ACCOUNTS = "account_id,name,started_on\na,Aldermoor,2025-01-01\n"


def brought(tmp_path, desk, metric, name):
    facts = {
        "accounts": ACCOUNTS,
        "metrics": f"metric,name,unit,fill\n{metric},{name},users,zero\n",
        "usage": USED.format(*[metric] * 12),
    }
    return desk.do(imports.run, [folders.write(tmp_path / metric, facts)])


def metrics_of(desk, name):
    return play_documents.named(dump_play(desk.read(plays.document, name)))


@pytest.mark.parametrize(
    ("metric", "called", "seats"),
    [("logins", "Log-ins", "active_users"), ("wau", "Weekly active users", "wau")],
)
def test_they_look_at_the_metric_that_speaks_for_use(tmp_path, furnished, metric, called, seats):
    with furnished() as desk:
        desk.do(plays.save_draft, "Data stopped coming", replace(READ[-1], minutes=7))
        desk.do(plays.switch_on, "Onboarding stuck")
        batch = brought(tmp_path, desk, metric, called).batch
        assert metric in metrics_of(desk, "Champion gone quiet")
        assert seats in metrics_of(desk, "Seats nearly full")
        for touched in ("Onboarding stuck", "Data stopped coming"):
            assert "active_users" in metrics_of(desk, touched)
        assert desk.read(plays.document, "Detractor") == READ[CYCLE.index("Detractor")]
        before = desk.read(plays.documents)
        assert desk.do(imports.run, [tmp_path / metric]).batch != batch
        assert desk.read(plays.documents) == before
        desk.undo()
        desk.undo()
        assert "active_users" in metrics_of(desk, "Champion gone quiet")


def test_without_their_metric_or_with_it_they_stay_as_they_are(tmp_path, furnished):
    with furnished() as desk:
        shipped = desk.read(plays.documents)
        brought(tmp_path, desk, "active_users", "Active users")
        assert desk.read(plays.documents) == shipped
        assert desk.read(play_fitting.to_fit) == ()


def test_who_left_is_offboarded_the_day_it_is_known(tmp_path, furnished):
    with furnished() as desk:
        today = desk.read(settings.today)
        folder = folders.write(tmp_path / "one", {"accounts": ACCOUNTS})
        desk.do(imports.run, [folder])
        desk.do(plays.switch_on, "Offboarding after churn")
        left = f"account_id,day,kind,reason\na,{to_date(today - 3)},churned,price\n"
        desk.do(imports.run, [folders.write(tmp_path / "two", {"outcomes": left})])
        desk.do(plays.tick, today)
        (found,) = desk.read(plays.suggestions, today)
        assert (found.account_id, found.day, found.cause_day) == ("a", today, today - 3)
        desk.do(plays.accept, found.id)
        (run,) = desk.read(run_reading.runs, today)
        assert (run.playbook, run.status, run.started) == (
            "Offboarding and retro",
            "active",
            today,
        )


def test_help_tells_each_with_its_playbook():
    told = (paths.resources() / "help" / "plays.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in told.splitlines() if line.startswith("| ")]
    named = {row[0].removeprefix("| "): row[2] for row in rows if len(row) == 4}
    assert {one.name: one.playbook for one in READ}.items() <= named.items()
