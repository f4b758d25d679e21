"""The command line: names, JSON shapes, exit statuses, and the worked example to the last digit."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from healthdesk import cli, paths
from healthdesk.__main__ import main as start
from healthdesk.cli.output import Bar
from tests.core import worked_example

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-03-14")
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desk.healthdesk"


@pytest.fixture
def run(file, capsys) -> Run:
    """Run a command on the desk with --json; give what it printed, read."""

    def run(*words: str, status: int = 0) -> Any:
        assert cli.main(["--desk", str(file), *words, "--json"]) == status
        out = capsys.readouterr().out
        return json.loads(out) if out else None

    return run


@pytest.fixture
def example(tmp_path, run) -> Run:
    """The same, on a desk that holds the worked example."""
    run("import", str(worked_example.write(tmp_path / "facts")))
    return run


def one(found: list[dict[str, Any]], key: str, value: str) -> dict[str, Any]:
    (only,) = [row for row in found if row[key] == value]
    return only


def test_the_worked_example_from_outside(tmp_path, file):
    """As a stranger would: two processes, from an exchange folder to the last digit."""
    folder = worked_example.write(tmp_path / "facts")

    def call(*words: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "healthdesk", *words, "--desk", str(file), "--json"],
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    call("import", str(folder))
    (before,) = call("scores", "--day", "2026-03-07")
    assert before["score"] == pytest.approx(85, abs=1e-12)
    assert (before["shown"], before["band"]) == (85, "Strong")
    assert before["coverage"] == pytest.approx(0.85, abs=1e-12)
    why = call("why", "a1", "--from", "2026-03-07", "--to", "2026-03-14")
    assert why["change"] == pytest.approx(-36.304347826086954, abs=1e-12)


def test_the_second_day_of_the_worked_example(example):
    (after,) = example("scores", "--day", "2026-03-14")
    assert after["score"] == pytest.approx(22.5 + 12.5 + 0.15 * (100 - 40 * 5 / 23), abs=1e-12)
    assert (after["shown"], after["band"], after["coverage"]) == (49, "Average", pytest.approx(1))
    assert after["dimensions"] == {
        "usage": pytest.approx(37.5),
        "voice": 50.0,
        "touch": pytest.approx(91.304347826087),
    }
    assert list(after) == [
        "account_id", "name", "day", "profile", "version", "score", "shown", "band", "coverage",
        "dimensions", "measures", "caps", "override",
    ]  # fmt: skip
    assert list(after["measures"][0]) == ["key", "reading", "points", "weight", "contribution"]
    assert [row["key"] for row in after["measures"]] == [
        "usage.level", "usage.trend", "voice.nps", "touch.touch",
    ]  # fmt: skip
    assert sum(row["contribution"] for row in after["measures"]) == pytest.approx(after["score"])


def test_a_missing_reading_is_null_and_weighs_nothing(example):
    (before,) = example("scores", "--day", "2026-03-07")
    trend = one(before["measures"], "key", "usage.trend")
    assert trend == {
        "key": "usage.trend", "reading": None, "points": None, "weight": 0.0, "contribution": 0.0
    }  # fmt: skip


def test_why_has_the_rows_of_the_worked_example(example):
    why = example("why", "a1", "--from", "2026-03-07", "--to", "2026-03-14")
    rows = {(row["kind"], row["key"]): row["points"] for row in why["rows"] if row["points"]}
    assert rows == {
        ("reading", "usage.level"): pytest.approx(-13.125, abs=1e-12),
        ("weight", "usage.level"): pytest.approx(0.6521739130434782, abs=1e-12),
        ("weight", "usage.trend"): pytest.approx(-10.027173913043478, abs=1e-12),
        ("reading", "voice.nps"): pytest.approx(-12.5, abs=1e-12),
        ("reading", "touch.touch"): pytest.approx(-1.3043478260869563, abs=1e-12),
    }
    assert sum(row["points"] for row in why["rows"]) == pytest.approx(why["change"], abs=1e-9)
    assert (why["from"], why["to"]) == ("2026-03-07", "2026-03-14")
    assert why["score_to"] - why["score_from"] == why["change"]
    assert all(row["text"] for row in why["rows"])


def test_history_is_the_scores_of_its_days(example):
    days = example("history", "a1", "--from", "2025-12-30", "--to", "2026-03-14")
    assert days[0]["day"] == "2026-01-01", "before its first day an account has no score"
    assert len(days) == 73
    assert list(days[0]) == ["day", "score", "shown", "band", "profile", "version"]
    for row in (days[0], days[-8], days[-1]):
        (score,) = example("scores", "--day", row["day"])
        assert {key: score[key] for key in row} == row


def test_as_reported_keeps_what_was_shown(example, tmp_path, monkeypatch):
    """An import keeps its day's scores; what is learned later changes only what is restated."""
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-03-15")
    late = worked_example.write(
        tmp_path / "late", touchpoints="touchpoint_id,account_id,kind,day\nt2,a1,call,2026-03-14\n"
    )
    example("import", str(late))
    (now,) = example("scores", "--day", "2026-03-14")
    (then,) = example("scores", "--day", "2026-03-14", "--as-reported")
    assert now["score"] == pytest.approx(50.0)
    assert then["score"] == pytest.approx(48.69565217391304)
    (restated,) = example("scores", "--day", "2026-03-13", "--as-reported")
    assert restated == example("scores", "--day", "2026-03-13")[0]
    shown = example("history", "a1", "--from", "2026-03-14", "--to", "2026-03-14", "--as-reported")
    assert shown[0]["score"] == then["score"]
    why = example("why", "a1", "--from", "2026-03-07", "--to", "2026-03-14", "--as-reported")
    assert why["score_to"] == then["score"]
    assert sum(row["points"] for row in why["rows"]) == pytest.approx(why["change"], abs=1e-9)


