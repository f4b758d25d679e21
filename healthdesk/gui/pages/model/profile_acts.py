"""What is done with profiles as wholes: new ones, their order, settings, retiring them."""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.profile_starters import COPY, STARTERS
from healthdesk.core.services import drafts, measures
from healthdesk.core.services.what_if import ModelView
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.model.acts import DOWN, UP, Acts
from healthdesk.gui.pages.model.hand import Hand
from healthdesk.gui.pages.model.settings_form import ask_settings
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.parts.menu import Menu


class ProfileActs(QObject):
    """Acts on the profile in view and on those beside it.

    Signals:
        profile_wanted: the key of a profile that should be shown.
        account_wanted: the draft should be tried on one account.
        report_wanted: the model card should be made a report.
    """

    profile_wanted = Signal(str)
    account_wanted = Signal()
    report_wanted = Signal()

    def __init__(self, ui: Ui, hand: Hand, acts: Acts, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._hand = hand
        self._acts = acts
        self._over = parent
        self._name = ""
        self.view: ModelView | None = None
        self.menu: Menu | None = None

    def open_menu(self, under: QWidget) -> None:
        """Offer what may be done with profiles."""
        view = self.view
        if view is None:
            return
        if self.menu is not None:
            self.menu.deleteLater()
        menu = self.menu = Menu(self._ui.theme, "Profiles", self._over)
        on = self._hand.editable
        last = view.published.profile.applies_to is None and not view.new
        keys = [one.profile.key for one in view.listed]
        at = keys.index(view.key) if view.key in keys else -1
        menu.add("New profile", self._on_new, icon="plus", enabled=on)
        menu.add("Copy of this profile", self._on_copy, icon="copy", enabled=on)
        menu.addSeparator()
        menu.add("Settings of this profile", self._on_settings, icon="settings", enabled=on)
        whom = "For whom: all others" if last else "For whom this profile is"
        menu.add(whom, self._acts.ask_whom, icon="filter", enabled=on and not last)
        menu.add("Add a cap", self._acts.add_cap, icon="shield-lock", enabled=on)
        menu.addSeparator()
        menu.add("Ask it earlier", self._on_earlier, icon="arrow-up", enabled=on and at > 0)
        movable = on and 0 <= at < len(keys) - 2
        menu.add("Ask it later", self._on_later, icon="arrow-down", enabled=movable)
        gone = on and (view.new or not last)
        menu.add("Discard it" if view.new else "Retire it", self._on_retire, icon="archive",
                 enabled=gone)  # fmt: skip
        menu.addSeparator()
        menu.add("Try the draft on one account", self._on_try, icon="user-search")
        menu.add("Report of the model card", self._on_report, icon="presentation")
        menu.popup_under(under)

    @Slot()
    def _on_try(self) -> None:
        self.account_wanted.emit()

    @Slot()
    def _on_report(self) -> None:
        self.report_wanted.emit()

    @Slot()
    def _on_settings(self) -> None:
        self._hand.flush()
        try:
            made = ask_settings(self._ui, self._hand.profile)
        except UsageError as error:
            self._hand.refuse(error)
            return
        if made is not None:
            self._hand.keep_edit(partial(_instead, made=made))

    @Slot()
    def _on_new(self) -> None:
        if self._ui.refuses_changes():
            return
        offered = [(one.key, f"{one.name}: {one.text}") for one in STARTERS]
        fields = (
            Field("starter", "Begins with", "choice", offered[0][0], offered, required=True),
            Field("name", "Name", "line", "", hint="As what it begins with"),
        )
        found = ask_form(
            self._ui,
            "New profile",
            fields,
            text="It is fitted to the facts of this desk and begins as a draft: it scores nobody"
            " until it is published.",
            yes="Begin",
        )
        if found is not None:
            self._name = str(found["name"])
            self._ui.read(
                measures.begin_from, str(found["starter"]), self._ui.day,
                then=self._on_begun, key="new profile",
            )  # fmt: skip

    @Slot()
    def _on_copy(self) -> None:
        if self._ui.refuses_changes():
            return
        now = self._hand.profile
        name = self._ui.dialogs.prompt(
            "Copy of this profile", "What the copy is called.", f"{now.name}, copy", "Begin"
        )
        if name:
            self._name = name
            self._on_begun(msgspec.structs.replace(now, key=f"{now.key}-{COPY}"))

    def _on_begun(self, made: Profile) -> None:
        if self._name:
            made = msgspec.structs.replace(made, name=self._name)
        self._ui.do(drafts.begin, made, then=self._on_there)

    def _on_there(self, key: str) -> None:
        self.profile_wanted.emit(key)
        self._ui.toast(
            "The profile is begun", "Say for whom it is, then publish it.", "Undo", self._ui.undo
        )

    @Slot()
    def _on_earlier(self) -> None:
        self._order(UP)

    @Slot()
    def _on_later(self) -> None:
        self._order(DOWN)

    def _order(self, by: int) -> None:
        if self.view is None:
            return
        keys = [one.profile.key for one in self.view.listed]
        at = keys.index(self.view.key)
        keys.insert(max(0, at + by), keys.pop(at))
        self._ui.do(drafts.order, keys, then=self._on_ordered)

    def _on_ordered(self, answer: object) -> None:
        del answer
        self._ui.toast("The order of profiles is changed", "", "Undo", self._ui.undo)

    @Slot()
    def _on_retire(self) -> None:
        view = self.view
        if view is None or self._ui.refuses_changes():
            return
        name = self._hand.profile.name
        if view.new:
            self._ui.do(drafts.discard, view.key, then=self._on_gone)
            return
        asked = Question(
            f"Retire {name}?",
            "Its accounts go to the next profile whose rule holds. What was reported stays, and"
            " this can be undone.",
            "Retire",
        )
        if self._ui.dialogs.ask(asked):
            self._ui.do(drafts.retire, view.key, then=self._on_gone)

    def _on_gone(self, answer: object) -> None:
        del answer
        self.profile_wanted.emit("")
        self._ui.toast("The profile is gone", "", "Undo", self._ui.undo)


def _instead(profile: Profile, *, made: Profile) -> Profile:
    del profile
    return made
