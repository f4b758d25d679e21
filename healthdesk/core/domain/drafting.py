"""A document being written: its states so far, for undo and redo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Generic, Self, TypeVar

Document = TypeVar("Document")
_MOST: Final = 200
"""States that are kept."""


@dataclass(frozen=True)
class Draft(Generic[Document]):
    """A document's states so far and which one is shown. Immutable.

    Attributes:
        labels: what led to each state; changes with the same one that follow each other (typing
            into one field) are one step of undo.
    """

    states: tuple[Document, ...]
    labels: tuple[str, ...] = ("",)
    at: int = 0

    @property
    def document(self) -> Document:
        """The state that is shown."""
        return self.states[self.at]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return self.at < len(self.states) - 1

    def step(self, document: Document, label: str = "") -> Self:
        """Go on with another state; the same state is no step."""
        if document == self.document:
            return self
        same = bool(label) and self.at > 0 and self.labels[self.at] == label
        if same and document == self.states[self.at - 1]:
            return replace(self, at=self.at - 1)  # written back as it was
        keep = self.at if same else self.at + 1
        states = (*self.states[:keep], document)[-_MOST:]
        labels = (*self.labels[:keep], label)[-_MOST:]
        return replace(self, states=states, labels=labels, at=len(states) - 1)

    def undo(self) -> Self:
        """Take the last step back."""
        return replace(self, at=max(self.at - 1, 0))

    def redo(self) -> Self:
        """Do the step that was taken back again."""
        return replace(self, at=min(self.at + 1, len(self.states) - 1))