def test_import_says_what_it_did(tmp_path, run, file):
    folder = worked_example.write(
        tmp_path / "facts",
        surveys="response_id,account_id,kind,rating,day\nr1,a1,nps,11,2026-03-03\n",
    )
    rehearsed = run("import", str(folder), "--dry-run", status=3)
    assert (rehearsed["batch"], rehearsed["dry_run"]) == (None, True)
    assert not file.exists(), "a rehearsal leaves no new desk"
    assert run("import", str(tmp_path / "nowhere"), status=1) is None
    assert list(tmp_path.glob("desk*")) == [], "nor does an import that is refused"
    done = run("import", str(folder), status=3)
    assert list(done) == ["batch", "dry_run", "tables", "rejects", "rejects_file"]
    assert done["tables"]["usage"] == {
        "read": 14, "new": 14, "changed": 0, "same": 0, "rejected": 0
    }  # fmt: skip
    (reject,) = done["rejects"]
    assert list(reject) == ["file", "line", "column", "value", "reason"]
    assert (reject["file"], reject["line"], reject["column"], reject["value"]) == (
        "surveys.csv", 2, "rating", "11",
    )  # fmt: skip
    assert Path(done["rejects_file"]).exists()
    again = run("import", str(folder), status=3)
    assert again["tables"]["usage"]["same"] == 14
    (newest, first) = run("imports")
    assert list(first) == ["batch", "at", "files", "tables", "undone"]
    assert (newest["batch"], first["batch"]) == (again["batch"], done["batch"])


def test_a_batch_is_taken_back_whole(example):
    (batch,) = example("imports")
    taken = example("undo-import", str(batch["batch"]))
    assert taken["undone"] is True
    assert example("scores", "--day", "2026-03-14") == []
    assert cli.main(["--desk", "/nowhere/else.healthdesk", "undo-import", "1"]) == 1


def test_export_and_import_again_give_the_same_scores(example, tmp_path, capsys):
    made = example("export", str(tmp_path / "out"))
    assert made["folder"] == str(tmp_path / "out")
    assert made["tables"]["usage"] == 14
    other = str(tmp_path / "other.healthdesk")
    assert cli.main(["import", str(tmp_path / "out"), "--desk", other, "--json"]) == 0
    capsys.readouterr()
    assert cli.main(["scores", "--desk", other, "--json", "--day", "2026-03-14"]) == 0
    (there,) = json.loads(capsys.readouterr().out)
    (here,) = example("scores", "--day", "2026-03-14")
    assert {**there, "version": 0} == {**here, "version": 0}


def test_segments_by_name_and_by_rule(example):
    found = example("segment", "average")
    assert found == {"day": "2026-03-14", "accounts": ["a1"]}
    assert example("segment", "Strong")["accounts"] == []
    assert example("segment", "Strong", "--day", "2026-03-07")["accounts"] == ["a1"]
    assert example("segment", "Dipping")["accounts"] == []
    rule = '{"field": "name", "op": "starts with", "value": "alder"}'
    assert example("segment", "--rule", rule)["accounts"] == ["a1"]
    (score,) = example("scores", "--segment", "Average")
    assert score["account_id"] == "a1"


