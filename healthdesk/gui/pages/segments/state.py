"""Which segment is in view, and drafts of segments: steps that are undone and redone.

Pure: nothing here draws or reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from healthdesk.gui.parts import rule_tree
from healthdesk.gui.parts.rule_tree import Group, Line, Path

Document = dict[str, Any]
EVERYONE: Document = {"all": [{"field": "churned", "op": "=", "value": False}]}
"""What a new segment begins with."""


@dataclass(frozen=True)
class SegmentDraft:
    """A segment as it is being changed; `saved` is None for one that the desk does not have."""

    saved: Document | None
    steps: tuple[Document, ...]
    at: int = 0
    typed: str = ""
    """Where the last step was typed: more typing there belongs to it."""

    @property
    def document(self) -> Document:
        """How it stands now."""
        return self.steps[self.at]

    @property
    def changed(self) -> bool:
        """Whether it differs from what the desk has."""
        return self.saved is None or plain(self.document) != plain(self.saved)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return self.at + 1 < len(self.steps)

    def step(self, document: Document) -> SegmentDraft:
        """Go on with another document; typing in one place is one step."""
        if document == self.document:
            return self
        typed = typed_at(self.document, document)
        keep = self.at if typed and typed == self.typed and self.at else self.at + 1
        steps = (*self.steps[:keep], document)
        return replace(self, steps=steps, at=len(steps) - 1, typed=typed)

    def undo(self) -> SegmentDraft:
        """Take the last step back."""
        return replace(self, at=max(self.at - 1, 0), typed="")

    def redo(self) -> SegmentDraft:
        """Do a step again."""
        return replace(self, at=min(self.at + 1, len(self.steps) - 1), typed="")


def plain(document: Document) -> Document:
    """A segment with the simplest form of its rule: what is kept."""
    return {**document, "rule": rule_tree.simplest(document["rule"])}


def begun(document: Document, *, new: bool = False) -> SegmentDraft:
    """A draft that changes nothing yet."""
    return SegmentDraft(None if new else document, (document,))


def typed_at(before: Document, after: Document) -> str:
    """Where two documents differ if that is the value of one line alone, else ""."""
    if {**before, "rule": None} != {**after, "rule": None}:
        return ""
    old, new = rule_tree.tree_of(before["rule"]), rule_tree.tree_of(after["rule"])
    found = _only_value(old, new, ())
    return "" if found is None else f"value {found}"


def _only_value(old: rule_tree.Node, new: rule_tree.Node, path: Path) -> Path | None:
    if isinstance(old, Line) and isinstance(new, Line):
        same = {**old.test, "value": None} == {**new.test, "value": None}
        return path if same and old != new else None
    if not isinstance(old, Group) or not isinstance(new, Group):
        return None
    if old.kind != new.kind or len(old.children) != len(new.children):
        return None
    pairs = enumerate(zip(old.children, new.children, strict=True))
    others = [(at, one, other) for at, (one, other) in pairs if one != other]
    if len(others) != 1:
        return None
    at, one, other = others[0]
    return _only_value(one, other, (*path, at))


@dataclass
class Shown:
    """What the page shows: the segments of the desk, which one, and the drafts that are open."""

    documents: dict[str, Document] = field(default_factory=dict)
    name: str = ""
    """Key of the segment in view: its name in the desk, or that of a new one."""
    drafts: dict[str, SegmentDraft] = field(default_factory=dict)

    def take(self, documents: dict[str, Document]) -> None:
        """Take in what the desk has; drafts of what is unchanged go, and of what is gone stay."""
        self.documents = documents
        for name, draft in tuple(self.drafts.items()):
            known = documents.get(name)
            if draft.saved is not None and known is None:
                self.drafts[name] = replace(draft, saved=None)
            elif known is not None and draft.saved != known:
                self.drafts[name] = replace(draft, saved=known)
            if not self.drafts[name].changed:
                del self.drafts[name]
        if self.name not in documents and self.name not in self.drafts:
            self.name = next(iter(documents), "")

    @property
    def draft(self) -> SegmentDraft | None:
        """The segment in view as it stands; None where there is none at all."""
        if self.name in self.drafts:
            return self.drafts[self.name]
        document = self.documents.get(self.name)
        return None if document is None else begun(document)

    def put(self, draft: SegmentDraft) -> None:
        """Keep a draft of the segment in view."""
        self.drafts[self.name] = draft

    def drop(self) -> None:
        """Forget the draft of the segment in view; a new one goes with it."""
        self.drafts.pop(self.name, None)
        if self.name not in self.documents:
            self.name = next(iter(self.documents), "")

    def begin(self, document: Document) -> str:
        """Begin a new segment; returns the name it goes by until it is saved."""
        name = free_name(str(document["name"]), (*self.documents, *self.drafts))
        self.drafts[name] = begun({**document, "name": name}, new=True)
        self.name = name
        return name

    @property
    def unsaved(self) -> tuple[str, ...]:
        """Names of what would be lost with the window."""
        return tuple(
            f"segment “{draft.document['name']}”" for draft in self.drafts.values() if draft.changed
        )


def free_name(wanted: str, taken: tuple[str, ...]) -> str:
    """A name that nobody has: with a number behind it where it is taken."""
    known = {one.casefold() for one in taken}
    if wanted.casefold() not in known:
        return wanted
    number = 2
    while f"{wanted} {number}".casefold() in known:
        number += 1
    return f"{wanted} {number}"
