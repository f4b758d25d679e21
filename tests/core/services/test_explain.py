"""Why a score changed, in rows that add up and words, and the evidence behind them."""

from __future__ import annotations

import json
from datetime import date

import msgspec
import pytest

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.turning_point import default_days
from healthdesk.core.domain.views import SourceLine
from healthdesk.core.services import explain, imports, profiles, scoring
from healthdesk.core.services.wording import lines_in_words
from tests.core import worked_example

DAY = to_day(date(2026, 3, 14))
RANKED = {
    **worked_example.PROFILE,
    "model": "rank",
    "dimensions": [
        {
            **dimension,
            "measures": [
                {**measure, "scale": {"kind": "rank", "good": good, "poor": poor}}
                for measure in dimension["measures"]
                if measure["key"] == key
            ],
        }
        for dimension, (key, good, poor) in zip(
            worked_example.PROFILE["dimensions"],
            (
                ("level", {"op": ">=", "value": 15}, {"op": "<", "value": 12}),
                ("nps", {"op": ">=", "value": 50}, {"op": "<", "value": -50}),
                ("touch", {"op": "<=", "value": 14}, {"op": ">", "value": 60}),
            ),
            strict=True,
        )
    ],
}
"""The worked example with ranks in place of curves."""


def total(view) -> float:
    return sum(row.points for row in view.rows)


def test_the_worked_example_in_words(example):
    view = example.read(explain.why, "a1", DAY - 7, DAY)
    assert view.change == pytest.approx(-36.30434782608695, abs=1e-12)
    assert total(view) == pytest.approx(view.change, abs=1e-12)
    told = {(row.kind, row.key): row for row in view.rows}
    level = told["reading", "usage.level"]
    assert (level.before, level.after, level.dimension) == ("20", "10", "usage")
    assert level.text == "level down from 20 to 10: \u221213.1 points"
    assert told["weight", "usage.trend"].text == "trend came in and counts 15%: \u221210.0 points"
    assert told["reading", "touch.touch"].text == "No touch in 12 days: \u22121.3 points"
    assert view.sentence == (
        "Fell 36.3 points, from 85.0 to 48.7. Mainly: level down from 20 to 10 (\u221213.1)."
    )


def test_no_change_and_no_score_are_said(example):
    assert example.read(explain.why, "a1", DAY, DAY).sentence == "No change: 48.7 on both days."
    early = example.read(explain.why, "a1", DAY - 90, DAY)
    assert (early.change, early.rows, early.score_from) == (None, (), None)
    assert early.sentence.startswith("There is no score on 14 Dec 2025")
    with pytest.raises(UsageError):
        example.read(explain.why, "a1", DAY, DAY - 1)


def test_caps_and_overrides_have_rows_of_their_own(furnished, tmp_path):
    desk = furnished()
    cap = {
        "name": "Urgent ticket open",
        "at_most": 39,
        "when": {
            "reading": {"kind": "open_tickets", "min_priority": "urgent"}, "op": ">=", "value": 1
        },
    }  # fmt: skip
    folder = worked_example.write(
        tmp_path / "facts",
        tickets="ticket_id,account_id,opened_on,priority\nk,a1,2026-03-10,urgent\n",
        overrides="account_id,band,reason,from,until\n"
        "a1,Strong,Signed today,2026-03-13,2026-03-20\n",
    )
    (folder / "profiles.json").write_text(json.dumps([{**worked_example.PROFILE, "caps": [cap]}]))
    desk.do(imports.run, [folder])
    view = desk.read(explain.why, "a1", DAY - 7, DAY)
    rows = {row.kind: row for row in view.rows}
    assert (view.score_from, view.score_to) == (pytest.approx(85), 85)
    assert total(view) == pytest.approx(view.change, abs=1e-9)
    assert rows["caps"].points == pytest.approx(39 - 48.69565217391304)
    assert rows["caps"].text == "Urgent ticket open: capped at 39"
    assert rows["override"].points == pytest.approx(85 - 39)
    assert rows["override"].text == "Set by hand until 20 Mar 2026: Signed today"
    assert (rows["override"].before, rows["override"].after) == ("none", "Strong 85")
    for key, table, file in (
        ("caps", "ticket", "tickets.csv"),
        ("override", "score_override", "overrides.csv"),
    ):
        behind = desk.read(explain.evidence, "a1", key, DAY - 7, DAY)
        assert [one.table for one in behind.rows] == [table]
        assert [one.file for one in behind.sources] == [file]
        assert [one.table for one in behind.refs] == [table]
    assert desk.read(explain.evidence, "a1", "caps", DAY - 7, DAY - 6).rows == ()