def test_a_segment_as_text_and_where_it_is_wrong(example, file, capsys):
    assert example("segment", "--text", "band = Average and not churned")["accounts"] == ["a1"]
    assert example("segment", "--text", 'name starts with "x"')["accounts"] == []
    capsys.readouterr()
    assert cli.main(["--desk", str(file), "segment", "--text", "band = Average and tierr = x"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Did you mean tier" in told.err
    assert 'character 20: "tierr"' in told.err


def test_check_backup_and_restore(example, tmp_path, file):
    assert example("check") == {"ok": True, "problems": []}
    made = example("backup", "--to", str(tmp_path / "copy.healthdesk"))
    assert made == {
        "file": str(tmp_path / "copy.healthdesk"),
        "bytes": (tmp_path / "copy.healthdesk").stat().st_size,
    }
    example("undo-import", "1")
    back = example("restore", str(tmp_path / "copy.healthdesk"))
    assert back["file"] == str(file)
    assert len(example("scores")) == 1
    assert len(list(tmp_path.glob("*.healthdesk*"))) > 2, "what was replaced is kept"


def test_words_for_people(example, file, capsys):
    assert cli.main(["--desk", str(file), "scores", "--day", "2026-03-14"]) == 0
    out = capsys.readouterr().out
    assert "Aldermoor" in out
    assert "48.7" in out
    assert (
        cli.main(["--desk", str(file), "why", "a1", "--from", "2026-03-07", "--to", "2026-03-14"])
        == 0
    )
    out = capsys.readouterr().out
    assert out.startswith("Fell 36.3 points, from 85.0 to 48.7.")
    assert (
        cli.main(
            ["--desk", str(file), "history", "a1", "--from", "2026-03-14", "--to", "2026-03-14"]
        )
        == 0
    )
    assert "Average" in capsys.readouterr().out
    assert cli.main(["--desk", str(file), "imports"]) == 0
    assert cli.main(["--desk", str(file), "check"]) == 0
    assert cli.main(["--desk", str(file), "segment", "Average"]) == 0


@pytest.mark.parametrize(
    "words",
    [
        ["scores"],
        ["imports"],
        ["undo-import", "1"],
        ["export", "out"],
        ["why", "a", "--from", "2026-03-01", "--to", "2026-03-02"],
        ["history", "a", "--from", "2026-03-01", "--to", "2026-03-02"],
        ["segment", "Poor"],
        ["check"],
        ["backup"],
        ["restore", "nothing.healthdesk"],
    ],
)
def test_a_desk_that_is_not_there(words, file, capsys):
    assert cli.main(["--desk", str(file), *words]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
    assert not file.exists()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["backtest", "--lead", "0"],
        ["scores", "--day", "2026-02-30"],
        ["scores", "--day", "20260301"],
        ["scores", "--day", "yesterday"],
        ["why", "a", "--from", "2026-03-01"],
        ["undo-import", "one"],
        ["undo-import", "-1"],
        ["segment"],
        ["import"],
    ],
)
def test_wrong_usage_is_status_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_a_period_that_runs_backwards_is_wrong_usage(example):
    assert example("why", "a1", "--from", "2026-03-14", "--to", "2026-03-07", status=2) is None
    assert example("segment", "--rule", "{", status=2) is None


def test_what_is_not_there_is_said_in_one_sentence(example, file, capsys):
    capsys.readouterr()
    for words in (
        ["scores", "--account", "zz"],
        ["scores", "--segment", "zz"],
        ["segment", "zz"],
        ["undo-import", "77"],
        ["segment", "--rule", '{"field": "band"}'],
        ["import", "/nowhere"],
    ):
        assert cli.main(["--desk", str(file), *words]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert len(told.err.strip().splitlines()) == 1, told.err


def test_the_default_desk_and_the_version(tmp_path, capsys, home):
    folder = worked_example.write(tmp_path / "facts")
    assert cli.main(["import", str(folder), "--json"]) == 0
    assert paths.default_desk().parent == home
    assert paths.default_desk().exists()
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0


def test_without_a_command_and_a_display_it_says_so(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert start([]) == 1
    assert "no display" in capsys.readouterr().err


def test_the_command_line_needs_no_qt():
    code = (
        "import sys; sys.modules['PySide6'] = None; from healthdesk import cli;"
        "cli.main(['--desk', '/nowhere/x.healthdesk', 'scores']);"
        "assert not any('PySide6.' in one or 'pyqtgraph' in one for one in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_help_and_wrong_usage_load_no_engine():
    code = (
        "import sys; from healthdesk import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'numpy', 'sqlalchemy', 'msgspec'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_the_sample_desk(tmp_path, capsys):
    path = tmp_path / "sample.healthdesk"
    words = ["demo", "--to", str(path), "--accounts", "30", "--days", "60", "--seed", "3", "--json"]
    assert cli.main(words) == 0
    made = json.loads(capsys.readouterr().out)
    assert list(made) == ["desk", "accounts", "usage_rows", "from", "to"]
    assert (made["desk"], made["accounts"]) == (str(path), 30)
    assert (made["from"], made["to"]) == ("2026-01-14", "2026-03-14")
    assert made["usage_rows"] > 1000
    assert cli.main(words) == 1
    assert "there already" in capsys.readouterr().err
    assert cli.main(["scores", "--desk", str(path), "--json"]) == 0
    bands = {row["band"] for row in json.loads(capsys.readouterr().out)}
    assert {"Strong", "Average", "Poor"} <= bands


def test_progress_is_drawn_only_on_a_terminal():
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, drawn in ((io.StringIO(), False), (Terminal(), True)):
        with Bar(stream) as bar:
            bar.step(1, 2, "usage\x1b.csv")
            bar.step(2, 2, "usage.csv")
        assert bool(stream.getvalue()) is drawn
        assert "\x1b" not in stream.getvalue()
        if drawn:
            assert "[############............] 1 usage .csv" in stream.getvalue()
            assert stream.getvalue().endswith("\r")


def test_the_rank_model_has_a_band_and_no_number(tmp_path, run):
    good, poor = {"op": ">=", "value": 15}, {"op": "<", "value": 5}
    profile = {
        "key": "ranked",
        "model": "rank",
        "dimensions": [
            {
                "key": "usage",
                "weight": 1,
                "measures": [
                    {
                        "key": "level",
                        "weight": 1,
                        "reading": {"kind": "usage_level", "metric": "active_users", "days": 7},
                        "scale": {"kind": "rank", "good": good, "poor": poor},
                    }
                ],
            }
        ],
    }
    folder = worked_example.write(tmp_path / "facts")
    (folder / "profiles.json").write_text(json.dumps([profile]))
    run("import", str(folder))
    for day, band, points in (("2026-03-07", "Strong", 100), ("2026-03-14", "Average", 60)):
        (score,) = run("scores", "--day", day)
        assert (score["score"], score["shown"], score["band"]) == (None, None, band)
        assert [one["points"] for one in score["measures"]] == [points]
        assert (score["profile"], score["version"]) == ("ranked", 1)
    assert run("scores", "--day", "2026-03-14", "--as-reported") == run("scores")
    days = run("history", "a1", "--from", "2026-03-07", "--to", "2026-03-07")
    assert (days[0]["score"], days[0]["band"]) == (None, "Strong")
    why = run("why", "a1", "--from", "2026-03-07", "--to", "2026-03-14")
    assert sum(row["points"] for row in why["rows"]) == pytest.approx(why["change"] or 0)


def test_below_the_minimum_coverage_there_is_no_score(tmp_path, run):
    folder = worked_example.write(tmp_path / "facts")
    text = json.dumps([{**worked_example.PROFILE, "min_coverage": 0.9}])
    (folder / "profiles.json").write_text(text)
    run("import", str(folder))
    (score,) = run("scores", "--day", "2026-03-07")
    assert (score["score"], score["shown"], score["band"]) == (None, None, "Unknown")
    assert score["coverage"] == pytest.approx(0.85)
    assert run("scores", "--day", "2026-03-14")[0]["band"] == "Average"
    why = run("why", "a1", "--from", "2026-03-07", "--to", "2026-03-14")
    assert (why["score_from"], why["change"], why["rows"]) == (None, None, [])


def test_an_override_shows_in_place_of_the_score(tmp_path, run):
    folder = worked_example.write(
        tmp_path / "facts",
        overrides="account_id,band,reason,from,until\na1,Poor,They told us,2026-03-10,2026-03-20\n",
    )
    run("import", str(folder))
    (score,) = run("scores", "--day", "2026-03-14")
    assert (score["score"], score["shown"], score["band"]) == (20, 20, "Poor")
    assert score["override"] == {
        "band": "Poor", "score": 20, "reason": "They told us", "until": "2026-03-20"
    }  # fmt: skip
    assert sum(one["contribution"] for one in score["measures"]) == pytest.approx(48.69565217391304)
    assert run("scores", "--day", "2026-03-14", "--as-reported") == [score]
    assert run("scores", "--day", "2026-03-09")[0]["override"] is None
