"""Keeps what the Accounts page shows as a segment: its filters as a rule, or accounts as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.views import BANDS
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field

Rule = dict[str, Any]
RULE, LIST = "rule", "list"
HERE: Rule = {"field": "churned", "op": "=", "value": False}
"""The page lists those alone that are still there."""


def word_rule(word: str, texts: Sequence[str], words: Words) -> Rule:
    """One word of the filter: in the name, the id, a tag, a text attribute or the band's name."""
    fields = ("name", "account_id", *(key for key in texts if key != "tags"), "tag")
    found: list[Rule] = [{"field": one, "op": "contains", "value": word} for one in fields]
    bands = [one for one in BANDS if word.casefold() in words.band(one).casefold()]
    found += [{"field": "band", "op": "=", "value": one} for one in bands]
    return {"any": found}


def rule_of_filters(
    text: str, bands: Sequence[str], texts: Sequence[str], base: Rule | None, words: Words
) -> Rule:
    """What the page shows as a rule.

    `texts` are the keys of text attributes, `base` is the rule of the window's segment.
    """
    parts: list[Rule] = [] if base is None else [base]
    if len(bands) == 1:
        parts.append({"field": "band", "op": "=", "value": bands[0]})
    elif bands:
        parts.append({"field": "band", "op": "in", "value": list(bands)})
    parts += [word_rule(word, texts, words) for word in text.split()]
    return {"all": [*parts, HERE]}


class SegmentSaver(QObject):
    """Asks for a name and adds the segment."""

    def __init__(self, ui: Ui, page: QWidget) -> None:
        super().__init__(page)
        self.ui = ui
        self._filters: tuple[str, tuple[str, ...], tuple[str, ...]] = ("", (), ())
        self._ids: tuple[str, ...] = ()

    def save_filters(
        self, text: str, bands: Sequence[str], texts: Sequence[str], ids: Sequence[str]
    ) -> None:
        """Keep the present filters, or the accounts that pass them."""
        if self.ui.refuses_changes():
            return
        self._filters, self._ids = (text, tuple(bands), tuple(texts)), tuple(ids)
        told = self.ui.words.count(len(ids), "account")
        note = "Words are looked for in names, tags and text attributes; those that only stand in"
        found = ask_form(
            self.ui,
            "Save as segment",
            (
                Field("name", "Name", value=self._proposal(text, bands), required=True),
                Field("kept", "Keep", "choice", RULE,
                      [(RULE, "the filters: whoever passes them later is in it"),
                       (LIST, f"the {told} shown now, whatever becomes of them")]),
            ),
            text=f"{note} the reason of a change are no part of a rule." if text else "",
        )  # fmt: skip
        if found is None:
            return
        name = " ".join(str(found["name"]).split())
        if found["kept"] == LIST:
            self._add_list(name)
        else:
            self._add_rule(name)

    def save_list(self, ids: Sequence[str]) -> None:
        """Keep chosen accounts as a list."""
        if self.ui.refuses_changes():
            return
        told = self.ui.words.count(len(ids), "account")
        day = self.ui.words.day(self.ui.today)
        found = ask_form(
            self.ui,
            "Save as segment",
            (Field("name", "Name", value=f"Chosen on {day}", required=True),),
            text=f"A list of the {told} that are ticked, whatever becomes of them.",
        )
        if found is not None:
            self._ids = tuple(ids)
            self._add_list(" ".join(str(found["name"]).split()))

    def _proposal(self, text: str, bands: Sequence[str]) -> str:
        words = self.ui.words
        parts = [self.ui.segment or "", ", ".join(words.band(one) for one in bands), text.strip()]
        return ", ".join(part for part in parts if part) or "My accounts"

    def _add_list(self, name: str) -> None:
        # Brings numpy, which the page does not wait for.
        from healthdesk.core.services import segments  # noqa: PLC0415

        self.ui.do(segments.from_accounts, name, self._ids, then=self._on_added)

    def _add_rule(self, name: str) -> None:
        from healthdesk.core.services import segments  # noqa: PLC0415 - as above

        if self.ui.segment is None:
            self._add(name, None)
            return
        self._name = name
        self.ui.read(segments.rule_of, self.ui.segment, then=self._on_base_read, key="base rule")

    def _on_base_read(self, base: Rule) -> None:
        self._add(self._name, base)

    def _add(self, name: str, base: Rule | None) -> None:
        from healthdesk.core.services import segments  # noqa: PLC0415 - as above

        text, bands, texts = self._filters
        rule = rule_of_filters(text, bands, texts, base, self.ui.words)
        self.ui.do(segments.add, {"name": name, "rule": rule}, then=self._on_added)

    def _on_added(self, name: str) -> None:
        self.ui.toast(f"“{name}” saved as a segment", "", "Show segments", self._show)

    def _show(self) -> None:
        self.ui.open_page("segments")
