"""A place in the pieces of a rule's text: what comes next, and taking it."""

from __future__ import annotations

from healthdesk.core.domain.rule_lex import Token, tokens


class Tokens:
    """Goes through the pieces once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._all = tokens(text)
        self._at = 0

    @property
    def next(self) -> Token:
        """The piece that comes next."""
        return self._all[self._at]

    @property
    def after(self) -> Token:
        """The piece after the next."""
        return self._all[min(self._at + 1, len(self._all) - 1)]

    def words(self, most: int) -> list[str]:
        """The bare words that come next, at most so many."""
        found: list[str] = []
        for token in self._all[self._at : self._at + most]:
            if token.sort != "word":
                break
            found.append(token.text)
        return found

    def take(self, count: int = 1) -> Token:
        """Take some pieces; give the first of them."""
        found = self.next
        self._at = min(self._at + count, len(self._all) - 1)
        return found

    def take_word(self, *words: str) -> bool:
        """Take the next piece if it is one of these bare words."""
        found = self.next.says(*words)
        if found:
            self.take()
        return found

    def take_words(self, *words: str) -> bool:
        """Take these bare words, if they come one after the other."""
        found = [one.casefold() for one in self.words(len(words))] == list(words)
        if found:
            self.take(len(words))
        return found

    def take_sign(self, *signs: str) -> bool:
        """Take the next piece if it is one of these signs."""
        found = self.next.is_sign(*signs)
        if found:
            self.take()
        return found

    def told(self) -> str:
        """The next piece as it may stand inside a sentence."""
        if self.next.sort == "end":
            return "the end"
        told = self._text[self.next.at : self.next.at + self.next.length]
        return told if len(told) <= 40 else f"{told[:40]}\u2026"

    def expect(self, sign: str, what: str) -> None:
        """Take a sign, or refuse what stands there instead."""
        if not self.take_sign(sign):
            raise self.next.wrong(f"Expected {what} here, not {self.told()}.")

    def expect_end(self, what: str) -> None:
        """Refuse what stands behind the end."""
        if self.next.sort != "end":
            hint = " Texts of several words stand in quotes." if self.next.sort == "word" else ""
            raise self.next.wrong(f"Expected {what} here, not {self.told()}.{hint}")
