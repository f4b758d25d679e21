"""Marks a service function as an operation: one labelled, undoable transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)
T = TypeVar("T")
TxT = TypeVar("TxT")


class Operation(Protocol[P, R_co]):
    """A service function that writes; `label` is what the Undo menu shows."""

    label: str
    __name__: str

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """Run inside a transaction that `Desk.do` opened."""


def op(
    label: str,
) -> Callable[[Callable[Concatenate[TxT, P], T]], Operation[Concatenate[TxT, P], T]]:
    """Mark a function as an operation; the label is what Undo shows: `@op("Rename segment")`."""

    def mark(function: Callable[Concatenate[TxT, P], T]) -> Operation[Concatenate[TxT, P], T]:
        marked = cast("Operation[Concatenate[TxT, P], T]", function)
        marked.label = label
        return marked

    return mark
