"""The command `plays rehearse`: when a play would have fired, as JSON and as a table."""

from __future__ import annotations

import json

import pytest

from healthdesk import cli
from healthdesk.core.domain.play import Brakes, Cause, Play, dump_play
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.services import imports, plays
from tests import folders
from tests.core.services.run_story import FACTS, go_to

SURVEYS = (
    "response_id,account_id,kind,rating,day\n"
    "r1,a,nps,2,2026-11-10\nr2,a,nps,9,2026-11-12\nr3,b,nps,5,2026-11-20\nr4,c,nps,1,2026-01-07\n"
)
BRAKES = Brakes(often="always", running="again", a_day=0)
ANSWER = Play("Detractor", cause=Cause("survey"), brakes=BRAKES)
NARROW = Play("Detractor", audience=FieldTest("account_id", "=", "b"), cause=ANSWER.cause)


@pytest.fixture
def file(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-11-23")
    go_to(desk, 0)
    facts = {**FACTS, "surveys": SURVEYS}
    desk.do(imports.run, [folders.write(tmp_path / "facts", facts)])
    desk.do(plays.add, ANSWER)
    desk.do(plays.publish, "Detractor")
    desk.do(plays.save_draft, "Detractor", NARROW)
    desk.close()
    return str(desk.path)


def run(capsys, file, *words):
    assert cli.main(["--desk", file, "plays", "rehearse", *words]) == 0
    return capsys.readouterr().out


def listed(capsys, file, *words):
    told = json.loads(run(capsys, file, *words, "--json"))
    assert all(one.keys() == {"day", "account_id", "because"} for one in told)
    assert all("NPS" in one["because"] for one in told)
    return [(one["day"], one["account_id"]) for one in told]


def test_the_list_says_when_and_where_and_why(file, capsys):
    year = [("2026-01-07", "c"), ("2026-11-10", "a"), ("2026-11-20", "b")]
    assert listed(capsys, file, "detractor") == year
    assert listed(capsys, file, "Detractor", "--from", "2026-11-01") == year[1:]
    days = ("--from", "2026-01-01", "--to", "2026-11-10")
    assert listed(capsys, file, "Detractor", *days) == year[:2]
    assert listed(capsys, file, "Detractor", "--draft") == year[2:]


def test_a_document_in_a_file_is_rehearsed_as_well(file, capsys, tmp_path):
    place = tmp_path / "plays.json"
    place.write_text(json.dumps([dump_play(NARROW)]))
    assert listed(capsys, file, str(place)) == [("2026-11-20", "b")]
    place.write_text(json.dumps([dump_play(NARROW), dump_play(Play("Other"))]))
    assert cli.main(["--desk", file, "plays", "rehearse", str(place)]) == 2
    assert "holds 2 plays" in capsys.readouterr().err


def test_in_words_its_figures_are_told(file, capsys):
    told = run(capsys, file, "Detractor")
    assert "Would have fired: 3 times (3 accounts, busiest week 1)." in told
    assert "Aldermoor" in told
    assert "Nobody it is for was lost" in told


def test_what_cannot_be_rehearsed_is_refused(file, capsys):
    assert cli.main(["--desk", file, "plays", "rehearse", "Nobody"]) == 1
    assert "No play is called" in capsys.readouterr().err
    days = ["--from", "2026-11-02", "--to", "2026-11-01"]
    assert cli.main(["--desk", file, "plays", "rehearse", "Detractor", *days]) == 2
