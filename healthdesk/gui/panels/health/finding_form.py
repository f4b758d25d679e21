"""The investigation: eight topics with what the desk sees, a mark and words for each, a hypothesis.

Not here: how findings are kept (core/services/findings.py), what comes of one (acts.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.investigation import TOPICS, Check, FindingDraft, Seen
from healthdesk.core.domain.source_ref import Ref, Sought
from healthdesk.gui.base.dialogs import WIDE, Box
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.segmented import Segmented

_STATES = (("", "Not yet"), ("looked", "Looked at"), ("found", "Finding"))
_LEAST, _MOST, _AROUND = 300, 520, 260
_LINES = 6
"""Lines of the split that are offered to link."""


class TopicRow(QWidget):
    """One topic: its name, what the desk sees, a mark, and a line for words.

    Signals:
        rows_requested: a title, the rows behind what the desk sees, what was sought where none is.
    """

    rows_requested = Signal(str, object, object)

    def __init__(self, seen: Seen, check: Check) -> None:
        super().__init__()
        self.topic = seen.topic
        self._refs: tuple[Ref, ...] = seen.refs
        self._sought = seen.sought
        self._title = TOPICS[seen.topic]
        self.state = Segmented(f"{self._title}: what came of it", _STATES, check.state)
        self.state.set_value(check.state)
        self.text = QLineEdit(check.text)
        self.text.setAccessibleName(f"{self._title}: your words")
        self.text.setPlaceholderText("What did you find?")
        self.seen = PlainLabel(
            seen.text, "small", tone="notice" if seen.notable else "", elide=True
        )
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(PlainLabel(self._title, "medium"))
        head.addStretch(1)
        head.addWidget(self.state)
        under = QHBoxLayout()
        under.setSpacing(8)
        under.addWidget(self.seen, 1)
        if seen.refs or seen.sought:
            rows = QPushButton("Rows")
            rows.setProperty("kind", "link")
            rows.setAutoDefault(False)
            rows.setAccessibleName(f"{self._title}: rows behind it")
            rows.clicked.connect(self._on_rows_clicked)
            under.addWidget(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(under)
        column.addWidget(self.text)
        self.state.chosen.connect(self._on_state_chosen)
        self.fit()

    @property
    def check(self) -> Check:
        """What a person made of it."""
        value = self.state.value
        state = "found" if value == "found" else "looked" if value == "looked" else ""
        return Check(state, self.text.text().strip())  # type: ignore[arg-type]

    def fit(self) -> None:
        """Ask for words only where there is something to say."""
        self.text.setVisible(self.state.value == "found" or bool(self.text.text()))

    @Slot(str)
    def _on_state_chosen(self, key: str) -> None:
        self.fit()
        if key == "found":
            self.text.setFocus()

    @Slot()
    def _on_rows_clicked(self) -> None:
        title = f"{self._title}: {self.seen.full_text}"
        self.rows_requested.emit(title, self._refs, self._sought)


class FindingForm(Box):
    """Asks for a finding; `wants_action` after it was saved by "Save and make action"."""

    def __init__(
        self,
        ui: Ui,
        seen: Sequence[Seen],
        draft: FindingDraft,
        lines: Sequence[tuple[str, str]],
    ) -> None:
        words = ui.words
        title = f"Why did it change from {words.day(draft.first)} to {words.day(draft.last)}?"
        text = "Look at each topic; what the desk sees by itself stands under its name."
        super().__init__(title, text, ui.dialogs.window, WIDE)
        self._ui = ui
        self._draft = draft
        self._sources: SourcePopover | None = None
        self.wants_action = False
        self.rows: dict[str, TopicRow] = {}
        self._boxes: list[tuple[str, QCheckBox]] = []
        self.hypothesis = QPlainTextEdit(draft.hypothesis)
        self.wrong = PlainLabel("", "caption", tone="poor")
        self.add_widget(self._inside(seen, lines))
        no = self.add_button("Cancel", "normal")
        no.clicked.connect(self.reject)
        self.act = self.add_button("Save and make action", "normal")
        self.act.clicked.connect(self._on_act_clicked)
        self.save = self.add_button("Save finding", "primary")
        self.save.clicked.connect(self._on_save_clicked)
        self.save.setDefault(True)
        self.add_widget_to_foot(self.wrong)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.activated.connect(self._on_save_clicked)
        self.hypothesis.setFocus()

    @property
    def draft(self) -> FindingDraft:
        """What the form says now."""
        return FindingDraft(
            self._draft.account_id,
            self._draft.first,
            self._draft.last,
            self.hypothesis.toPlainText().strip(),
            {topic: row.check for topic, row in self.rows.items()},
            tuple(key for key, box in self._boxes if box.isChecked()),
        )

    @property
    def inputs(self) -> Mapping[str, QWidget]:
        """The widgets that a person writes into."""
        made: dict[str, QWidget] = {"hypothesis": self.hypothesis}
        for topic, row in self.rows.items():
            made |= {f"{topic}:state": row.state, f"{topic}:text": row.text}
        return made

    def say(self, text: str) -> None:
        """Say one thing more over the inputs; words that came back are seen."""
        self._text.setText(f"{self._text.text()}\n{text}")
        for row in self.rows.values():
            row.fit()

    def _inside(self, seen: Sequence[Seen], lines: Sequence[tuple[str, str]]) -> QWidget:
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        column.addWidget(PlainLabel("Hypothesis", "caption"))
        self.hypothesis.setAccessibleName("Hypothesis")
        self.hypothesis.setPlaceholderText("Champion left, successor untrained")
        self.hypothesis.setTabChangesFocus(True)
        self.hypothesis.setFixedHeight(54)
        column.addWidget(self.hypothesis)
        if lines:
            column.addWidget(PlainLabel("It explains these lines", "caption"))
            chosen = set(self._draft.lines)
            for key, told in lines[:_LINES]:
                box = QCheckBox(told.replace("&", "&&"))
                box.setChecked(key in chosen)
                self._boxes.append((key, box))
                column.addWidget(box)
        for one in seen:
            column.addWidget(hline())
            row = TopicRow(one, self._draft.checks.get(one.topic, Check()))
            row.rows_requested.connect(self._on_row_rows_requested)
            self.rows[one.topic] = row
            column.addWidget(row)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        window = self._ui.dialogs.window
        room = window.height() - _AROUND if window is not None else _MOST
        scroll.setFixedHeight(max(min(room, _MOST), _LEAST))
        return scroll

    def _take(self) -> None:
        draft = self.draft
        if not draft.hypothesis and not any(one.state or one.text for one in draft.checks.values()):
            self.wrong.setText("A hypothesis or one topic is needed.")
            self.hypothesis.setFocus()
            return
        self.accept()

    @Slot()
    def _on_save_clicked(self) -> None:
        self._take()

    @Slot()
    def _on_act_clicked(self) -> None:
        self.wants_action = True
        self._take()

    @Slot(str, object, object)
    def _on_row_rows_requested(
        self, title: str, refs: tuple[Ref, ...], sought: Sought | None
    ) -> None:
        if self._sources is None:
            self._sources = SourcePopover(self._ui, self)
        sender = self.sender()
        under = sender if isinstance(sender, QWidget) else self
        at = under.mapToGlobal(under.rect().bottomLeft())
        self._sources.open_refs(title, refs, at, sought)
