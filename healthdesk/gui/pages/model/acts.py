"""What the menus and forms of the page do to the draft: measures, dimensions, caps, settings.

Not here: weights and thresholds (page.py), profiles as wholes (profile_acts.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain import profile_edit
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.profile import Cap, Measure, Profile
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import measures
from healthdesk.core.services.measures import Offer
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model import rule_form
from healthdesk.gui.pages.model.hand import Hand
from healthdesk.gui.pages.model.measure_form import GROUPS, NEW, MeasureForm, group_of
from healthdesk.gui.pages.model.rule_form import RuleForm
from healthdesk.gui.parts.menu import Menu

UP, DOWN = -1, 1
_ADD: Final = "add"


class Acts(QObject):
    """Changes the draft by forms; each is one step of undo.

    Signals:
        measure_wanted: the key of a measure that should be looked at.
    """

    measure_wanted = Signal(str)

    def __init__(self, ui: Ui, hand: Hand, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._hand = hand
        self._over = parent
        self._key = ""
        self._place = 0
        self._under: QWidget | None = None
        self._inside = ""
        self._offer: Offer | None = None
        self.menu: Menu | None = None

    # A measure or a dimension.

    @Slot(str, object)
    def open_row_menu(self, key: str, under: QWidget) -> None:
        """Offer what may be done with a dimension or a measure."""
        self._key = key
        menu = self._new_menu("Measure" if "." in key else "Dimension")
        on = self._hand.editable
        if "." in key:
            menu.add("Look at its curve", self._on_look, icon="activity")
        else:
            menu.add("Add a measure here", self._on_add_here, icon="plus", enabled=on)
            lowest = profile_edit.dimension_of(self._hand.profile, key).combine == "lowest"
            menu.add("Its lowest measure alone counts", self._on_lowest, checked=lowest, enabled=on)
        menu.add("Rename", self._on_rename, icon="cursor-text", enabled=on)
        menu.add("Move up", self._on_up, icon="arrow-up", enabled=on)
        menu.add("Move down", self._on_down, icon="arrow-down", enabled=on)
        menu.addSeparator()
        menu.add("Remove", self._on_remove, icon="trash", enabled=on)
        menu.popup_under(under)

    @Slot()
    def _on_look(self) -> None:
        self.measure_wanted.emit(self._key)

    @Slot()
    def _on_rename(self) -> None:
        known = self._hand.profile
        named = (
            profile_edit.measure_of(known, self._key).name
            if "." in self._key
            else profile_edit.dimension_of(known, self._key).name
        )
        told = self._ui.dialogs.prompt("Rename", "What it is called in lists.", named, "Rename")
        if told is not None and told != named:
            self._hand.keep_edit(partial(profile_edit.renamed, key=self._key, name=told))

    @Slot()
    def _on_up(self) -> None:
        self._hand.keep_edit(partial(profile_edit.moved, key=self._key, by=UP))

    @Slot()
    def _on_down(self) -> None:
        self._hand.keep_edit(partial(profile_edit.moved, key=self._key, by=DOWN))

    @Slot()
    def _on_lowest(self) -> None:
        now = profile_edit.dimension_of(self._hand.profile, self._key).combine
        self._hand.keep_edit(
            partial(
                profile_edit.combined,
                key=self._key,
                combine="mean" if now == "lowest" else "lowest",
            )
        )

    @Slot()
    def _on_remove(self) -> None:
        remove = (
            profile_edit.without_measure if "." in self._key else profile_edit.without_dimension
        )
        self._hand.keep_edit(partial(remove, key=self._key))

    # One measure more.

    @Slot()
    def add_measure(self) -> None:
        """Offer the readings of the catalogue, by the facts that they rest on."""
        self._inside = ""
        sender = self.sender()
        self._under = sender if isinstance(sender, QWidget) else None
        self._read_offer()

    @Slot()
    def _on_add_here(self) -> None:
        self._inside, self._under = self._key, None
        self._read_offer()

    def _read_offer(self) -> None:
        if not self._ui.refuses_changes():
            self._ui.read(measures.offer, self._ui.day, then=self._on_offer, key="measure offer")

    def _on_offer(self, found: Offer) -> None:
        self._offer = found
        menu = self._new_menu("Add a measure")
        menu.triggered.connect(self._on_reading_triggered)
        for fact, title in GROUPS.items():
            listed = [one.SPEC for one in CATALOGUE.values() if group_of(one.SPEC) is fact]
            inner = Menu(self._ui.theme, title, menu)
            some = fact in found.known
            inner.setTitle(title if some else f"{title} (no facts yet)")
            for spec in listed:
                can = found.attributes if fact is _ATTRIBUTES else True
                asks = any(one.kind == "metric" for one in spec.options)
                inner.add(
                    spec.title,
                    data=spec.key,
                    enabled=bool(can) and (bool(found.metrics) or not asks),
                )
            menu.addMenu(inner)
        menu.popup_under(self._over if self._under is None else self._under)

    @Slot(QAction)
    def _on_reading_triggered(self, action: QAction) -> None:
        kind = str(action.data() or "")
        if kind:
            self.ask_measure(kind)

    def ask_measure(self, kind: str) -> None:
        """Ask what a measure of a reading is to be, and put it into the draft."""
        if self._offer is None:
            return
        spec = CATALOGUE[kind].SPEC
        form = MeasureForm(self._ui, spec, self._offer, self._hand.profile, self._inside)
        if not self._ui.dialogs.run(form):
            return
        self.put_measure(form.measure, *form.place)

    def put_measure(self, measure: Measure, inside: str, name: str = "") -> bool:
        """Put a measure into a dimension of the draft, or into a new one of a name; look at it."""
        before = set(self._hand.profile.measure_keys)
        edit = partial(_added, measure=measure, inside=inside, name=name)
        if not self._hand.keep_edit(edit):
            return False
        fresh = [one for one in self._hand.profile.measure_keys if one not in before]
        if fresh:
            self.measure_wanted.emit(fresh[-1])
        return True

    # Caps.

    @Slot()
    def add_cap(self) -> None:
        """Ask for one cap more."""
        self._place = len(self._hand.profile.caps)
        self._read_choices(self._ask_cap)

    @Slot(int, object)
    def open_cap_menu(self, place: int, under: QWidget) -> None:
        """Offer what may be done with a cap."""
        self._place = place
        menu = self._new_menu("Cap")
        on = self._hand.editable
        menu.add("Change where it holds", self._on_change_cap, icon="pencil", enabled=on)
        menu.addSeparator()
        menu.add("Remove", self._on_remove_cap, icon="trash", enabled=on)
        menu.popup_under(under)

    @Slot()
    def _on_change_cap(self) -> None:
        self._read_choices(self._ask_cap)

    @Slot()
    def _on_remove_cap(self) -> None:
        self._hand.keep_edit(partial(profile_edit.with_cap, place=self._place, cap=None))

    def _read_choices(self, then: Callable[[Sequence[FieldChoice]], None]) -> None:
        if not self._ui.refuses_changes():
            self._ui.read(rule_form.choices, self._ui.day, then=then, key="rule choices")

    def _ask_cap(self, offered: Sequence[FieldChoice]) -> None:
        caps = self._hand.profile.caps
        cap = caps[self._place] if self._place < len(caps) else None
        form = RuleForm(
            self._ui,
            "Cap" if cap is None else f"Cap: {cap.name}",
            "Where the rule holds, the score is never higher than this, whatever it is made of.",
            offered,
            None if cap is None else cap.when,
            cap=cap,
            capped=True,
        )
        if self._ui.dialogs.run(form):
            self._hand.keep_edit(partial(profile_edit.with_cap, place=self._place, cap=form.cap))

    @Slot(int, float)
    def limit_cap(self, place: int, at_most: float) -> None:
        """Have a cap hold the score at another height."""
        self._hand.keep_edit(partial(_limited, place=place, at_most=at_most))

    # For whom.

    @Slot()
    def ask_whom(self) -> None:
        """Ask for whom the profile is."""
        self._read_choices(self._ask_rule)

    def _ask_rule(self, offered: Sequence[FieldChoice]) -> None:
        now = self._hand.profile
        form = RuleForm(
            self._ui,
            f"For whom {now.name} is",
            "The first profile whose rule holds scores an account; the last takes all others.",
            offered,
            now.applies_to,
        )
        if self._ui.dialogs.run(form):
            self._hand.keep_edit(partial(profile_edit.with_rule, rule=form.rule))

    def _new_menu(self, name: str) -> Menu:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = Menu(self._ui.theme, name, self._over)
        return self.menu


_ATTRIBUTES: Final = next(one for one, title in GROUPS.items() if title == "Attributes")


def _added(profile: Profile, *, measure: Measure, inside: str, name: str) -> Profile:
    """The profile with a measure, in a dimension or in a new one."""
    if inside and inside != NEW:
        return profile_edit.with_measure(profile, inside, measure)
    keyed = msgspec.structs.replace(measure, key=profile_edit.slug(measure.name, ()))
    weights = [one.weight for one in profile.dimensions if one.weight]
    usual = sum(weights) / len(weights) if weights else 1.0
    return profile_edit.with_dimension(profile, name or measure.name, round(usual, 1), keyed)


def _limited(profile: Profile, *, place: int, at_most: float) -> Profile:
    if not 0 <= place < len(profile.caps):
        raise UsageError("The cap is gone; nothing was changed.")
    cap = profile.caps[place]
    return profile_edit.with_cap(profile, place, Cap(name=cap.name, when=cap.when, at_most=at_most))
