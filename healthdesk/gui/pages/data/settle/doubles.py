"""Records that are likely one, side by side: merge them, or say that they are not the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from healthdesk.core.domain.duplicate import DuplicateGroup, Kind, MergeView
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.settle.reading import Doubles
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.data.tables import when
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.sayings import one_line
from healthdesk.gui.parts.answer_painters import sure_cell
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import name_cell, text_cell
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.segmented import Segmented

FOOT = 44
SHOWN = 4
"""Records of a group that stand side by side."""
_FACES: tuple[tuple[str, str], ...] = (
    ("accounts", "Accounts"),
    ("contacts", "Contacts"),
    ("merged", "Merged"),
)


@dataclass(frozen=True)
class FieldRow:
    """One field of the records of a group, side by side."""

    label: str
    texts: tuple[str, ...]
    differs: bool


class DoublesCard(Card):
    """Lists groups, shows the chosen one side by side; lists the merges that stand.

    Signals:
        kind_wanted: accounts or contacts are to be read.
        merge_wanted: the kind, the id to keep, the other ids.
        apart_wanted: the kind and the ids that are not the same.
        unmerge_wanted: the number of a merge.
    """

    kind_wanted = Signal(str)
    merge_wanted = Signal(str, str, object)
    apart_wanted = Signal(str, object)
    unmerge_wanted = Signal(int)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Likely duplicates", "", padding=0)
        self.ui = ui
        self.kind: Kind = "accounts"
        self._found = Doubles("accounts", (), ())
        self._groups: dict[str, DuplicateGroup] = {}
        self._merges: dict[str, MergeView] = {}
        self._keep = ""
        self.face = Segmented("Show", _FACES)
        self.list = SmallTable(
            ui.theme, "Groups of likely duplicates", group_columns(ui.words),
            _ident, keeps_current=True,
        )  # fmt: skip
        self.fields = SmallTable(ui.theme, "Side by side", field_columns(()), lambda one: one.label)
        self.merged = CellTable(
            ui.theme,
            "Merges",
            merge_columns(ui.words, ui.zone),
            lambda one: str(one.id),
            keeps_current=True,
        )
        self.keep = QPushButton("Keep")
        self.apart = QPushButton("Not the same")
        self.merge = QPushButton("Merge")
        self.split = QPushButton("Undo this merge")
        self.told = PlainLabel("", "caption", elide=True)
        self._bar = QWidget()
        self._line = hline()
        self._lay_out()
        self._connect()
        changes_desk(ui, self.keep, self.apart, self.merge, self.split)
        self.show_loading("Comparing names, domains and addresses")

    @property
    def chosen(self) -> DuplicateGroup | None:
        """The group that is shown side by side."""
        return self._groups.get(self.list.current_id())

    @property
    def kept(self) -> str:
        """The id of the record that merging would keep."""
        group = self.chosen
        ids = [one.id for one in group.members] if group is not None else []
        return self._keep if self._keep in ids else next(iter(ids), "")

    def show_doubles(self, found: Doubles) -> None:
        """Show what was found."""
        self._found = found
        self._show()

    def choose_keep(self, own: str) -> None:
        """Keep another record of the group."""
        self._keep = own
        self._show_chosen()

    def _show(self) -> None:
        merges = self.face.value == "merged"
        self.list.setVisible(not merges)
        self.fields.setVisible(not merges)
        self._line.setVisible(not merges)
        self.merged.setVisible(merges)
        for widget in (self.keep, self.apart, self.merge):
            widget.setVisible(not merges)
        self.split.setVisible(merges)
        if merges:
            self._show_merges()
        else:
            self._show_groups()

    def _show_groups(self) -> None:
        groups = self._found.groups
        self._groups = {_ident(one): one for one in groups}
        count = self.ui.words.count
        self.set_subtitle(count(len(groups), "group") if groups else "")
        self._bar.setVisible(bool(groups))
        self.list.show_rows(groups)
        if not groups:
            self.show_empty(
                f"No {self.kind} look alike",
                "Records with nearly the same name, domain, mail or phone would stand here, side "
                "by side.",
            )
            return
        self.show_body()
        self.list.go_to(max(0, self.list.rows.line_of(self.list.current_id())))
        self._show_chosen()

    def _show_merges(self) -> None:
        merges = self._found.merges
        self._merges = {str(one.id): one for one in merges}
        self.set_subtitle(self.ui.words.count(len(merges), "merge") if merges else "")
        self._bar.setVisible(bool(merges))
        self.merged.show_rows(merges)
        if not merges:
            self.show_empty("Nothing is merged", "Merges stand here and can be undone at any time.")
            return
        self.show_body()
        self.merged.go_to(max(0, self.merged.rows.line_of(self.merged.current_id())))
        self.told.setText("What came since a merge stays with the kept record.")

    def _show_chosen(self) -> None:
        group = self.chosen
        if group is None:
            return
        kept = self.kept
        members = sorted(group.members, key=lambda one: one.id != kept)[:SHOWN]
        name = next(one.name for one in members if one.id == kept)
        self.fields.set_columns(
            field_columns([("Keep" if one.id == kept else "Goes into it") for one in members])
        )
        self.fields.show_rows(field_rows(group, [one.id for one in members], self.ui.words))
        self.keep.setText(f"Keep {one_line(name)[:24]}")
        self.keep.setAccessibleName(f"Record to keep: {one_line(name)}")
        number = len(group.members)
        self.merge.setText("Merge" if number == 2 else f"Merge {number}")
        self.told.setText(", ".join(group.reasons))

    @Slot(str)
    def _on_face_chosen(self, key: str) -> None:
        if key in {"accounts", "contacts"} and key != self.kind:
            self.kind = "accounts" if key == "accounts" else "contacts"
            self.show_loading("Comparing names, domains and addresses")
            self.kind_wanted.emit(key)
        else:
            self._show()

    @Slot(str)
    def _on_list_current_changed(self, ident: str) -> None:
        if ident:
            self._keep = ""
            self._show_chosen()

    @Slot()
    def _on_keep_clicked(self) -> None:
        group = self.chosen
        if group is None:
            return
        menu = Menu(self.ui.theme, "Record to keep", self)
        for one in group.members:
            told = f"{one_line(one.name)} ({one_line(one.id)})"
            menu.add(told, data=one.id, checked=one.id == self.kept)
        menu.triggered.connect(self._on_menu_triggered)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup_under(self.keep)

    @Slot(object)
    def _on_menu_triggered(self, action: object) -> None:
        self.choose_keep(str(action.data()))  # type: ignore[attr-defined] # a QAction

    @Slot()
    def _on_merge_clicked(self) -> None:
        group, kept = self.chosen, self.kept
        if group is not None:
            gone = tuple(one.id for one in group.members if one.id != kept)
            self.merge_wanted.emit(group.kind, kept, gone)

    @Slot()
    def _on_apart_clicked(self) -> None:
        group = self.chosen
        if group is not None:
            self.apart_wanted.emit(group.kind, tuple(one.id for one in group.members))

    @Slot()
    def _on_split_clicked(self) -> None:
        one = self._merges.get(self.merged.current_id())
        if one is not None:
            self.unmerge_wanted.emit(one.id)

    def _lay_out(self) -> None:
        self.add_tool(self.face)
        self.add_line_under_head()
        self.merge.setProperty("kind", "primary")
        self.ui.theme.bind_icon(self.keep, "chevron-down")
        self.ui.theme.bind_icon(self.split, "arrow-back-up")
        self.fields.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.list, 2)
        self.body.addWidget(self._line)
        self.body.addWidget(self.fields, 3)
        self.body.addWidget(self.merged, 1)
        self.merged.hide()
        self.split.hide()
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.told, 1)
        for button in (self.keep, self.apart, self.merge, self.split):
            row.addWidget(button)
        self._bar.setLayout(row)
        self.set_foot(self._bar, FOOT)

    def _connect(self) -> None:
        self.face.chosen.connect(self._on_face_chosen)
        self.list.current_changed.connect(self._on_list_current_changed)
        self.keep.clicked.connect(self._on_keep_clicked)
        self.merge.clicked.connect(self._on_merge_clicked)
        self.apart.clicked.connect(self._on_apart_clicked)
        self.split.clicked.connect(self._on_split_clicked)


def names_of(group: DuplicateGroup) -> str:
    """Name the records of a group."""
    names = dict.fromkeys(one_line(one.name) for one in group.members)
    told = ", ".join(names)
    return f"{told} ({len(group.members)} times)" if len(names) == 1 else told


def field_rows(group: DuplicateGroup, order: Sequence[str], words: Words) -> tuple[FieldRow, ...]:
    """Lay the fields of a group side by side, in the order of these ids."""
    by_id = {one.id: one for one in group.members}
    members = [by_id[own] for own in order]
    rows = [_field_row("Name", [one.name for one in members])]
    for at, (label, _) in enumerate(members[0].fields):
        texts = [one.fields[at][1] for one in members]
        rows.append(
            _field_row(label, [_figure(one, words) for one in texts] if label == "ARR" else texts)
        )
    rows.append(_field_row("Facts", [words.number(one.facts) for one in members]))
    return tuple(rows)


def _figure(text: str, words: Words) -> str:
    try:
        return words.number(float(text))
    except ValueError:
        return text


def group_columns(words: Words) -> tuple[Column, ...]:
    """Describe the list of groups."""

    def why(one: DuplicateGroup) -> str:
        return ", ".join(one.reasons)

    def sure(one: DuplicateGroup) -> float:
        return one.sure

    return (
        Column("names", "Records", 170, names_of, names_of, name_cell(names_of), minimum=100,
               stretch=True),
        Column("why", "Why", 170, why, why, text_cell(why, "text2"), minimum=80, snug=110),
        Column("sure", "Sure", 112, sure, lambda one: words.percent(one.sure),
               sure_cell(sure, words.percent), downwards=True, minimum=112),
    )  # fmt: skip


def field_columns(heads: Sequence[str]) -> tuple[Column, ...]:
    """Describe the fields side by side."""

    def label(row: FieldRow) -> str:
        return row.label

    return (
        Column("label", "Field", 92, label, label, text_cell(label, "text3"), minimum=70),
        *(_member_column(at, head) for at, head in enumerate(heads)),
    )


def merge_columns(words: Words, zone: str | None) -> tuple[Column, ...]:
    """Describe the list of merges."""

    def gone(one: MergeView) -> str:
        return one_line(one.gone_name)

    def kept(one: MergeView) -> str:
        return one_line(one.kept_name)

    def kind(one: MergeView) -> str:
        return "account" if one.kind == "accounts" else "contact"

    def at(one: MergeView) -> str:
        return when(words, one.at, zone)

    return (
        Column("gone", "Merged", 150, gone, gone, name_cell(gone), minimum=90, stretch=True),
        Column("kept", "Into", 140, kept, kept, text_cell(kept), minimum=80, snug=100),
        Column("kind", "Kind", 80, kind, kind, text_cell(kind, "text3"), minimum=64),
        Column("at", "When", 146, lambda one: one.at, at, text_cell(at, "text2"), downwards=True,
               minimum=146),
    )  # fmt: skip


def _member_column(at: int, head: str) -> Column:
    def text(row: FieldRow) -> str:
        return one_line(row.texts[at]) if at < len(row.texts) else ""

    same, other = text_cell(text, "text3"), text_cell(text, "text")

    def paint(painter: object, ink: object, rect: object, row: FieldRow) -> None:
        (other if row.differs else same)(painter, ink, rect, row)

    return Column(
        f"member {at}", head, 120, text, lambda row: text(row) or "not known", paint, minimum=80,
        stretch=True,
    )  # fmt: skip


def _field_row(label: str, texts: Sequence[str]) -> FieldRow:
    return FieldRow(label, tuple(texts), len(set(texts)) > 1)


def _ident(group: DuplicateGroup) -> str:
    return "|".join(sorted(one.id for one in group.members))
