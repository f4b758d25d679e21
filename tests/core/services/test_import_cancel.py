"""Whoever cancels a foreign file at any step of its way finds the desk and the disk as before."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import Cancelled
from healthdesk.core.importers.spreadsheet import process
from healthdesk.core.mapping import recognise, usage
from healthdesk.core.mapping.aggregate import Aggregate
from healthdesk.core.services import import_mapped, import_usage, imports, intake
from tests.core.importers.spreadsheet import books

ROWS = 600
PIECE = 100


class Stops:
    """Progress that is cancelled at one of its steps; 0 = never."""

    def __init__(self, at: int = 0, room: Path | None = None) -> None:
        self._at = at
        self._room = room
        self.steps = 0
        self.most = 0
        """Most temporary things at any step."""

    def step(self, done: int, total: int, text: str) -> None:
        self.steps += 1
        if self._room is not None:
            self.most = max(self.most, len(list(self._room.iterdir())))
        if self.steps == self._at:
            raise Cancelled


@pytest.fixture
def pieces(monkeypatch, tmp_path) -> Path:
    """Small pieces, so that a small file takes many steps, and combined cells that need files."""
    for module in (intake, import_mapped):
        monkeypatch.setattr(module, "_CHUNK", PIECE)
    monkeypatch.setattr(import_usage, "BLOCK", PIECE)
    monkeypatch.setattr(usage, "Aggregate", partial(Aggregate, cells=50, rows=PIECE))
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    return room


def rows() -> list[list[object]]:
    """A log of uses: several on a day."""
    head: list[object] = ["Event ID", "When", "Customer ID", "Feature", "Uses"]
    return [
        head,
        *(
            [f"e-{n}", f"{n % 28 + 1:02}.01.2026 {n % 24:02}:{n % 60:02}", f"A{n % 5}", "export", 1]
            for n in range(ROWS)
        ),
    ]


def written(kind: str, folder: Path) -> Path:
    if kind == "xlsx":
        return books.xlsx(folder / "uses.xlsx", {"Uses": rows()})
    path = folder / "uses.csv"
    text = "\n".join(";".join(map(str, row)) for row in rows())
    path.write_text(text + "\n", encoding="utf-8")
    return path


def accounts(desk: Desk, folder: Path) -> None:
    path = folder / "accounts.csv"
    path.write_text("account_id,name\n" + "".join(f"A{n},Name {n}\n" for n in range(5)))
    desk.do(imports.run, [path])


def taken_in(desk: Desk, path: Path, progress: Stops, *, dry_run: bool = False) -> None:
    """A file on its whole way: looked at, asked about, imported."""
    found = desk.read(intake.look, [str(path)], as_table="usage", progress=progress)
    (proposal,) = found.proposals
    while proposal.questions:
        asked = proposal.questions[0]
        proposal = recognise.answer(proposal, asked.key, asked.choices[0].key)
    plan = intake.plan_of(intake.Intake((), (proposal,)))
    desk.do(imports.run, [], plan=plan, dry_run=dry_run, progress=progress)


def test_cancelling_a_text_at_any_step_leaves_nothing(desk, tmp_path, pieces):
    accounts(desk, tmp_path)
    path = written("csv", tmp_path)
    whole = Stops(room=pieces)
    taken_in(desk, path, whole, dry_run=True)
    assert whole.steps >= 2 * ROWS / PIECE
    assert whole.most, "combined cells went to files on the way"
    before, stamp = desk.read(imports.history), desk.stamp
    for at in range(1, whole.steps + 1):
        with pytest.raises(Cancelled):
            taken_in(desk, path, Stops(at))
        assert list(pieces.iterdir()) == []
        assert desk.stamp == stamp
    assert desk.read(imports.history) == before
    assert desk.check() == []
    taken_in(desk, path, Stops())
    assert desk.stamp > stamp


def test_cancelling_a_workbook_ends_its_reader(desk, tmp_path, pieces, monkeypatch):
    running = []
    start = process._start

    def seen(arguments, words):
        running.append(start(arguments, words))
        return running[-1]

    monkeypatch.setattr(process, "_start", seen)
    accounts(desk, tmp_path)
    path = written("xlsx", tmp_path)
    for at in (1, 2, 3, 5, 8, 13):
        # how often it is asked while the reader works depends on the machine
        with suppress(Cancelled):
            taken_in(desk, path, Stops(at), dry_run=True)
        assert all(one.poll() is not None for one in running)
        assert list(pieces.iterdir()) == []
    assert len(running) == 6
