"""Why a spreadsheet cannot be read: short words in the reading process, sentences outside it."""

from __future__ import annotations

from healthdesk.core.domain.errors import BadImport

_UNTOUCHED = "nothing was imported."
_CSV = "Save the sheet as CSV and import that."
_SENTENCES = {
    "empty": ("is empty (0 bytes)", ""),
    "password": ("is protected by a password", "Save a copy without it and import that."),
    "damaged": (
        "is damaged or is no spreadsheet",
        "Open it in a spreadsheet program, save it again and import that.",
    ),
    "parts": ("holds more than 2,000 parts, which no spreadsheet needs", ""),
    "large": ("holds more than 300 MB when it is unpacked", _CSV),
    "bomb": ("becomes more than 200 times as large when it is unpacked; it is not read", _CSV),
    "entities": ("holds definitions that no spreadsheet needs; it is not read", ""),
    "memory": ("needs more memory than a spreadsheet may take", _CSV),
    "crash": ("made the reader of spreadsheets stop", _CSV),
    "time": ("took longer to read than a spreadsheet may take", _CSV),
    "wide": ("has a sheet of more than 2,000 columns", "Leave out those that are not needed."),
    "nothing": ("holds no sheet with anything in it", ""),
    "sheet": ("has no such sheet any more", ""),
    "header": ("has no row that could be its header in this sheet", ""),
    "html": (
        "is a web page under the name of a spreadsheet",
        "Open it in a spreadsheet program, save it as XLSX and import that.",
    ),
    "xml": (
        "is a spreadsheet of 2003 (XML)",
        "Open it in a spreadsheet program, save it as XLSX and import that.",
    ),
    "text": (
        "is plain text under the name of a spreadsheet",
        "Give it the ending .csv and import it again.",
    ),
}


class Refusal(Exception):  # noqa: N818 - it is what happened
    """A word of the list above."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def sentence(name: str, word: str) -> BadImport:
    """The refusal of a file for people."""
    told, remedy = _SENTENCES.get(word, _SENTENCES["damaged"])
    return BadImport(f"{name} {told}; {_UNTOUCHED}", remedy)
