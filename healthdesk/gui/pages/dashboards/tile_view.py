"""One tile of a board on the screen: its frame, its face, its figures and what became of them.

Not here: when it is asked (tiles.py), its menu (tile_menu.py).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal, Slot

from healthdesk.core.domain.errors import BadDocument, DeskError, NotFound
from healthdesk.core.domain.grid import Limits, Tile
from healthdesk.core.domain.widget import Mark, Shown
from healthdesk.core.domain.wish import Wish
from healthdesk.core.services import cards_kept
from healthdesk.core.services.cards_kept import KeptCard
from healthdesk.gui import widgets
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.grid.frame import Frame
from healthdesk.gui.pages.dashboards import reading
from healthdesk.gui.pages.dashboards.reading import Fault, Figures
from healthdesk.gui.widgets import WidgetModule

OWN: Final = frozenset({"live", "title", "hidden", "objective"})
"""Options that are the frame's: other ones of these need no other figures."""
CONFIGURE: Final = "Configure"


class TileView(QObject):
    """Keeps a frame and asks its widget.

    Signals:
        answered: its id: an answer came that `show_answer` shows, in a turn of its own.
        marked: its id, a mark that was pressed, whether it is added.
        wanted: its id, and "configure" or "again": the button under an error.
    """

    answered = Signal(str)
    marked = Signal(str, object, bool)
    wanted = Signal(str, str)

    def __init__(self, ui: Ui, tile: Tile, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self.tile = tile
        self.known = tile.kind in widgets.CATALOGUE
        self.module: WidgetModule | None = None
        self.figures: Figures | None = None
        self.fault: Fault | None = None
        self.trouble: Exception | None = None
        self.wish: Wish | None = None
        """What it was asked last."""
        self.stale = True
        """Whether what it shows was touched since it was asked."""
        self.waiting = False
        """Whether an answer is under way."""
        self.unread = False
        """Whether it shows what the desk kept, and was not read from the open desk yet."""
        self.asked_today = ui.today
        self.read_at: datetime | None = None
        self._marked: frozenset[str] = frozenset()
        self._answer: Figures | Fault | Exception | None = None
        self.frame = Frame(ui.theme, tile, self.title, None)
        self.frame.set_tile(tile)
        self.frame.retry_requested.connect(self._on_frame_retry_requested)
        if self.known:
            self.frame.show_loading()
        else:
            words = f"Nobody here knows “{tile.kind}”; it is kept as it is."
            self.frame.show_empty(words, icon="")

    @property
    def title(self) -> str:
        """What it is called: its own title, or what it shows, or its widget's."""
        own = str(self.tile.options.get("title") or "").strip()
        if own or not self.known:
            return own or self.tile.kind
        if self.shown is not None and self.shown.called:
            return self.shown.called
        return self.module.SPEC.title if self.module is not None else ""

    @property
    def limits(self) -> Limits:
        """How small and large it may be; the import of its widget if nobody needed it yet."""
        module = widgets.widget(self.tile.kind)
        return Limits() if module is None else module.SPEC.limits

    @property
    def paused(self) -> bool:
        """Whether this tile was told to wait."""
        return self.tile.options.get("live") is False

    @property
    def shown(self) -> Shown | None:
        """What is shown."""
        return None if self.figures is None else self.figures.shown

    @property
    def told_something(self) -> bool:
        """Whether it shows figures, or says why it has none."""
        shown = (self.figures, self.fault, self.trouble)
        return not self.known or any(one is not None for one in shown)

    def set_tile(self, tile: Tile) -> None:
        """Note another state of its tile: place, pin, options."""
        self.tile = tile
        self.frame.set_tile(tile)
        self._say()

    def make(self) -> None:
        """Import the widget and make its face; once."""
        if self.module is not None or not self.known:
            return
        self.module = widgets.widget(self.tile.kind)
        self._say()

    def told(self) -> dict[str, object]:
        """Options that its figures depend on."""
        return {key: value for key, value in self.tile.options.items() if key not in OWN}

    def ask(self, wish: Wish) -> None:
        """Ask the widget; what is shown stays until the answer."""
        self.make()
        if self.module is None:
            return
        self.wish, self.stale, self.waiting = wish, False, True
        self.asked_today = self.ui.today
        if self.figures is None:
            self.frame.show_loading()
        self.ui.read(
            reading.read_tile,
            self.module,
            wish,
            then=self._on_read,
            failed=self._on_failed,
            key="tile",
        )

    def show_kept(self, card: KeptCard, wish: Wish) -> None:
        """Show figures as the desk keeps them, while it is being opened; they are read then."""
        self.make()
        kind = None if self.module is None else widgets.shown_by(self.module)
        shown = None if kind is None else cards_kept.shown_of(card, kind)
        if shown is not None and card.kind == self.tile.kind:
            self.wish, self.stale, self.unread = wish, True, True
            self.read_at = self.ui.clock.now()
            self._show_figures(Figures(card.ask(wish.day), shown))
            self._say()

    def drop_kept(self) -> None:
        """Forget figures that were not read from the desk that is open."""
        if self.unread:
            self.unread, self.figures, self.wish, self.read_at = False, None, None, None
            self.frame.show_loading()
            self._say()

    def show_answer(self) -> None:
        """Show what came."""
        answer, self._answer = self._answer, None
        if answer is None:
            return
        self.waiting = False
        self.read_at = self.ui.clock.now()
        self.frame.notes.show_busy("")
        self.fault, self.trouble = None, None
        unread, self.unread = self.unread, False
        if isinstance(answer, Figures) and unread and self.shown == answer.shown:
            self.figures = answer  # it is shown already, exactly so
        elif isinstance(answer, Figures):
            self._show_figures(answer)
        elif isinstance(answer, Fault):
            self._show_fault(answer)
        else:
            self._show_trouble(answer)
        self._say()

    def read_words(self) -> str:
        """When it was read, as a time of the day."""
        if self.read_at is None:
            return ""
        zone = ZoneInfo(self.ui.zone) if self.ui.zone else None
        return f"{self.read_at.astimezone(zone):%H:%M}"

    def show_paused(self, paused: bool) -> None:
        """Say that it waits, or do not."""
        shown = paused and self.known and self.read_at is not None
        self.frame.notes.show_paused(f"Paused · as of {self.read_words()}" if shown else "")

    def show_marked(self, keys: frozenset[str]) -> None:
        """Show which of its marks narrow the others."""
        if keys == self._marked:
            return  # a face is laid out anew by it
        self._marked = keys
        self.frame.notes.show_filtering(bool(keys))
        self.frame.update()
        if self.frame.face is not None:
            self.frame.face.show_marked(keys)

    def _show_figures(self, figures: Figures) -> None:
        if figures.shown.empty:
            self.figures = figures
            self.frame.show_empty(figures.shown.empty, figures.shown.remedy, icon="")
            return
        try:
            self._put_face()
            if self.figures is None:
                # First the room, then the figures: else they would be laid out twice.
                self.frame.show_body()
            if self.frame.face is not None:
                self.frame.face.show_data(figures.shown)
        except Exception as error:  # noqa: BLE001 - the border of an extension: its bug is its card's
            self._show_fault(reading.fault(error))
            return
        self.figures = figures
        self.frame.show_body()
        self.frame.renew_table()

    def _put_face(self) -> None:
        if self.frame.face is None and self.module is not None:
            face = self.module.Face(self.ui)
            face.mark_pressed.connect(self._on_face_mark_pressed)
            face.account_pressed.connect(self._on_face_account_pressed)
            self.frame.set_face(face)
            if self._marked:
                face.show_marked(self._marked)

    def _show_fault(self, fault: Fault) -> None:
        self.fault, self.figures = fault, None
        self.frame.show_error("This widget has a fault; the others go on.", fault.sentence)

    def _show_trouble(self, error: Exception) -> None:
        self.trouble, self.figures = error, None
        remedy = error.remedy if isinstance(error, DeskError) else ""
        told = error.sentence if isinstance(error, DeskError) else str(error)
        action = CONFIGURE if self._can_be_configured else "Try again"
        self.frame.show_error(told, remedy, action)

    @property
    def _can_be_configured(self) -> bool:
        return isinstance(self.trouble, BadDocument | NotFound)

    def _say(self) -> None:
        shown = self.shown
        self.frame.set_words(self.title or " ", shown.subtitle if shown is not None else "")
        age = ""
        if shown is not None and shown.newest is not None and self.wish is not None:
            day = self.wish.day
            if shown.newest < day:
                age = f"data to {self.ui.words.near_day(shown.newest, day)}"
        self.frame.notes.show_age(age)

    def _take(self, answer: Figures | Fault | Exception) -> None:
        self._answer = answer
        self.answered.emit(self.tile.id)

    @Slot(object)
    def _on_read(self, answer: Figures | Fault) -> None:
        self._take(answer)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._take(error)

    @Slot(object, bool)
    def _on_face_mark_pressed(self, mark: Mark, add: bool) -> None:
        self.marked.emit(self.tile.id, mark, add)

    @Slot(str, str)
    def _on_face_account_pressed(self, account_id: str, tab: str) -> None:
        self.ui.open_account(account_id, tab)

    @Slot()
    def _on_frame_retry_requested(self) -> None:
        again = "configure" if self._can_be_configured else "again"
        self.wanted.emit(self.tile.id, again)
