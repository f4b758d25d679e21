"""Part 1 of a play: for whom it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from healthdesk.core.domain.play import Play
from healthdesk.core.domain.rule import Rule
from healthdesk.gui.pages.playbooks.editor.rule_field import RuleField
from healthdesk.gui.pages.plays.editor.kit import PlayKit, caption, link
from healthdesk.gui.pages.plays.editor.part import Part
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.select_button import SelectButton

EVERYBODY = "All accounts"
_NONE = "segment "


class WhoPart(Part):
    """The segment, and a rule that narrows it.

    Signals:
        segment_wanted: the name of the segment that is to be changed on its page.
        account_wanted: the id of an account it is for that is to be seen.
    """

    segment_wanted = Signal(str)
    account_wanted = Signal(str)

    def __init__(self, kit: PlayKit) -> None:
        super().__init__(kit, 1, "For whom", "Edit segment")
        self.segment = SelectButton(kit.theme, "Segment")
        self.segment.offer(self._segments, "Find a segment")
        self.count = caption()
        self.see = link("See them")
        self.see.setAccessibleName("See the accounts it is for")
        self.see.hide()
        self.members: tuple[tuple[str, str], ...] = ()
        self.popup: ChoicePopup | None = None
        told = QHBoxLayout()
        told.setSpacing(8)
        told.addWidget(self.count, 1)
        told.addWidget(self.see, 0, Qt.AlignmentFlag.AlignTop)
        self.narrow = RuleField(kit, "And only those of them where", "Narrow it")
        self.narrow.label.setVisible(False)
        self.rows.addWidget(self.segment)
        self.rows.addLayout(told)
        self.rows.addWidget(self.narrow)
        self.segment.chosen.connect(self._on_segment_chosen)
        self.narrow.changed.connect(self._on_narrow_changed)
        self.see.clicked.connect(self._on_see_clicked)
        if self.press is not None:
            self.press.clicked.connect(self._on_press_clicked)

    def show_play(self, play: Play) -> None:
        """Show whom it is for."""
        super().show_play(play)
        known = dict(self.kit.segments)
        gone = bool(play.segment) and play.segment not in known
        told = f"{play.segment} (no longer in the desk)" if gone else play.segment
        self.segment.say(told or EVERYBODY, icon="circles-relation")
        if self.press is not None:
            self.press.setVisible(bool(play.segment) and not gone)
        self.narrow.show_rule(play.audience)
        self.narrow.label.setVisible(play.audience is not None)

    def say_reach(
        self, today: int | None, mean: float | None, who: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """Say how many it is for: today, and in the mean of the past year; and who they are."""
        words = self.kit.words
        self.members = who
        self.see.setVisible(bool(who))
        if today is None:
            self.count.setText("")
            return
        told = f"{words.count(today, 'account')} today"
        if mean is not None:
            told += f", {words.number(mean)} in the mean of the year"
        self.count.setText(told)

    def _segments(self) -> Sequence[Option]:
        words, now = self.kit.words, self.play.segment
        some = [Option(_NONE, EVERYBODY, chosen=not now, icon="users")]
        some += [
            Option(f"{_NONE}{name}", name, words.number(count), chosen=name == now)
            for name, count in self.kit.segments
        ]
        return some

    @Slot(str)
    def _on_segment_chosen(self, key: str) -> None:
        self.tell("segment", segment=key.removeprefix(_NONE))

    @Slot(object)
    def _on_narrow_changed(self, rule: Rule | None) -> None:
        self.narrow.label.setVisible(rule is not None)
        self.tell("audience", audience=rule)

    @Slot()
    def _on_see_clicked(self) -> None:
        some = [Option(key, name, icon="buildings") for key, name in self.members]
        popup = ChoicePopup(
            self.kit.theme, "Accounts it is for", some, self, seeks="Find an account"
        )
        popup.chosen.connect(self._on_member_chosen)
        self.popup = popup
        popup.open_under(
            self.segment.mapToGlobal(QPoint(0, self.segment.height() + 2)), self.segment.width()
        )

    @Slot(str)
    def _on_member_chosen(self, key: str) -> None:
        self.popup = None
        self.account_wanted.emit(key)

    @Slot()
    def _on_press_clicked(self) -> None:
        self.segment_wanted.emit(self.play.segment)
