"""Whether a file is delimited text: by its name, and by whether its rows agree."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.importers.delimited.dialect import aligned, vote
from healthdesk.core.text import encoding as encodings
from healthdesk.core.text.source import HEAD, open_bytes, packing

NAMES = frozenset({".csv", ".tsv", ".tab", ".psv", ".ssv"})
"""Files of these names are tables, whatever is in them: if not readable ones, that is told."""
_PACKED = frozenset({".gz", ".gzip", ".bz2"})
_OTHERS = frozenset(
    {".sql", ".json", ".jsonl", ".ndjson", ".geojson", ".xml", ".html", ".htm", ".rtf", ".yaml"}
    | {".yml", ".toml", ".ini", ".py", ".js", ".sh", ".bat", ".eml", ".ics", ".vcf", ".svg"}
)
MARKUP = ("<?xml", "<!doctype", "<html", "<table", "{\\rtf")
"""What pages and documents begin with that are saved under the name of a table."""


def likely(place: str, head: bytes) -> float:
    """0 to 1. A table by name that holds something else is barely one: others may know it."""
    endings = [ending.lower() for ending in Path(place).suffixes[-2:]]
    if endings and endings[-1] in _PACKED:
        endings.pop()
    ending = endings[-1] if endings else ""
    by_name = ending in NAMES and "://" not in place
    text = "" if ending in _OTHERS or "://" in place else _text(Path(place), head)
    start = text.lstrip()[:10].lower()
    if not text or start.startswith(MARKUP):
        return 0.1 if by_name else 0.0
    lines = list(StringIO(text, newline=""))
    told = vote(lines)
    if by_name:
        return 0.5 if start[:1] in ("{", "[") and not told.sure else 0.9
    if told.sure:
        return 0.7
    return 0.6 if aligned(lines) else 0.0


def _text(path: Path, head: bytes) -> str:
    """The first bytes as text up to a line's end, good enough to look at; "" if they are none."""
    if packing(head):
        try:
            with open_bytes(path) as stream:
                head = stream.read(HEAD)
        except BadImport:
            return ""
    if not encodings.is_text(head):
        return ""
    encoding, length = encodings.marked(head)
    text = head[length:].decode(encoding or encodings.UTF8, "replace").replace("\0", "")
    if len(head) < HEAD:
        return text
    return text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
