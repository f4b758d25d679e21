"""Segments: the starters, who is in one on a day, and whole lists of them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.errors import BadDocument, Cancelled, DeskError, NotFound
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.grid import Tile
from healthdesk.core.domain.op import op
from healthdesk.core.services import (
    dashboards,
    exports,
    imports,
    segment_check,
    segment_compare,
    segment_members,
    segment_past,
    segments,
)
from tests.core import worked_example

DAY = to_day(date(2026, 3, 14))


@op("Replace")
def replace(tx, wanted) -> None:
    segments.replace_all(tx, segments.parse_segments(wanted, ()))


def test_a_new_desk_has_the_starters_in_order(furnished):
    assert furnished().read(segments.names) == (
        "Poor", "Average", "Strong",
        "Silent 45 days", "Renewing in 90 days", "Dipping", "Advocates",
        "Onboarding", "Watermelon",
    )  # fmt: skip


def test_members_are_as_of_a_day(example):
    assert example.read(segments.members, "Strong", DAY - 7) == ("a1",)
    assert example.read(segments.members, "Strong", DAY) == ()
    assert example.read(segments.members, "average", DAY) == ("a1",), "case does not matter"
    assert example.read(segments.members, "Average", DAY - 80) == (), "it had not begun"


def test_silence_and_renewal_come_from_readings(furnished, tmp_path):
    desk = furnished()
    folder = worked_example.write(
        tmp_path / "facts",
        accounts="account_id,name,started_on\na1,A,2025-01-01\nb,B,2025-01-01\nc,C,2025-01-01\n",
        subscriptions="subscription_id,account_id,start,end\n"
        "s1,a1,2026-01-01,2026-06-12\ns2,b,2026-01-01,2026-06-13\n",
        outcomes="account_id,day,kind\nc,2026-03-01,churned\n",
    )
    desk.do(imports.run, [folder])
    assert desk.read(segments.members, "Renewing in 90 days", DAY) == ("a1",)
    assert desk.read(segments.members, "Silent 45 days", DAY) == ("b",), "churned ones are in none"
    everybody = {"all": []}
    assert desk.read(segments.matching, everybody, DAY) == ("a1", "b", "c")
    assert desk.read(segments.matching, {"field": "churned", "op": "=", "value": True}, DAY) == (
        "c",
    )


def test_dipping_looks_28_days_back(furnished, tmp_path):
    desk = furnished()
    days = "".join(f"a1,active_users,2026-{m:02}-{d:02},30\n" for m in (1, 2) for d in range(1, 15))
    folder = worked_example.write(tmp_path / "facts", usage=f"account_id,metric,day,value\n{days}")
    desk.do(imports.run, [folder])
    early = to_day(date(2026, 2, 14))
    assert desk.read(segments.members, "Dipping", early) == ()
    assert desk.read(segments.members, "Dipping", early + 28) == ("a1",)


def test_a_rule_may_ask_for_a_metric_that_no_score_needs(example):
    rule = {
        "reading": {"kind": "usage_level", "metric": "active_users", "days": 3},
        "op": "=",
        "value": 10,
    }
    assert example.read(segments.matching, rule, DAY) == ("a1",)
    with pytest.raises(BadDocument, match="rule > reading > metric"):
        example.read(
            segments.matching, {**rule, "reading": {"kind": "usage_level", "metric": "no"}}, DAY
        )


def test_a_rule_may_ask_for_breadth_that_no_score_needs(furnished, tmp_path):
    desk = furnished()
    folder = worked_example.write(
        tmp_path / "facts",
        metrics="metric,feature\nactive_users,false\nboards,true\nlists,true\n",
        usage="account_id,metric,day,value\na1,active_users,2026-03-14,1\na1,boards,2026-03-14,1\n",
    )
    desk.do(imports.run, [folder])
    rule = {"reading": {"kind": "usage_breadth", "days": 7}, "op": "=", "value": 0.5}
    assert desk.read(segments.matching, rule, DAY) == ("a1",)


def test_a_whole_list_replaces_what_was(furnished):
    desk = furnished()
    mine = {"name": "Mine", "rule": {"field": "tier", "op": "=", "value": "gold"}}
    poor = desk.read(segments.documents)[0]
    desk.do(replace, [mine, poor])
    assert desk.read(segments.names) == ("Mine", "Poor")
    assert desk.read(segments.documents) == [mine, poor]
    desk.undo()
    assert len(desk.read(segments.names)) == len(segments.STARTERS)


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ({}, "segments"),
        ([{"name": "A"}], "segment 1"),
        ([{"name": " ", "rule": {"all": []}}], "segment 1"),
        ([{"name": "A", "rule": {"all": []}}, {"name": "a", "rule": {"all": []}}], "a"),
        ([{"name": "A", "rule": {"field": "x", "op": "like", "value": 1}}], "A > rule > op"),
    ],
)
def test_a_wrong_list_is_refused_with_its_place(wanted, place):
    with pytest.raises(BadDocument) as refused:
        segments.parse_segments(wanted, ())
    assert refused.value.place == place


def test_an_unknown_segment_names_the_known(furnished):
    with pytest.raises(NotFound, match="Poor, Average"):
        furnished().read(segments.members, "zz", DAY)


POOR = {"field": "band", "op": "=", "value": "Poor"}


def board(**scope) -> Board:
    tile = Tile("a-1", "segment_comparison", 0, 0, 6, 4, options={"first": "Poor", "by": "arr"})
    return Board("Weekly", tiles=(tile,), **scope)


def test_every_starter_is_for_something_and_suggests_what_to_do():
    bands = {one["name"]: one.get("cadence_days") for one in segments.STARTERS}
    assert [bands[one] for one in ("Poor", "Average", "Strong")] == [7, 30, 60]
    for one in segments.STARTERS:
        assert one["purpose"].endswith(".")
        assert one["playbook"]


def test_starters_that_are_missing_can_be_had_again(furnished):
    desk = furnished()
    mine = {"name": "Poor", "rule": POOR}
    desk.do(replace, [mine])
    added = desk.do(segments.add_starters)
    assert "Poor" not in added
    assert len(added) == len(segments.STARTERS) - 1
    assert desk.read(segments.documents)[0] == mine, "a desk keeps its own"
    assert desk.read(segments.missing_starters) == ()
    desk.undo()
    assert desk.read(segments.documents) == [mine]


def test_the_list_counts_names_bands_and_lists(example):
    example.do(segments.from_accounts, "Chosen", ["a1", "a1"])
    example.do(segments.add, {"name": "Odd", "rule": {"field": "gone", "op": "=", "value": 1}})
    rows = {row.name: row for row in example.read(segments.overview, DAY)}
    assert list(rows) == list(example.read(segments.names))
    average, listed, odd = rows["Average"], rows["Chosen"], rows["Odd"]
    assert (average.starter, average.band, average.count, average.change) == (True, "Average", 1, 1)
    assert (average.playbook, average.cadence_days) == ("Adoption: fading", 30)
    assert (listed.starter, listed.is_list, listed.count, listed.band) == (False, True, 1, "")
    assert (odd.count, odd.broken) == (0, "The desk has no field gone.")
    assert not any(row.broken for row in rows.values() if row.starter)
    early = {row.name: row for row in example.read(segments.overview, DAY - 300)}
    assert (early["Average"].count, early["Average"].change) == (0, None)


def test_changes_are_steps_that_can_be_taken_back(furnished):
    desk = furnished()
    before = desk.read(segments.documents)
    steps = (
        lambda: desk.do(segments.add, {"name": " Mine  own ", "rule": POOR, "cadence_days": 14}),
        lambda: desk.do(segments.change, "mine own", {"name": "Mine", "rule": {"not": POOR}}),
        lambda: desk.do(segments.duplicate, "Mine"),
        lambda: desk.do(segments.order, ["Mine 2", "Strong", "nobody"]),
        lambda: desk.do(segments.from_accounts, "Mine", ["b", "a"]),
        lambda: desk.do(segments.remove, "Poor"),
    )
    states = [before]
    for step in steps:
        step()
        states.append(desk.read(segments.documents))
    assert [one["name"] for one in states[1]][-1] == "Mine own"
    assert states[2][-1] == {"name": "Mine", "rule": {"not": POOR}}
    assert [one["name"] for one in states[3]][-2:] == ["Mine", "Mine 2"]
    assert [one["name"] for one in states[4]][:3] == ["Mine 2", "Strong", "Poor"]
    assert states[5][-1]["name"] == "Mine 3"
    assert states[5][-1]["rule"]["value"] == ["b", "a"]
    for state in reversed(states[:-1]):
        desk.undo()
        assert desk.read(segments.documents) == state
    for state in states[1:]:
        desk.redo()
        assert desk.read(segments.documents) == state


def test_a_new_name_is_followed_by_what_names_it(furnished):
    desk = furnished()
    row = desk.do(dashboards.add, board(segment="poor"))
    desk.do(dashboards.keep_template, board(), "Own")
    assert desk.read(segments.used_by, "Poor") == (
        "The dashboard \u201cWeekly\u201d is about it.",
        "A widget of the dashboard \u201cWeekly\u201d shows it.",
        "The play \u201cTurns Poor\u201d watches who is in it.",
    )
    poor = desk.read(segments.document_of, "Poor")
    desk.do(segments.change, "Poor", {**poor, "name": "At risk"})
    found = next(one.board for one in desk.read(dashboards.boards) if one.row == row)
    assert found.segment == found.tiles[0].options["first"] == "At risk"
    assert found.tiles[0].options["by"] == "arr"
    (own,) = desk.read(dashboards.boards, "template")
    assert own.board.tiles[0].options["first"] == "At risk"
    assert desk.read(segments.used_by, "Poor") == ()
    assert len(desk.read(segments.used_by, "At risk")) == 3
    desk.undo()
    assert len(desk.read(segments.used_by, "Poor")) == 3


def test_a_new_name_of_a_playbook_is_followed(furnished):
    desk = furnished()
    desk.do(op("Rename")(segments.playbook_renamed), "Get well", "Recovery")
    assert desk.read(segments.document_of, "Poor")["playbook"] == "Recovery"


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (
            lambda desk: desk.do(segments.change, "Poor", {"name": "strong", "rule": POOR}),
            "already",
        ),
        (lambda desk: desk.do(segments.change, "Poor", {"name": " ", "rule": POOR}), "1 to 200"),
        (lambda desk: desk.do(segments.add, {"name": "x" * 201, "rule": POOR}), "1 to 200"),
        (lambda desk: desk.do(segments.add, {"name": "A", "rule": {}}), "A > rule"),
        (lambda desk: desk.do(segments.from_accounts, "A", []), "1 to 5,000"),
        (lambda desk: desk.do(segments.from_accounts, "A", map(str, range(5001))), "1 to 5,000"),
        (lambda desk: desk.do(segments.remove, "nobody"), "no longer there"),
        (lambda desk: desk.do(segments.duplicate, "nobody"), "no longer there"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(furnished, act, told):
    desk = furnished()
    before = desk.read(segments.documents)
    with pytest.raises(DeskError, match=told):
        act(desk)
    assert desk.read(segments.documents) == before


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"purpose": 3}, "A > purpose"),
        ({"purpose": "x" * 2001}, "A > purpose"),
        ({"playbook": ["x"]}, "A > playbook"),
        ({"cadence_days": 0}, "A > cadence_days"),
        ({"cadence_days": 367}, "A > cadence_days"),
        ({"cadence_days": 1.5}, "A > cadence_days"),
        ({"colour": "red"}, "segment 1"),
    ],
)
def test_what_a_segment_is_for_is_checked(more, place):
    with pytest.raises(BadDocument) as refused:
        segments.parse_segments([{"name": "A", "rule": POOR, **more}], ())
    assert refused.value.place == place


def test_what_is_empty_is_left_out():
    empty = {"name": "A", "rule": POOR, "purpose": " ", "playbook": "", "cadence_days": None}
    assert segments.parse_segments([empty], ()) == [{"name": "A", "rule": POOR}]


def test_an_exchange_folder_brings_all_of_it_and_old_files_are_read(furnished, tmp_path):
    desk, other = furnished(), furnished("other")
    desk.do(segments.add, {"name": "Mine", "rule": POOR, "purpose": "Why.", "cadence_days": 3})
    desk.read(exports.exchange, tmp_path / "out")
    other.do(imports.run, [tmp_path / "out"])
    assert other.read(segments.documents) == desk.read(segments.documents)
    (tmp_path / "old").mkdir()
    old = tmp_path / "old" / "segments.json"
    old.write_text(json.dumps([{"name": "Mine", "rule": POOR}]))
    other.do(imports.run, [old])
    assert other.read(segments.documents) == [{"name": "Mine", "rule": POOR}]


def test_a_rule_that_names_what_is_gone_is_told_and_decided(example):
    found = example.read(
        segment_check.check, {"not": {"field": "tierr", "op": "=", "value": 1}}, DAY
    )
    assert found.ids == ("a1",)
    assert found.wrong is not None
    assert (found.wrong.path, found.wrong.place) == ((0,), "field")
    assert found.wrong.sentence == "The desk has no field tierr (did you mean tier?)."
    metric = {"reading": {"kind": "usage_level", "metric": "activ_users"}, "op": ">", "value": 1}
    gone = example.read(segment_check.check, {"any": [{"all": []}, metric]}, DAY)
    assert gone.wrong is not None
    assert gone.wrong.path == (1,)
    assert "did you mean active_users?" in gone.wrong.sentence
    lost = example.read(segment_check.check, {"field": "dimension.joy", "op": ">", "value": 1}, DAY)
    assert lost.wrong is not None
    assert "dimension joy" in lost.wrong.sentence


@pytest.mark.parametrize(
    ("rule", "path", "place"),
    [
        ({"all": [POOR, {"not": {"field": "x", "op": "~"}}]}, (1, 0), "op"),
        ({"any": [{"reading": {"kind": "nps", "days": 0}, "op": ">", "value": 1}]}, (0,),
         "reading > days"),
        ({"field": "x", "op": "in", "value": ["a", None]}, (), "value > 2"),
        (None, (), ""),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_told_with_its_line(example, rule, path, place):
    found = example.read(segment_check.check, rule, DAY)
    assert found.counts == found.ids == ()
    assert (found.wrong.path, found.wrong.place) == (path, place)
    assert found.wrong.sentence.startswith("This ")


SENTENCES = (
    ("band = Poor and not churned", "Band **is Poor** and not **churned**"),
    ("renewal in the next 1 days or score_change(days = 28) <= -10",
     "Renewal **in the next 1 day** or score change over 28 days **at most \u221210**"),
    ("touches received in 30 days = 0 and not tag contains \"muted\"",
     "Touches received in 30 days **is 0** and not tag **contains \u201cmuted\u201d**"),
    ("churned = false and (arr in (1, 2) or arr = 3)",
     "**Not churned** and (ARR **is one of 1 or 2** or ARR **is 3**)"),
    ("tier in (a, b)", "Tier **is one of \u201ca\u201d or \u201cb\u201d**"),
    ("usage_frequency(metric = active_users) < 40 %",
     "Active days of Active users over 28 days **below 40 %**"),
    ("open_tickets(min_priority = high) = 0", "Open tickets (high or above) **is none**"),
    ("started_on >= 2026-01-05", "Start date **on or after 5 Jan 2026**"),
    ("account_id in (a, b, c, d, e)", "Account ID **is one of 5 accounts**"),
    ("age_days between 1 and 90", "Age **between 1 day and 90 days**"),
    ("coverage < 0.5", "Data coverage **below 50 %**"),
    ("all()", "Every account"),
    ("any()", "No account"),
)  # fmt: skip


def test_rules_read_as_sentences(example):
    for text, sentence in SENTENCES:
        rule = example.read(segment_check.rule_of_text, text, DAY)
        told = example.read(segment_check.check, rule, DAY).words
        assert "".join(f"**{one}**" if strong else one for one, strong in told) == sentence
        assert example.read(segment_check.words, rule, DAY) == told


def test_looking_back_can_be_stopped(example):
    with pytest.raises(Cancelled):
        example.read(segment_past.sizes, POOR, DAY, progress=Stopper())
    with pytest.raises(Cancelled):
        example.read(segment_past.came_and_went, POOR, DAY, progress=Stopper())


class Stopper:
    def step(self, done: int, total: int, text: str) -> None:
        raise Cancelled


def test_what_lets_in_and_what_made_it_come_and_go(furnished, tmp_path):
    desk = furnished()
    folder = worked_example.write(
        tmp_path / "facts",
        accounts="account_id,name,started_on,tags\na,A,2025-01-01,vip\nb,B,2026-03-10,\n"
        "c,C,2025-01-01,\n",
        subscriptions="subscription_id,account_id,start,end,arr\n"
        "s1,a,2025-06-01,2026-03-12,10\ns2,a,2026-03-12,2027-03-12,10\ns3,c,2025-06-01,2026-04-01,20\n",
        touchpoints="touchpoint_id,account_id,kind,direction,day\nt1,c,call,inbound,2026-03-09\n",
        outcomes="account_id,day,kind\nc,2026-03-13,churned\n",
    )
    desk.do(imports.run, [folder])

    def rows(text: str) -> dict[str, str]:
        rule = desk.read(segment_check.rule_of_text, text, DAY)
        found = desk.read(segment_members.members_now, rule, DAY)
        return {row.account_id: row.why for row in found.rows}

    def moves(text: str) -> list[tuple[int, str, bool, str]]:
        rule = desk.read(segment_check.rule_of_text, text, DAY)
        found = desk.read(segment_past.came_and_went, rule, DAY)
        return [(DAY - one.day, one.account_id, one.came, one.why) for one in found]

    assert rows("tag = vip or age_days < 30") == {"a": "Tagged \u201cvip\u201d", "b": "4 days old"}
    assert rows("all()") == dict.fromkeys("abc", "Every account")
    assert rows("account_id in (a)") == {"a": "Chosen"}
    assert rows("renewal <= 400") == {"a": "Renews in 363 days", "c": "Renews in 18 days"}
    assert moves("not churned") == [(1, "c", False, "churned"), (4, "b", True, "new account")]
    assert moves("renewal in the next 40 days") == [
        (2, "a", False, "renewal moved to 12 Mar 2027"),
        (22, "c", True, "renews in 40 days"),
    ]
    assert moves("touches received in 3 days >= 1") == [
        (2, "c", False, "none received"),
        (5, "c", True, "1 received"),
    ]


def test_money_of_two_currencies_is_never_added_and_what_is_missing_is_told(furnished, tmp_path):
    desk = furnished()
    folder = worked_example.write(
        tmp_path / "facts",
        accounts="account_id,name,started_on,arr,currency\na,A,2025-01-01,100,EUR\n"
        "b,B,2025-01-01,70,USD\nc,C,2025-01-01,,EUR\n",
    )
    desk.do(imports.run, [folder])
    everybody = {"all": []}
    found = desk.read(segment_members.members_now, everybody, DAY)
    assert found.arr.sums == (("EUR", 100.0), ("USD", 70.0))
    assert (found.arr.unknown, found.mean_by) == (1, "count")
    assert [(row.account_id, row.arr, row.currency) for row in found.rows] == [
        ("a", 100.0, "EUR"), ("b", 70.0, "USD"), ("c", None, "EUR"),
    ]  # fmt: skip
    past = desk.read(segment_past.sizes, everybody, DAY, 3)
    assert (past.counts, past.arr, past.mixed) == ((3, 3, 3, 3), None, ("EUR", "USD"))
    one = desk.read(segment_past.sizes, {"field": "account_id", "op": "=", "value": "c"}, DAY, 1)
    assert (one.counts, one.arr, one.currency) == ((1, 1), (None, None), "EUR")
    nobody = desk.read(segment_members.members_now, {"any": []}, DAY)
    assert (nobody.count, nobody.mean_score, nobody.mean_by) == (0, None, "arr")
    assert desk.read(segment_past.sizes, {"any": []}, DAY, 1).arr == (0.0, 0.0)
    figures = desk.read(segment_compare.compare, everybody, {"any": []}, DAY).figures
    money = next(one for one in figures if one.title == "ARR")
    assert (money.a, money.b, money.n_a, money.n_b) == (None, None, 2, 0)


def test_rows_are_limited_and_figures_are_not(example):
    found = example.read(segment_members.members_now, {"all": []}, DAY, 0)
    assert (found.rows, found.count) == ((), 1)
