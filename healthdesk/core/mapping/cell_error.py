"""The error of a cell that a mapping cannot read; its text is the end of a sentence."""

from __future__ import annotations


class CellError(ValueError):
    """A cell that cannot be read; the text of the error is the reason: "is no day ..."."""
