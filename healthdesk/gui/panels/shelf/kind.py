"""What a shelf of documents is told of them: their words, their operations. No Qt here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from healthdesk.gui.base.words import Words


@dataclass(frozen=True)
class Kind:
    """One kind of documents.

    Attributes:
        word: what one is called: "playbook"; also the ending of its file, before ".json".
        service: the module of its operations: add, create_starters, bring, duplicate, rename,
            archive, remove, export, save_draft, discard_draft, publish, version.
        dump: a document as it stands in a file.
        icon: of one that came with the program.
        counts: what a draft is not yet: "published", "live".
        used: what a version was used for, in a word or two; "" = nothing yet.
        added: how those stand that came with the program: ", switched off".
        renamed: what else follows another name.
        archived: what was done, where one was put away or taken out.
        goes: what happens to what it has when it is removed, in sentences.
        taken_up: what goes on while an earlier version that was taken up is a draft.
    """

    word: str
    service: Any
    dump: Callable[[Any], Any]
    icon: str
    counts: str
    used: Callable[[Any, Words], str]
    added: str
    renamed: str
    archived: str
    goes: str
    taken_up: str

    @property
    def many(self) -> str:
        """Several of them: "playbooks"."""
        return f"{self.word}s"

    @property
    def title(self) -> str:
        """Several of them, at the start: "Playbooks"."""
        return self.many.capitalize()

    @property
    def files(self) -> str:
        """Which files are offered where one is brought or exported."""
        return f"{self.title} (*.json);;All files (*)"
