"""What holds of every widget in the catalogue: it grows with it.

A widget says what it is, answers on any desk, stays within the accounts it is asked about, is drawn
at every size in both themes without a word cut or covered, is a table too, and leaves nothing
behind.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from PySide6.QtCore import QEvent, QSizeF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.grid import Layout, Tile, append
from healthdesk.core.domain.grid_pixels import MEDIUM, Pixels
from healthdesk.core.domain.op import op
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.widget import COMMON, Ask, Group, Shown
from healthdesk.core.services import desks, profiles, scope
from healthdesk.core.services.scope import Wish
from healthdesk.core.store import tables
from healthdesk.gui import widgets
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.grid.frame import Frame
from healthdesk.gui.grid.grid_view import GridView
from healthdesk.gui.pages.dashboards.tiles import Tiles
from healthdesk.gui.parts.drawing import FontMeasure
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.face import Face
from healthdesk.gui.widgets import CATALOGUE, WidgetModule
from tests import board_desk, make, odd_desk
from tests.gui.widgets.drawn import check

KEYS = pytest.mark.parametrize("key", CATALOGUE)
PROSE = "# Renewals\n\n- Call *Tindra* first\n- [Terms](https://terms.test)"
DESKS = ("empty", "one", "sample", "odd")
TODAY = to_day(date(2026, 11, 23))
CLOCK = Clock(instant=datetime(2026, 11, 23, 9, tzinfo=UTC))
OWN = {"", "mark", "account", "sort", "tick", "link"}
"""Kinds of places on a face: marks, accounts, and what a face does itself."""
GALLERY_LINE = 198
"""Pixels of a line in the gallery, beside its picture and a scroll bar."""
Made = dict[str, tuple[Desk, int]]
Seen = dict[tuple[str, str], tuple[Ask, Shown]]


@pytest.fixture(scope="session")
def made_desks(board: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """A desk with nothing, one with an account that has no facts, a sample, an odd one; by day."""
    folder = tmp_path_factory.mktemp("contract")

    def new(name: str) -> Desk:
        return Desk.create(
            folder / f"{name}.healthdesk",
            clock=CLOCK,
            furnish=lambda tx: desks.furnish(tx, name, "UTC", "EUR"),
        )

    empty, one, odd = new("empty"), new("one"), new("odd")
    one.do(alone)
    odd.do(odd_desk.fill, TODAY)
    yield {
        "empty": (empty, TODAY),
        "one": (one, TODAY),
        "sample": (board, board_desk.DAY),
        "odd": (odd, TODAY),
    }
    for desk in (empty, one, odd):
        desk.close()


@pytest.fixture(scope="session")
def seen() -> Seen:
    """What was read already: each widget is asked once a desk."""
    return {}


@op("Add an account")
def alone(tx: Tx) -> None:
    make.account(tx, "only", name="Only one")


def account_ids(tx: Tx) -> list[str]:
    return [row.account_id for row in tx.query(tables.Account)]


def module_of(key: str) -> WidgetModule:
    found = widgets.widget(key)
    assert found is not None
    return found


def read(tx: Tx, key: str, wish: Wish) -> tuple[Ask, Shown]:
    module = module_of(key)
    asked = scope.ask(tx, module.SPEC, wish)
    return asked, module.load(tx, asked)


def ask(made: Made, seen: Seen, key: str, name: str) -> tuple[Ask, Shown]:
    """Ask a widget on a thread, as the screen does."""
    if (key, name) not in seen:
        desk, day = made[name]
        with ThreadPoolExecutor(1, thread_name_prefix="asking") as threads:
            metric = _metric(desk) if _needs_metric(key) else ""
            told = {"metric": metric} if metric else {}
            told |= {one.key: PROSE for one in _options(key) if one.kind == "prose"}
            wish = Wish(day, "90 days", told=told)
            seen[key, name] = threads.submit(desk.read, read, key, wish).result()
    return seen[key, name]


def _needs_metric(key: str) -> bool:
    return any(one.key == "metric" and one.default is None for one in _options(key))


def _options(key: str) -> tuple[Option, ...]:
    return module_of(key).SPEC.options


def _metric(desk: Desk) -> str:
    return min(desk.read(profiles.known_metrics), default="")


@KEYS
def test_it_says_what_it_is(key: str) -> None:
    spec = module_of(key).SPEC
    assert spec.key == key
    assert spec.title
    assert spec.title[0].isupper()
    assert spec.group in get_args(Group)
    assert spec.topics or spec.group == "Free"
    assert spec.limits.size(*spec.size) == spec.size
    for words in (spec.summary, spec.how):
        assert words.endswith("."), words
        assert words == " ".join(words.split())
    assert spec.how.count(".") >= 2
    named = [option.key for option in spec.asked]
    assert len(named) == len(set(named))
    assert {option.key for option in COMMON} <= set(named)


@KEYS
def test_its_line_has_room_in_the_gallery(key: str, theme: Theme) -> None:
    assert FontMeasure(theme)(module_of(key).SPEC.summary, "small", 400) <= GALLERY_LINE


@KEYS
def test_its_options_take_their_own_defaults(key: str) -> None:
    for option in module_of(key).SPEC.options:
        assert option.title
        assert option.default is not None or option.kind in {"metric", "number"}
        if option.labels:
            assert len(option.labels) == len(option.choices)
        if option.default not in (None, ""):
            assert option.parse(option.default, (), option.title) == option.default


@KEYS
def test_it_answers_on_any_desk(key: str, made_desks: Made, seen: Seen) -> None:
    for name in DESKS:
        asked, shown = ask(made_desks, seen, key, name)
        assert isinstance(shown, Shown)
        assert not shown.remedy or shown.remedy.endswith((".", "?"))
        if shown.newest is not None:
            assert shown.newest <= asked.day
        assert len({mark.key for mark in shown.marks}) == len(shown.marks)
        assert all(mark.label and mark.accounts for mark in shown.marks)


@KEYS
def test_it_stays_within_the_accounts_it_is_asked_about(
    key: str, made_desks: Made, seen: Seen
) -> None:
    asked, shown = ask(made_desks, seen, key, "sample")
    desk, _ = made_desks["sample"]
    everyone = desk.read(lambda tx: frozenset(account_ids(tx)))
    some = frozenset(sorted(everyone)[::2])
    assert all(mark.accounts <= everyone for mark in shown.marks)
    module = module_of(key)
    narrowed = desk.read(module.load, replace(asked, accounts=some))
    for mark in narrowed.marks:
        assert mark.accounts <= some, mark.label
    nothing = desk.read(module.load, replace(asked, accounts=frozenset()))
    assert nothing.marks == ()


@KEYS
def test_a_mark_stands_for_the_same_alone(key: str, made_desks: Made, seen: Seen) -> None:
    asked, shown = ask(made_desks, seen, key, "sample")
    desk, _ = made_desks["sample"]
    for mark in shown.marks[:2]:
        alone = desk.read(module_of(key).load, replace(asked, accounts=mark.accounts))
        assert {one.key: one.accounts for one in alone.marks}.get(mark.key) == mark.accounts


def framed(ui: Ui, key: str, qtbot: QtBot) -> Frame:
    module = module_of(key)
    tile = Tile("t", key, 0, 0, *module.SPEC.size)
    frame = Frame(ui.theme, tile, module.SPEC.title, module.Face(ui))
    qtbot.addWidget(frame)
    return frame


def sizes(key: str) -> list[tuple[int, int]]:
    """The frame in pixels: smallest, usual and largest tile in the narrowest and a wide window."""
    spec = module_of(key).SPEC
    least, most = (spec.limits.min_w, spec.limits.min_h), (spec.limits.max_w, spec.limits.max_h)
    cells = [(MEDIUM, *least), (MEDIUM, *spec.size), (1400, *spec.size), (1400, *most)]
    places = [Pixels(wide).place(Tile("t", key, 0, 0, w, h)) for wide, w, h in cells]
    return [(place.width, place.height) for place in places]


@KEYS
def test_it_is_drawn_whole_at_every_size(
    key: str, ui: Ui, made_desks: Made, seen: Seen, qtbot: QtBot
) -> None:
    for name in DESKS:
        _, shown = ask(made_desks, seen, key, name)
        if not shown.empty:
            draw(framed(ui, key, qtbot), shown, sizes(key))


def draw(frame: Frame, shown: Shown, places: list[tuple[int, int]]) -> None:
    face = frame.face
    assert face is not None
    frame.resize(*places[0])
    frame.show()
    face.show_data(shown)
    for size in places:
        frame.resize(*size)
        frame.layout().activate()
        check_face(face)
    frame.hide()


def check_face(face: Face) -> None:
    if isinstance(face, DrawnFace):
        check(face.drawing, QSizeF(face.size()), face.measure)
    head, rows = face.lines()
    assert all(head)
    for row in list(rows)[:400]:
        assert len(row) == len(head)
        assert all(isinstance(cell, str) for cell in row)


@KEYS
def test_it_is_painted_in_both_themes_and_its_places_lead_somewhere(
    key: str, ui: Ui, theme: Theme, made_desks: Made, seen: Seen, *, qtbot: QtBot
) -> None:
    _, shown = ask(made_desks, seen, key, "sample")
    assert not shown.empty, shown.empty
    frame = framed(ui, key, qtbot)
    face = frame.face
    assert face is not None
    frame.resize(*sizes(key)[2])
    face.show_data(shown)
    desk, _ = made_desks["sample"]
    check_places(face, shown, desk.read(lambda tx: frozenset(account_ids(tx))))
    plain = frame.grab().toImage()
    theme.choose(mode="dark")
    dark = frame.grab().toImage()
    assert dark != plain
    if shown.marks:
        face.show_marked(frozenset({shown.marks[0].key}))
        check_face(face)
        assert len(shown.marks) == 1 or frame.grab().toImage() != dark
        face.show_marked(frozenset())
    assert frame.grab().toImage() == dark


def check_places(face: Face, shown: Shown, everyone: frozenset[str]) -> None:
    """Every place that can be pressed leads somewhere."""
    known = {mark.key for mark in shown.marks}
    for spot in face.drawing.spots if isinstance(face, DrawnFace) else ():
        kind, _, rest = spot.key.partition(":")
        assert kind in OWN, spot.key
        if kind == "mark":
            assert rest in known, spot.key
        if kind == "account":
            assert rest.partition("\n")[0] in everyone, spot.key


@KEYS
def test_it_leaves_nothing_behind(
    key: str, ui: Ui, made_desks: Made, seen: Seen, qtbot: QtBot
) -> None:
    _, shown = ask(made_desks, seen, key, "sample")
    module = module_of(key)
    frame = Frame(ui.theme, Tile("t", key, 0, 0, 6, 4), key, module.Face(ui))
    frame.resize(600, 400)
    assert frame.face is not None
    frame.face.show_data(shown)
    frame.grab()
    gone: list[bool] = []
    frame.face.destroyed.connect(lambda: gone.append(True))
    left = weakref.ref(frame.face)
    frame.deleteLater()
    del frame
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone == [True]
    assert left() is None


def test_a_board_of_everything_answers_to_presses(
    ui: Ui, made_desks: Made, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """All of them on one board; one has a bug, the others go on and narrow each other."""
    desk, _ = made_desks["sample"]
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-03-14")
    ui.set_desk(desk, "UTC")
    ui.set_day(board_desk.DAY)
    layout: Layout = ()
    for key in CATALOGUE:
        layout = append(layout, Tile(key, key, 0, 0, *module_of(key).SPEC.size))
    view = GridView(ui.theme)
    view.resize(1200, 800)
    view.show()
    tiles = Tiles(ui, view)
    broken = CATALOGUE[-1]

    def fail(tx: object, asked: object) -> Shown:
        raise ZeroDivisionError

    with monkeypatch.context() as bug:
        bug.setattr(module_of(broken), "load", fail)
        tiles.show_board(Board("All", tiles=layout))
        qtbot.waitUntil(lambda: tiles.quiet, timeout=30_000)
    states = {key: tiles.tile(key).frame.state for key in CATALOGUE}  # type: ignore[union-attr]
    assert states.pop(broken) == "error"
    assert set(states.values()) == {"body"}
    for key in CATALOGUE:
        one = tiles.tile(key)
        assert one is not None
        if one.shown is not None and one.shown.marks and one.frame.face is not None:
            one.frame.face.press(f"mark:{one.shown.marks[0].key}")
            qtbot.waitUntil(lambda: tiles.quiet, timeout=30_000)
            faults = {k: t.fault for k in CATALOGUE if (t := tiles.tile(k)) and t.fault}
            assert not faults.keys() - {broken}, faults
            tiles.clear_filters()
            qtbot.waitUntil(lambda: tiles.quiet, timeout=30_000)
            break
    ui.set_desk(None)
    view.close()
    view.deleteLater()
