"""Plays as a kind of documents on a shelf: their words, their operations. No Qt here."""

from __future__ import annotations

from healthdesk.core.domain.play import dump_play
from healthdesk.core.domain.play_view import PlayVersionRow
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.shelf.kind import Kind


def _used(row: PlayVersionRow, words: Words) -> str:
    return f"fired {words.count(row.firings, 'time')}" if row.firings else ""


PLAYS = Kind(
    "play",
    lazily("healthdesk.core.services.plays"),
    dump_play,
    icon="bolt",
    counts="live",
    used=_used,
    added=", switched off",
    renamed="What it fired goes with it.",
    archived="Done; its runs go on",
    goes="What it suggests lapses. What it fired stays known, and its runs go on.",
    taken_up="nothing fires otherwise until it is saved",
)
