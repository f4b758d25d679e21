"""Bands by the desk's own names: in every sentence, undone exactly, unknown to programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from healthdesk import cli
from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import (
    band_names,
    evidence,
    explain,
    loose_ends,
    model_words,
    profiles,
    scoring,
    segments,
    sentence,
    timeline,
    timeline_moves,
    today,
    today_ahead,
    today_kept,
    visits,
)
from tests import make, ready

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
CLOCK = Clock(instant=NOW)
DAY = to_day(NOW.date())
STORY = "aldermoor-freight"
OWN = BandNames("Thriving", "Steady", "At risk", "No signal")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("bands") / "sample.healthdesk"
    desk = ready.sample(path, DAY, 60, 200, clock=CLOCK)
    desk.do(visits.begin, DAY - 7)
    desk.close()
    return path.read_bytes()


@pytest.fixture
def path(filled: bytes, tmp_path: Path) -> Path:
    made = tmp_path / "sample.healthdesk"
    made.write_bytes(filled)
    return made


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    opened = Desk.open(path, clock=CLOCK)
    yield opened
    opened.close()


def sentences(tx: Tx) -> list[str]:
    """Every text that services make with a band in it, of one account and of all."""
    header = scoring.account_header(tx, STORY, DAY)
    why = explain.why(tx, STORY, DAY - 28, DAY)
    told = sentence.tell(header, scoring.composition(tx, STORY, DAY), why, band_names.read(tx))
    page = today.read(tx, DAY)
    items = (*page.lists.items, *page.lists.problems, *page.lists.muted)
    names = band_names.read(tx)
    by_hand = explain.why(tx, STORY, DAY - 130, DAY - 110)
    return [
        told.text,
        *(one.text for one in loose_ends.read(tx, DAY).ends),
        *(one.title for one in timeline.read(tx, STORY, DAY).entries),
        *(one.title for one in timeline_moves.scores(tx, STORY, DAY)),
        *(f"{one.tag}. {one.text}" for one in items),
        *(factor.why for one in items for factor in one.rank.factors),
        *(f"{row.before}. {row.after}" for row in by_hand.rows),
        *(one.value for one in evidence.evidence(tx, STORY, "override", DAY - 110, DAY).rows),
        *(value for _, value in model_words.lines(_profile(tx), {}, names).values()),
    ]


def _profile(tx: Tx) -> profiles.Profile:
    return profiles.published(tx)[0].profile


def in_other_words(text: str) -> str:
    for usual, own in zip(USUAL.all, OWN.all, strict=True):
        text = text.replace(usual, own)
    return text


def test_every_sentence_says_the_desks_own_names_and_nothing_else_changes(desk: Desk) -> None:
    before = desk.read(sentences)
    found = {name for name in USUAL.all[:3] if any(name in one for one in before)}
    assert found == set(USUAL.all[:3])
    desk.do(band_names.change, OWN)
    assert desk.read(sentences) == [in_other_words(one) for one in before]


def test_the_names_are_one_step_and_taken_back_exactly(desk: Desk) -> None:
    before, dumped = desk.read(sentences), make.dump(desk)
    desk.do(band_names.change, OWN)
    assert (desk.read(band_names.read), desk.undo_label) == (OWN, "Name the bands")
    desk.undo()
    assert desk.read(band_names.read) == USUAL
    assert (desk.read(sentences), make.dump(desk)) == (before, dumped)
    desk.redo()
    assert desk.read(band_names.read) == OWN


def test_a_name_that_cannot_be_changes_nothing(desk: Desk) -> None:
    stamp = desk.stamp
    with pytest.raises(UsageError, match="the same name"):
        desk.do(band_names.change, BandNames(poor="strong"))
    assert (desk.stamp, desk.read(band_names.read)) == (stamp, USUAL)


def test_what_was_kept_for_the_morning_is_not_shown_with_old_names(desk: Desk, path: Path) -> None:
    for names in (USUAL, OWN):
        desk.do(band_names.change, names)
        made = desk.read(today_ahead.work_out, DAY)
        assert made is not None
        desk.do(today_ahead.keep, made, DAY)
    desk.close()
    kept = today_kept.find(path, CLOCK)
    assert kept is not None
    assert kept.bands == OWN
    tags = {one.tag for one in kept.view.lists.items}
    assert not tags & {f"Now {name}" for name in USUAL.all}


def test_programs_and_rules_keep_their_words(
    desk: Desk, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = {"field": "band", "op": "=", "value": "Poor"}
    poor = desk.read(segments.matching, rule, DAY)
    desk.do(band_names.change, OWN)
    assert poor
    assert desk.read(segments.matching, rule, DAY) == poor
    desk.close()
    cli.main(["--desk", str(path), "scores", "--json"])
    told = capsys.readouterr().out
    assert '"band": "Poor"' in told
    cli.main(["--desk", str(path), "why", STORY, "--from", "2026-07-16", "--to", "2026-07-25"])
    told += capsys.readouterr().out
    assert "Strong" in told
    assert not [name for name in OWN.all if name in told]
