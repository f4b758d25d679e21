"""A little Markdown as plain data: headings, lists, bold, emphasis, code, links; no HTML at all.

What is written in angle brackets stays text. A link is one only to http, https or mailto; any
other stays as it is written. Nothing is loaded.

Not here: how it is drawn (gui/parts/note_layout.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "heading", "item", "quote", "rule", "gap"]
_HEADING: Final = re.compile(r"^(#{1,3})\s+(.*?)\s*#*$")
_ITEM: Final = re.compile(r"^(\s*)(?:([-*+])|(\d{1,3})[.)])\s+(.*)$")
_RULE: Final = re.compile(r"^\s*([-*_])(?:\s*\1){2,}\s*$")
_LINK: Final = re.compile(r"\[([^\[\]\n]{1,300})\]\(((?:https?://|mailto:)[^\s()<>]{1,1000})\)")
_BARE: Final = re.compile(r"(?<!\w)(https?://[^\s<>()\[\]]{1,1000}[^\s<>()\[\].,;:!?'\"])")
_STRONG: Final = re.compile(r"\*\*(?=\S)(.{1,1000}?)(?<=\S)\*\*")
_SLANT: Final = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,1000}?)(?<=\S)\*(?![\w*])")
_CODE: Final = re.compile(r"`([^`\n]{1,1000})`")
MOST_LINES: Final = 2000


@dataclass(frozen=True)
class Run:
    """A stretch of text in one manner; `link` is where it leads, "" = nowhere."""

    text: str
    strong: bool = False
    slanted: bool = False
    code: bool = False
    link: str = ""


@dataclass(frozen=True)
class Block:
    """A line of the note: its kind, how deep or which heading, the sign of an item."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    level: int = 0
    sign: str = ""

    @property
    def text(self) -> str:
        """All of it without manners."""
        return "".join(run.text for run in self.runs)


def parse(source: str) -> tuple[Block, ...]:
    """Read a note; lines that follow one another are one paragraph."""
    out: list[Block] = []
    held: list[str] = []

    def let_go() -> None:
        if held:
            out.append(Block("text", runs_of(" ".join(held))))
            held.clear()

    for line in source.splitlines()[:MOST_LINES]:
        block = _block(line)
        if block is None:
            held.append(line.strip())
            continue
        let_go()
        if block.kind != "gap" or (out and out[-1].kind != "gap"):
            out.append(block)
    let_go()
    while out and out[-1].kind == "gap":
        out.pop()
    return tuple(out)


def _block(line: str) -> Block | None:
    """What a line is by itself; None: a part of a paragraph."""
    if not line.strip():
        return Block("gap")
    if _RULE.match(line):
        return Block("rule")
    if (found := _HEADING.match(line)) is not None:
        return Block("heading", runs_of(found[2]), len(found[1]))
    if (found := _ITEM.match(line)) is not None:
        deep = min(len(found[1].expandtabs(4)) // 2, 4)
        return Block("item", runs_of(found[4]), deep, f"{found[3]}." if found[3] else "•")
    if line.startswith(">"):
        return Block("quote", runs_of(line[1:].strip()))
    return None


def runs_of(text: str) -> tuple[Run, ...]:
    """A line as stretches: code first, then links, then what is strong or slanted."""
    out: list[Run] = []
    at = 0
    for found in _CODE.finditer(text):
        out += _linked(text[at : found.start()])
        out.append(Run(found[1], code=True))
        at = found.end()
    return tuple(out + _linked(text[at:]))


def _linked(text: str) -> list[Run]:
    out: list[Run] = []
    at = 0
    for found in _LINK.finditer(text):
        out += _bare(text[at : found.start()])
        out.append(Run(found[1].replace("**", ""), link=found[2]))
        at = found.end()
    return out + _bare(text[at:])


def _bare(text: str) -> list[Run]:
    out: list[Run] = []
    at = 0
    for found in _BARE.finditer(text):
        out += _strong(text[at : found.start()])
        out.append(Run(found[1], link=found[1]))
        at = found.end()
    return out + _strong(text[at:])


def _strong(text: str) -> list[Run]:
    out: list[Run] = []
    at = 0
    for found in _STRONG.finditer(text):
        out += _slanted(text[at : found.start()], strong=False)
        out += _slanted(found[1], strong=True)
        at = found.end()
    return out + _slanted(text[at:], strong=False)


def _slanted(text: str, *, strong: bool) -> list[Run]:
    out: list[Run] = []
    at = 0
    for found in _SLANT.finditer(text):
        out += _plain(text[at : found.start()], strong)
        out.append(Run(found[1], strong=strong, slanted=True))
        at = found.end()
    return out + _plain(text[at:], strong)


def _plain(text: str, strong: bool) -> list[Run]:
    return [Run(text, strong=strong)] if text else []
