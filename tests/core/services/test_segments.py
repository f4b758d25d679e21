"""Segments: the starters, who is in one on a day, and whole lists of them."""

from __future__ import annotations

from datetime import date

import pytest

from healthdesk.core.domain.errors import BadDocument, NotFound
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.services import imports, segments
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