def test_a_new_version_has_its_row_as_reported(example):
    example.do(scoring.record_reported, DAY - 7)
    (publication,) = example.read(profiles.published)
    touch = msgspec.structs.replace(publication.profile.dimensions[2], weight=100.0)
    changed = msgspec.structs.replace(
        publication.profile, dimensions=(*publication.profile.dimensions[:2], touch)
    )
    example.do(profiles.publish, changed, "touch counts more", DAY)
    restated = example.read(explain.why, "a1", DAY - 7, DAY)
    assert "profile" not in {row.kind for row in restated.rows}
    assert total(restated) == pytest.approx(restated.change, abs=1e-9)
    view = example.read(explain.why, "a1", DAY - 7, DAY, as_reported=True)
    rows = {row.kind: row for row in view.rows}
    assert view.score_from == pytest.approx(85)
    assert view.score_to == restated.score_to
    assert rows["profile"].points == pytest.approx(view.score_to - 48.69565217391304)
    assert restated.model_change == pytest.approx(rows["profile"].points)
    assert view.model_change is None
    behind = example.read(explain.evidence, "a1", "profile", DAY - 7, DAY, as_reported=True)
    assert [one.table for one in behind.rows] == ["profile_version"] * 2
    assert behind.rows[0].text == "Worked example, version 3: touch counts more"
    assert [ref.row for ref in behind.refs] == [one.row for one in behind.rows]
    alone = example.read(explain.evidence, "a1", "profile", DAY - 7, DAY)
    assert len(alone.refs) == 1  # restated, one version scores both days
    assert (
        rows["profile"].text == "The health model went from Worked example v2 to Worked example v3"
    )
    assert total(view) == pytest.approx(view.change, abs=1e-9)


def test_a_parent_is_explained_by_its_children(furnished, tmp_path):
    desk = furnished()
    folder = worked_example.write(
        tmp_path / "facts",
        accounts="account_id,name,parent_id,started_on\np,Parent,,2026-01-01\n"
        "a1,Child,p,2026-01-01\nb,Other,p,2026-01-01\n",
    )
    rolled = {**worked_example.PROFILE, "hierarchy": "rollup", "rollup_by": "count"}
    (folder / "profiles.json").write_text(json.dumps([rolled]))
    desk.do(imports.run, [folder])
    view = desk.read(explain.why, "p", DAY - 7, DAY)
    assert {row.key for row in view.rows} == {"a1", "b"}
    assert total(view) == pytest.approx(view.change, abs=1e-9)
    names = {row.name for row in view.rows}
    assert names == {"Child", "Other"}
    (scored,) = [one for one in desk.read(scoring.scores, DAY) if one.account_id == "p"]
    assert scored.score == view.score_to
    behind = desk.read(explain.evidence, "p", "a1", DAY - 7, DAY)
    assert {row.text for row in behind.rows} == {"level", "trend", "nps", "touch"}
    assert {type(ref).__name__ for ref in behind.refs} == {"RowRef", "UsageRef"}


def test_a_rank_model_is_split_by_the_measures_that_decide(furnished, tmp_path):
    desk = furnished()
    folder = worked_example.write(tmp_path / "facts")
    (folder / "profiles.json").write_text(json.dumps([RANKED]))
    desk.do(imports.run, [folder])
    view = desk.read(explain.why, "a1", DAY - 7, DAY)
    assert view.bands == ("Strong", "Poor")
    assert (view.score_from, view.score_to) == (100, 0)
    assert total(view) == pytest.approx(view.change, abs=1e-9)
    most = min(view.rows, key=lambda row: row.points)
    assert most.key == "usage.level"
    assert view.sentence.startswith("Fell from Strong to Poor, 100 to 0 as ranks count. Mainly: ")
    days = desk.read(scoring.history, "a1", DAY - 30, DAY).days
    assert all(one.score is None for one in days)
    first, last = default_days(days, DAY)
    assert last == DAY
    assert next(one.band for one in days if one.day == first) == "Strong"


def test_evidence_of_usage_has_the_series_and_its_lines(example):
    view = example.read(explain.evidence, "a1", "usage.level", DAY - 7, DAY)
    assert view.days == tuple(range(DAY - 13, DAY + 1))
    assert view.values == (20.0,) * 7 + (10.0,) * 7
    assert view.windows == ((DAY - 13, DAY - 7), (DAY - 6, DAY))
    assert view.total_rows == 14
    assert view.sources == (SourceLine("usage.csv", "rows 2 to 15", DAY, 1),)


def test_evidence_of_answers_has_words_people_and_lines(example):
    view = example.read(explain.evidence, "a1", "voice.nps", DAY - 7, DAY)
    assert [(row.day, row.value) for row in view.rows] == [(DAY - 2, "4"), (DAY - 11, "9")]
    assert view.rows[0].text == "NPS answer by Ben: Slow since the update"
    assert view.sources == (SourceLine("surveys.csv", "rows 2 and 3", DAY, 1),)
    assert view.days == tuple(range(DAY - 7, DAY + 1))
    assert view.values == (100.0,) * 5 + (0.0,) * 3


def test_evidence_of_a_touch(example):
    view = example.read(explain.evidence, "a1", "touch.touch", DAY, DAY)
    assert view.rows[0].text == "Call, outbound: Quarterly review"
    assert view.sources[0].file == "touchpoints.csv"
    with pytest.raises(NotFound, match=r"no\.such"):
        example.read(explain.evidence, "a1", "no.such", DAY, DAY)


def test_what_was_taken_back_is_no_source(example):
    example.do(imports.take_back, 1)
    with pytest.raises(NotFound):
        example.read(explain.evidence, "a1", "usage.level", DAY - 7, DAY)


def test_lines_in_words():
    assert lines_in_words([7]) == "row 7"
    assert lines_in_words([9, 7]) == "rows 7 and 9"
    assert lines_in_words([3, 4, 5, 5]) == "rows 3 to 5"
    assert lines_in_words([3, 5, 9]) == "rows 3 to 9 (3 of them)"
