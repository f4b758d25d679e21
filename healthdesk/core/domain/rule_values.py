"""Reads the values of a rule's text: numbers, shares, days, texts, true and false."""

from __future__ import annotations

from typing import Final, Protocol

from healthdesk.core.domain.document import MAX_TEXT
from healthdesk.core.domain.rule import MAX_RELATIVE_DAYS, Scalar
from healthdesk.core.domain.rule_lex import Token
from healthdesk.core.domain.rule_names import RESERVED
from healthdesk.core.domain.rule_tokens import Tokens
from healthdesk.core.domain.views import BANDS

_SHARES: Final = frozenset({"share", "change"})
_TRUTHS: Final = {"true": True, "false": False}
_LOOSE: Final = {"yes": True, "no": False}
_WEEK: Final = 7


class Tested(Protocol):
    """What a value belongs to."""

    @property
    def kind(self) -> str:
        """Kind of its values; "" where nobody knows."""

    @property
    def unit(self) -> str:
        """What its number counts."""

    @property
    def told(self) -> str:
        """What it is called."""


class Values:
    """Takes values from the pieces of a text."""

    def __init__(self, pieces: Tokens) -> None:
        self._tokens = pieces

    def scalar(self, subject: Tested, op: str) -> Scalar:
        """One value."""
        token = self._tokens.next
        if token.sort == "number":
            self._tokens.take()
            return self._scaled(float(token.text), subject)
        if token.sort in ("text", "day"):
            self._tokens.take()
            return _short(token)
        if token.sort != "word" or token.text.casefold() in RESERVED - _TRUTHS.keys():
            raise token.wrong(f"Expected a value after {op} here, not {self._tokens.told()}.")
        self._tokens.take()
        return self._word(token, subject)

    def days(self, least: int) -> int:
        """A whole number of days, with or without the word; weeks are seven each."""
        token = self._tokens.next
        value = float(token.text) if token.sort == "number" else 0.5
        if not value.is_integer():
            raise token.wrong(f"Expected a whole number of days here, not {self._tokens.told()}.")
        self._tokens.take()
        weeks = self._tokens.take_word("week", "weeks")
        found = value * _WEEK if weeks else value
        if token.sort != "number" or not least <= found <= MAX_RELATIVE_DAYS:
            raise token.wrong(f"Expected {least} to {MAX_RELATIVE_DAYS} days here.")
        if not weeks:
            self._tokens.take_word("day", "days")
        return int(found)

    def text(self, op: str) -> str:
        """A text that is not empty."""
        token = self._tokens.next
        if token.sort not in ("text", "word", "day"):
            raise token.wrong(f"Expected a text after {op} here, not {self._tokens.told()}.")
        if not token.text.strip():
            raise token.wrong(f"The text after {op} must not be empty.")
        self._tokens.take()
        return _short(token)

    def _scaled(self, value: float, subject: Tested) -> float:
        """A number with its unit: shares may be told in percent."""
        percent = self._tokens.next
        if self._tokens.take_sign("%"):
            if subject.unit not in _SHARES:
                raise percent.wrong(f"{subject.told} is not counted in percent.")
            return value / 100
        if subject.unit:
            self._tokens.take_word(subject.unit.casefold(), subject.unit.casefold().rstrip("s"))
        return value

    def _word(self, token: Token, subject: Tested) -> Scalar:
        """A bare word as a value."""
        word = token.text.casefold()
        if word in _TRUTHS:
            return _TRUTHS[word]
        if subject.kind == "boolean":
            if word in _LOOSE:
                return _LOOSE[word]
            raise token.wrong(f"{subject.told} is true or false; {token.text} is neither.")
        if subject.kind == "band":
            found = next((band for band in BANDS if band.casefold() == word), None)
            if found is None:
                raise token.wrong(f"{token.text} is no band; there are {', '.join(BANDS)}.")
            return found
        return _short(token)


def _short(token: Token) -> str:
    if len(token.text) > MAX_TEXT:
        raise token.wrong(f"A text is at most {MAX_TEXT} characters long.")
    return token.text
