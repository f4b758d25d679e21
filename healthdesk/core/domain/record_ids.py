"""Ids of records that other programs write in two ways: 15 letters, or 18 with a check behind."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"(?=.{0,14}[0-9])[a-zA-Z0-9]{15}([A-Z0-5]{3})?", re.ASCII)
_CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_SHORT = 15
_SPOILT = re.compile(r"[0-9][.,][0-9]{1,14}[eE]\+[0-9]{2,3}", re.ASCII)
SPOILT = "was an id before a spreadsheet rounded it; export the ids as text"


def twin(text: str) -> str:
    """The other spelling of the same record's id; "" where the text is no such id.

    >>> twin("0015g00000AbB01"), twin(twin("0015g00000AbB01"))
    ('0015g00000AbB01AAF', '0015g00000AbB01')
    """
    if len(text) not in {_SHORT, _SHORT + 3} or _SHAPE.fullmatch(text) is None:
        return ""
    short = text[:_SHORT]
    whole = short + "".join(_check(short[at : at + 5]) for at in range(0, _SHORT, 5))
    if len(text) == _SHORT:
        return whole
    return short if whole == text else ""


def is_spoilt(text: str) -> bool:
    """Whether a spreadsheet wrote an id as a rounded number: which one it was is lost.

    >>> is_spoilt("1.23E+17"), is_spoilt("123000")
    (True, False)
    """
    return "+" in text and _SPOILT.fullmatch(text) is not None


def _check(five: str) -> str:
    """The letter that says which of five letters are large."""
    return _CHECKS[sum(1 << at for at, letter in enumerate(five) if "A" <= letter <= "Z")]
