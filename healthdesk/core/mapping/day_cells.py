"""Cells of a column of days whose texts hardly ever repeat, because times stand after the days.

Texts of the same hour, and counts of the same hundred seconds, are of the same day nearly always.
One of them is worked out, and the others follow where the whole span is sure to be of that day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.mapping import DateOrder
from healthdesk.core.mapping.cell_error import CellError
from healthdesk.core.mapping.dates import parse_moment
from healthdesk.core.mapping.styles import Cells, Convert

_CUT = "\0"
"""Stands in a key where the minutes were; no text that comes this way has it."""
_MANY = 500
"""Different texts of a chunk that make it worth while."""
_MOST = 100_000
_TIMED = re.compile(
    r"^([0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}[T ])"
    # midnight alone may be a day as written, in whatever zone
    r"(?!00:00(?::00)?(?:[.,]0+)?(?![0-9:.,])|12:00(?::00)?(?:[.,]0+)? ?[Aa])"
    r"([01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
    r"( ?[AaPp][Mm]|Z| ?UTC| ?[+-][0-9]{2}:?[0-9]{2}|)$",
    re.ASCII | re.MULTILINE,
)
_COUNTED: dict[DateOrder, re.Pattern[str]] = {
    "epoch s": re.compile(r"^([0-9]{7,8})[0-9]{2}(?:\.[0-9]{1,12})?$", re.ASCII | re.MULTILINE),
    "epoch ms": re.compile(r"^([0-9]{7,8})[0-9]{5}$", re.ASCII | re.MULTILINE),
}
_ENDS: dict[DateOrder, tuple[str, str]] = {
    "epoch s": ("01", "99"),
    "epoch ms": ("00001", "99999"),
}
_TIMED_ENDS = (":00:01", ":59:59")
_BLOCKS_A_DAY = 864


class DayCells(Cells):
    """Days as 2026-03-14 by what stood in the file."""

    def __init__(self, convert: Convert, order: DateOrder, zone: tzinfo, desk: tzinfo) -> None:
        super().__init__(convert)
        self._order, self._zone, self._desk = order, zone, desk
        self._shape = _COUNTED.get(order, _TIMED)
        self._ends = _ENDS.get(order, _TIMED_ENDS)
        self._spans: dict[str, str] = {}

    def all(self, texts: Sequence[str]) -> list[str]:
        """The cells of a chunk; each text by itself only where its span does not decide."""
        joined = "\n".join(texts)
        if len(set(texts)) < _MANY or _CUT in joined:
            return super().all(texts)
        keys = self._shape.sub(rf"\1\2{_CUT}\3" if self._timed else rf"\1{_CUT}", joined)
        named = keys.split("\n")
        if len(named) != len(texts):
            return super().all(texts)
        if len(self._spans) > _MOST:
            self._spans.clear()
        spans = self._spans
        for key in set(named) - spans.keys():
            spans[key] = self._span(key) if _CUT in key else ""
        found = list(map(spans.__getitem__, named))
        if "" not in found:
            return found
        single = [text for text, day in zip(texts, found, strict=True) if not day]
        told = dict(zip(single, super().all(single), strict=True))
        return [day or told[text] for text, day in zip(texts, found, strict=True)]

    @property
    def _timed(self) -> bool:
        return self._shape is _TIMED

    def _span(self, key: str) -> str:
        """The day of all texts of a span; "" where they may be of several, or of none."""
        if not self._timed and int(key[:-1]) % _BLOCKS_A_DAY == 0:
            return ""
        first, last = (key.replace(_CUT, end) for end in self._ends)
        try:
            day, begin = parse_moment(first, self._order, self._zone, desk=self._desk, whole=True)
            other, end = parse_moment(last, self._order, self._zone, desk=self._desk, whole=True)
        except CellError:
            return ""
        if day != other or begin is None or end is None or not self._steady(begin, end):
            return ""
        return to_date(day).isoformat()

    def _steady(self, begin: datetime, end: datetime) -> bool:
        """Whether no clock is put forward or back in between."""
        try:
            desk = (
                begin.astimezone(self._desk).utcoffset() == end.astimezone(self._desk).utcoffset()
            )
        except OverflowError:
            return False
        return desk and begin.utcoffset() == end.utcoffset() and end - begin < timedelta(hours=1)
