"""Playbooks as a kind of documents on a shelf: their words, their operations. No Qt here."""

from __future__ import annotations

from healthdesk.core.domain.playbook import dump_playbook
from healthdesk.core.domain.playbook_view import VersionRow
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.shelf.kind import Kind


def _used(row: VersionRow, words: Words) -> str:
    return words.count(row.runs, "run")


PLAYBOOKS = Kind(
    "playbook",
    lazily("healthdesk.core.services.playbooks"),
    dump_playbook,
    icon="template",
    counts="published",
    used=_used,
    added="",
    renamed="Segments and playbooks that speak of it follow.",
    archived="Done; runs under way go on",
    goes="All its versions go; runs under way go on.",
    taken_up="new runs start from what is published until then",
)
