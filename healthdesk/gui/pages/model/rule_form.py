"""A rule in a dialog: for whom a profile is, or where a cap holds; who is in it is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea

from healthdesk.core.desk import Tx
from healthdesk.core.domain.errors import BadDocument, UsageError
from healthdesk.core.domain.profile import Cap
from healthdesk.core.domain.rule import Rule, dump_rule, parse_rule
from healthdesk.core.domain.segment_view import Checked, FieldChoice
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import segment_check, segment_fields
from healthdesk.core.services.profiles import metrics_named
from healthdesk.gui.base.dialogs import WIDE, Box
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.rule_box import RuleBox

SOON: Final = 150
"""Milliseconds after the last change until it is counted who is in."""
_HIGH: Final = 260


def choices(tx: Tx, day: int) -> tuple[FieldChoice, ...]:
    """What a rule of a profile can ask: all but scores, which it decides itself."""
    return tuple(one for one in segment_fields.choices(tx, day) if one.group != "Score")


class RuleForm(Box):
    """Asks for a rule; of a cap, for its name and what the score is at most as well."""

    def __init__(
        self,
        ui: Ui,
        title: str,
        text: str,
        offered: Sequence[FieldChoice],
        rule: Rule | None,
        *,
        cap: Cap | None = None,
        capped: bool = False,
    ) -> None:
        super().__init__(title, text, ui.dialogs.window, WIDE)
        self._ui = ui
        self._rule = rule
        self.name = QLineEdit("" if cap is None else cap.name)
        self.at_most = QLineEdit("" if cap is None else ui.words.number(cap.at_most))
        self._capped = capped
        if capped:
            self._ask_cap()
        self.box = RuleBox(ui.theme, ui.words, ui.today, self, small=True)
        self.box.setProperty("ground", "none")
        self.box.set_choices(offered)
        if rule is not None:
            self.box.set_rule(dump_rule(rule))
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.box)
        self.area.setMinimumHeight(_HIGH)
        self.add_widget(self.area)
        self.count = PlainLabel("", "second", wrap=True)
        self.add_widget(self.count)
        self.wrong = PlainLabel("", "caption", tone="poor", wrap=True)
        self.wrong.hide()
        self.add_widget(self.wrong)
        no = self.add_button("Cancel", "normal")
        no.clicked.connect(self.reject)
        self.yes = self.add_button("Keep in the draft", "primary")
        self.yes.clicked.connect(self._on_yes_clicked)
        self._soon = Later(self, SOON, self.look)
        self.box.changed.connect(self._on_box_changed)
        self.box.refused.connect(self._tell)
        self.look()

    def _ask_cap(self) -> None:
        for words, line, name in (
            ("Name", self.name, "Name of the cap"),
            ("The score is at most", self.at_most, "The score is at most"),
        ):
            self.add_widget(PlainLabel(words, "caption"))
            line.setAccessibleName(name)
            self.add_widget(line)
        self.add_widget(PlainLabel("Where", "caption"))

    @property
    def rule(self) -> Rule:
        """The rule that holds once it was accepted.

        Raises:
            BadDocument: it is none.
            UsageError: it is not finished.
        """
        document = self.box.rule()
        if document in ({"all": []}, {"any": []}, {}):
            raise UsageError("The rule has no condition yet.")
        if self.box.unfinished:
            raise UsageError(self.box.unfinished)
        return parse_rule(document, "rule", metrics_named(document), CATALOGUE, scores=False)

    @property
    def cap(self) -> Cap:
        """The cap that was asked for.

        Raises:
            UsageError: it has no name, or its limit is no score.
        """
        name = " ".join(self.name.text().split())
        if not name:
            raise UsageError("A cap has a name.")
        most = self._ui.words.parse_number(self.at_most.text())
        if most is None or not 0 <= most <= 100:
            raise UsageError("A cap lies between 0 and 100.")
        return Cap(name=name, when=self.rule, at_most=most)

    @Slot()
    def look(self) -> None:
        """Count who is in."""
        document: Any = self.box.whole_rule()
        if self.box.rule() in ({"all": []}, {"any": []}, {}) or self.box.unfinished:
            self.count.setText(self.box.unfinished or "Add a condition: who is in is counted here.")
            return
        self._ui.read(
            segment_check.check, document, self._ui.day, then=self._on_checked, key="rule form"
        )

    def _on_checked(self, found: Checked) -> None:
        self.box.set_counts(found.counts)
        self.box.set_wrong(found.wrong)
        words = self._ui.words
        whole = next((one for one in found.counts if not one.path), None)
        if whole is None:
            self.count.setText("" if found.wrong is None else found.wrong.sentence)
            return
        in_it = words.count(whole.held, "account")
        verb = "is" if whole.held == 1 else "are"
        self.count.setText(f"{in_it} of {words.number(whole.of)} {verb} in it.")

    @Slot()
    def _on_box_changed(self) -> None:
        self._tell("")
        self.box.grey_counts()
        self._soon.start()

    @Slot(str)
    def _tell(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))

    @Slot()
    def _on_yes_clicked(self) -> None:
        try:
            _ = self.cap if self._capped else self.rule
        except UsageError as error:
            self._tell(error.sentence)
        except BadDocument as error:
            self._tell(f"The {error.place} {error.reason}.")
        else:
            self.accept()
