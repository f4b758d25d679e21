"""Reads one test of a rule's text: what is asked, how, and with what value.

Not here: how tests are joined (rule_reader.py), what names mean (rule_names.py).
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.rule import (
    LISTS,
    MAX_VALUES,
    PRESENCE,
    RELATIVE,
    TEXTUAL,
    FieldTest,
    ReadingTest,
    Value,
    refusal,
)
from healthdesk.core.domain.rule_lex import Token
from healthdesk.core.domain.rule_names import RENEWAL, Names
from healthdesk.core.domain.rule_subject import SCORE_CHANGE, Subject, Subjects
from healthdesk.core.domain.rule_tokens import Tokens
from healthdesk.core.domain.rule_values import Values

_SAID: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("is", "not", "in"), "not in"),
    (("is", "not", "missing"), "is present"),
    (("is", "not", "present"), "is missing"),
    (("is", "missing"), "is missing"),
    (("is", "present"), "is present"),
    (("is", "in", "the", "last"), "in the last"),
    (("is", "in", "the", "next"), "in the next"),
    (("is", "in"), "in"),
    (("is", "between"), "between"),
    (("is", "at", "least"), ">="),
    (("is", "at", "most"), "<="),
    (("is", "above"), ">"),
    (("is", "below"), "<"),
    (("is", "not"), "!="),
    (("is",), "="),
    (("at", "least"), ">="),
    (("at", "most"), "<="),
    (("above",), ">"),
    (("below",), "<"),
    (("not", "in"), "not in"),
    (("in", "the", "last"), "in the last"),
    (("in", "the", "next"), "in the next"),
    (("in",), "in"),
    (("between",), "between"),
    (("contains",), "contains"),
    (("starts", "with"), "starts with"),
)
"""How operators are said in words, the longer before what they begin with."""
_COMPARED: Final = ("=", "!=", "<", "<=", ">", ">=")
_EXPECTED: Final = (
    "=, !=, <, <=, >, >=, between, in (...), not in (...), contains, starts with, is missing,"
    " is present, in the last ... days or in the next ... days"
)


class Asks:
    """Reads tests out of the pieces of a text."""

    def __init__(self, pieces: Tokens, names: Names) -> None:
        self._tokens = pieces
        self._values = Values(pieces)
        self._subjects = Subjects(pieces, names, self._values)

    def test(self) -> FieldTest | ReadingTest:
        """One test.

        Raises:
            BadRuleText: It cannot be read, or may not be.
        """
        subject = self._subjects.take()
        if subject.is_flag and self._ends():
            return FieldTest(subject.key, "=", value=True)
        at = self._tokens.next
        op = self._operator(subject)
        if subject.key == RENEWAL and subject.reading is not None and op in RELATIVE:
            return self._renewal(subject.reading, op, at)
        reason = refusal(subject.key, op, reading=subject.reading is not None)
        if reason:
            raise at.wrong(f"{reason[:1].upper()}{reason[1:]}.")
        return self._made(subject, op, self._value(subject, op))

    def _made(self, subject: Subject, op: str, value: Value) -> FieldTest | ReadingTest:
        if subject.reading is not None:
            return ReadingTest(subject.reading, op, value)
        return FieldTest(subject.key, op, value, subject.days if subject.key == SCORE_CHANGE else 0)

    def _ends(self) -> bool:
        found = self._tokens.next
        return found.sort == "end" or found.says("and", "or") or found.is_sign(")", ",")

    def _operator(self, subject: Subject) -> str:
        """The operator that comes next."""
        found = self._tokens.next
        if found.is_sign(*_COMPARED):
            self._tokens.take()
            return found.text
        for words, op in _SAID:
            if self._tokens.take_words(*words):
                return op
        raise found.wrong(
            f"Expected how to compare {subject.told}: {_EXPECTED}; not {self._tokens.told()}."
        )

    def _value(self, subject: Subject, op: str) -> Value:
        if op in PRESENCE:
            return None
        if op in RELATIVE:
            return float(self._values.days(0))
        if op in TEXTUAL:
            return self._values.text(op)
        if op in LISTS:
            return self._listed(subject)
        begin = self._tokens.next
        low = self._values.scalar(subject, op)
        if op != "between":
            return low
        if not self._tokens.take_word("and"):
            raise self._tokens.next.wrong(
                f"Expected and with the other end here, not {self._tokens.told()}."
            )
        high = self._values.scalar(subject, op)
        if type(low) is not type(high) or isinstance(low, bool):
            raise begin.wrong("Both ends of between must be numbers, or both days or texts.")
        return low, high

    def _listed(self, subject: Subject) -> Value:
        """A list in parentheses."""
        self._tokens.expect("(", "a list in parentheses, as in (Poor, Average),")
        found: list[str | float | bool] = []
        if self._tokens.take_sign(")"):
            return ()
        while True:
            if len(found) == MAX_VALUES:
                raise self._tokens.next.wrong(f"A list has at most {MAX_VALUES:,} values.")
            found.append(self._values.scalar(subject, "in"))
            if not self._tokens.take_sign(","):
                break
        self._tokens.expect(")", 'a comma or ")"')
        return tuple(found)

    def _renewal(self, ref: ReadingRef, op: str, at: Token) -> ReadingTest:
        """`renewal in the next 90 days`: days to renewal are at most 90."""
        if op == "in the last":
            raise at.wrong("Only renewals to come are known; ask for renewal in the next ... days.")
        return ReadingTest(ref, "<=", float(self._values.days(0)))
