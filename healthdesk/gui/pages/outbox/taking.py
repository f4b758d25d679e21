"""The messages in view as a table that can be taken along: whom, what about, how far; no text."""

from __future__ import annotations

from collections.abc import Sequence

from healthdesk.core.domain.outbox_view import GROUP_WORDS, GROUPS, MessageRow
from healthdesk.core.domain.report_given import GivenTable
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.outbox.message_list import Head, Line, to_words
from healthdesk.gui.parts.listed import ListColumn, table_of


def message_table(lines: Sequence[Line], words: Words, said: Sequence[str]) -> GivenTable:
    """Messages under the groups of the page."""
    rows = [one for one in lines if not isinstance(one, Head)]

    def due(one: MessageRow) -> str:
        return "" if one.due is None else words.day(one.due)

    columns = (
        ListColumn("Account", 1.8, lambda one: one.account_name, inside=("names",)),
        ListColumn("To", 1.8, to_words, inside=("names", "contact")),
        ListColumn("Subject", 2.8, lambda one: one.subject or "no subject", inside=("notes",)),
        ListColumn("Due", 1.2, due, lambda one: one.due),
        ListColumn("No value for", 1.4, lambda one: ", ".join(one.missing)),
    )
    groups = [(GROUP_WORDS[key], [one for one in rows if one.group == key]) for key in GROUPS]
    return table_of("Messages", columns, groups, said)
