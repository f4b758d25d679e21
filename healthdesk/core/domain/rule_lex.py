"""A rule's text cut into words, figures, days, texts and signs; how texts and names are written.

Not here: what they mean together (rule_text.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from healthdesk.core.domain.errors import BadRuleText

Sort = Literal["word", "name", "text", "number", "day", "sign", "end"]

_SKIP: Final = re.compile(r"\s+")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?!\w)")
_NUMBER: Final = re.compile(
    r"[-+\u2212]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![\w.])"
)
_WORD: Final = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_SIGN: Final = re.compile(r"<=|>=|!=|<>|==|[=<>()%,\u2264\u2265\u2260]")
_SIGNS: Final = {"<>": "!=", "==": "=", "\u2264": "<=", "\u2265": ">=", "\u2260": "!="}
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r"}
_ENDS: Final = {'"': '"', "\u201c": "\u201d", "\u201d": "\u201d", "'": "'", "[": "]"}
_CODE: Final = re.compile(r"\{([0-9a-fA-F]{1,6})\}")
_LAST_CHARACTER: Final = 0x10FFFF


@dataclass(frozen=True)
class Token:
    """A piece of a rule's text: what it is, what it says, where it stands."""

    sort: Sort
    text: str
    at: int
    length: int

    def says(self, *words: str) -> bool:
        """Whether it is one of these bare words, in whatever case."""
        return self.sort == "word" and self.text.casefold() in words

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of these signs."""
        return self.sort == "sign" and self.text in signs

    def wrong(self, sentence: str) -> BadRuleText:
        """The refusal that points at it."""
        return BadRuleText(self.at, self.length, sentence)


def tokens(text: str) -> list[Token]:
    """The pieces of a rule's text, and one that stands at its end.

    Raises:
        BadRuleText: A text or a name does not end, or a sign means nothing here.
    """
    found: list[Token] = []
    at = 0
    while at < len(text):
        blank = _SKIP.match(text, at)
        if blank is not None:
            at = blank.end()
            continue
        found.append(_token(text, at))
        at += found[-1].length
    found.append(Token("end", "", len(text), 1))
    return found


def _token(text: str, at: int) -> Token:
    """The piece that begins at a character."""
    if text[at] in _ENDS:
        return _quoted(text, at)
    day = _DAY.match(text, at)
    if day is not None:
        return _day(day.group(), at)
    number = _NUMBER.match(text, at)
    if number is not None:
        return _number(number.group(), at)
    word = _WORD.match(text, at)
    if word is not None:
        return Token("word", word.group(), at, len(word.group()))
    sign = _SIGN.match(text, at)
    if sign is not None:
        return Token("sign", _SIGNS.get(sign.group(), sign.group()), at, len(sign.group()))
    raise BadRuleText(at, 1, f"{text[at]} means nothing here; texts stand in quotes.")


def _day(told: str, at: int) -> Token:
    if not is_day(told):
        raise BadRuleText(at, len(told), f"There is no day {told}.")
    return Token("day", told, at, len(told))


def _number(told: str, at: int) -> Token:
    if not abs(float(told.replace("\u2212", "-"))) < float("inf"):
        raise BadRuleText(at, len(told), f"{told} is too large.")
    return Token("number", told.replace("\u2212", "-"), at, len(told))


def _quoted(text: str, begin: int) -> Token:
    """A text in quotes or a name in brackets."""
    name = text[begin] == "["
    end = _ENDS[text[begin]]
    out: list[str] = []
    at = begin + 1
    while at < len(text):
        if text[at] == end:
            sort: Sort = "name" if name else "text"
            return Token(sort, "".join(out), begin, at + 1 - begin)
        if text[at] == "\\":
            character, at = _unescaped(text, at + 1)
            out.append(character)
        else:
            out.append(text[at])
            at += 1
    what = "name" if name else "text"
    raise BadRuleText(begin, len(text) - begin, f"This {what} has no end; {end} is missing.")


def _unescaped(text: str, at: int) -> tuple[str, int]:
    """The character that is written after a backslash, and where it goes on."""
    if at >= len(text):
        raise BadRuleText(at - 1, 1, "Nothing stands after the \\.")
    if text[at] == "u":
        code = _CODE.match(text, at + 1)
        if code is None or int(code.group(1), 16) > _LAST_CHARACTER:
            raise BadRuleText(at - 1, 2, "\\u wants the number of a character, as in \\u{e4}.")
        return chr(int(code.group(1), 16)), code.end()
    return _ESCAPED.get(text[at], text[at]), at + 1


def is_day(told: str) -> bool:
    """Whether a text is a day as rules write it: 2026-11-23."""
    if _DAY.fullmatch(told) is None:
        return False
    try:
        date.fromisoformat(told)
    except ValueError:
        return False
    return True


def is_plain(name: str) -> bool:
    """Whether a name can be read as a bare word."""
    return _WORD.fullmatch(name) is not None


def quoted(value: str) -> str:
    """A text as it stands in a rule's text."""
    return f'"{_escaped(value, _QUOTE)}"'


def bracketed(name: str) -> str:
    """Any name at all as it stands in a rule's text."""
    return f"[{_escaped(name, _BRACKET)}]"


_QUOTE: Final = '"'
_BRACKET: Final = "]"
_SHORT: Final = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\"}


def _escaped(value: str, end: str) -> str:
    out = []
    for character in value:
        if character == end:
            out.append(f"\\{end}")
        elif character in _SHORT:
            out.append(_SHORT[character])
        elif character.isprintable():
            out.append(character)
        else:
            out.append(f"\\u{{{ord(character):x}}}")
    return "".join(out)


def number_text(value: float) -> str:
    """A number as it stands in a rule's text: read back, it is the same number."""
    whole = float(value).is_integer() and abs(value) < 2**53
    return str(int(value)) if whole else repr(float(value))
