"""What of a score's moves is told: bands that hold, moves of some size, no falls of holidays.

A band is told when it has held some days, or lies some points past its threshold; until then the
score hovers. Each threshold tells once until the score has left it clearly. The score is untouched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Final

import msgspec

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.views import Band

KEY: Final = "noise"
"""The setting that keeps it."""
SETTLES: Final = 14
"""Days on the other side after which a hovering score is told a second time."""
AFTER: Final = 3
"""Days after a holiday in which what fell in it may come back."""
MEAN: Final = 7
"""Days of the smooth line of a history."""
Bounds = tuple[float, float]
"""Where Average begins, and where Strong does."""
_RANK: Final[Mapping[str, int]] = {"Poor": 0, "Average": 1, "Strong": 2}
_UNCHANGED: Final = "nothing was changed"
_EPOCH: Final = date(1970, 1, 1)


class Holiday(msgspec.Struct, frozen=True):
    """Days in which falls need nobody, from the first to the last."""

    first: date
    last: date
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]

    @property
    def span(self) -> tuple[int, int]:
        """Its first and last day."""
        return (self.first - _EPOCH).days, (self.last - _EPOCH).days


class Noise(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How calm the desk is: bands hold `days` or lie `points` past; moves are of `least` points."""

    days: Annotated[int, msgspec.Meta(ge=1, le=SETTLES)] = 2
    points: Annotated[int, msgspec.Meta(ge=0, le=20)] = 2
    least: Annotated[int, msgspec.Meta(ge=1, le=50)] = 10
    holidays: tuple[Holiday, ...] = ()


USUAL: Final = Noise()


class SmallMove(msgspec.Struct, frozen=True):
    """A move that is folded; `told` is the band it hovers at the edge of; None: only small."""

    account_id: str
    name: str
    band: Band
    was: int | None
    shown: int | None
    told: Band | None = None


def told_bands(
    bands: Sequence[Band | None],
    shown: Sequence[int | None],
    bounds: Bounds,
    noise: Noise = USUAL,
) -> tuple[Band | None, ...]:
    """The band that is told on each of some days, by what was known on it.

    >>> told_bands(("Strong",) * 2 + ("Average",) * 2, (71, 70, 69, 69), (40, 70))
    ('Strong', 'Strong', 'Strong', 'Average')
    """
    if len(set(bands)) < 2:
        return tuple(bands)
    edge = _Edge(bounds, noise)
    return tuple(edge.after(band, score) for band, score in zip(bands, shown, strict=True))


class _Edge:
    """Goes through days: what is told, how long another band has held, what it was told by."""

    def __init__(self, bounds: Bounds, noise: Noise) -> None:
        self._bounds, self._noise = bounds, noise
        self._leap = max(noise.least, 2 * noise.points)
        self._told: Band | None = None
        self._inside: int | None = None
        self._other: Band | None = None
        self._held = 0
        self._spent = False

    def after(self, band: Band | None, shown: int | None) -> Band | None:
        """Go on by a day."""
        if band not in _RANK or self._told not in _RANK:
            self._take(band, shown, spent=False)
        elif band == self._told:
            self._held, self._inside = 0, shown
            self._spent = self._spent and self._near(shown)
        else:
            self._held = self._held + 1 if band == self._other else 1
            self._other = band
            if self._clear(str(band), shown):
                self._take(band, shown, spent=False)
            elif self._held >= (SETTLES if self._spent else self._noise.days):
                self._take(band, shown, spent=True)
        return self._told

    def _take(self, band: Band | None, shown: int | None, *, spent: bool) -> None:
        self._told, self._inside, self._held, self._spent = band, shown, 0, spent

    def _clear(self, band: str, shown: int | None) -> bool:
        """Whether it lies past the threshold by the points, or got there in one leap."""
        if shown is None:
            return False
        fell = _RANK[band] < _RANK[str(self._told)]
        crossed = self._bounds[_RANK[str(self._told)] - (1 if fell else 0)]
        past = crossed - shown if fell else shown - crossed + 1
        leap = self._inside is not None and abs(shown - self._inside) >= self._leap
        return leap or past >= self._noise.points

    def _near(self, shown: int | None) -> bool:
        points = self._noise.points
        return shown is not None and any(
            bound - points < shown < bound + points - 1 for bound in self._bounds
        )


def settled_bands(
    bands: Sequence[Band | None], told: Sequence[Band | None]
) -> tuple[Band | None, ...]:
    """The same looked back at: a band that came to be told holds from its first day.

    One that never was reads as the band before it.

    >>> settled_bands(("Strong", "Poor", "Poor"), ("Strong", "Strong", "Poor"))
    ('Strong', 'Poor', 'Poor')
    """
    out: list[Band | None] = []
    at = 0
    while at < len(bands):
        end = at
        while end < len(bands) and bands[end] == bands[at]:
            end += 1
        held = bands[at] in told[at:end]
        out += [bands[at] if held or not out else out[-1]] * (end - at)
        at = end
    return tuple(out)


def mean_line(values: Sequence[float | None], days: int = MEAN) -> tuple[float | None, ...]:
    """The mean of each day and those before it; None on a day that has no value itself.

    >>> mean_line((10.0, None, 20.0), 2), mean_line((10.0, 20.0, 60.0), 3)
    ((10.0, None, 20.0), (10.0, 15.0, 30.0))
    """
    out: list[float | None] = []
    for at, value in enumerate(values):
        known = [one for one in values[max(0, at - days + 1) : at + 1] if one is not None]
        out.append(None if value is None else sum(known) / len(known))
    return tuple(out)


def holiday_on(noise: Noise, day: int) -> Holiday | None:
    """The holiday that a day is in, the first of several."""
    return next((one for one in noise.holidays if one.span[0] <= day <= one.span[1]), None)


def excuse(noise: Noise, first: int, last: int | None, day: int) -> str:
    """Why a fall from `first` on needs nobody as of a day: it lies in a holiday; "" for none.

    A fall that goes on after the holiday is none of it.
    """
    end = day if last is None else min(last, day)
    for one in noise.holidays:
        low, high = one.span
        if low <= first <= high and end <= high + AFTER:
            return f"Holiday: {one.name}"
    return ""


def checked(noise: Noise) -> Noise:
    """The setting as it is kept: holidays in order of their days.

    Raises:
        UsageError: a figure is out of its range, a holiday has no name or ends before it begins.
    """
    try:
        msgspec.convert(msgspec.to_builtins(noise), Noise)
    except msgspec.ValidationError as error:
        raise UsageError(f"{error}; {_UNCHANGED}.") from error
    for one in noise.holidays:
        if one.last < one.first:
            raise UsageError(f"“{one.name}” ends before it begins; {_UNCHANGED}.")
    order = sorted(noise.holidays, key=_by_day)
    return msgspec.structs.replace(noise, holidays=tuple(order))


def _by_day(one: Holiday) -> tuple[date, date, str]:
    return one.first, one.last, one.name


def kept_as(noise: Noise) -> str:
    """The document that it is kept as."""
    return msgspec.json.encode(noise).decode()


def parsed(kept: str | None) -> Noise:
    """What a document holds; what no longer holds reads as the usual."""
    try:
        return USUAL if kept is None else checked(msgspec.json.decode(kept, type=Noise))
    except (msgspec.MsgspecError, UsageError):
        return USUAL


def holidays_of(text: str) -> tuple[Holiday, ...]:
    """Read holidays, one a line: `2026-12-24 to 2027-01-01 Year's end`, or a single day.

    Raises:
        UsageError: a line says something else.
    """
    return tuple(_holiday(line) for line in text.splitlines() if line.strip())


def lines_of(holidays: Iterable[Holiday]) -> str:
    """Write holidays the way they are read."""
    return "\n".join(
        f"{one.first}{'' if one.first == one.last else f' to {one.last}'} {one.name}"
        for one in holidays
    )


def _holiday(line: str) -> Holiday:
    words = line.split()
    try:
        first = last = date.fromisoformat(words[0])
        rest = words[1:]
        if rest[:1] == ["to"]:
            last, rest = date.fromisoformat(words[2]), words[3:]
    except (ValueError, IndexError) as error:
        said = "a day, or two days with “to” between, and a name: 2026-12-24 to 2027-01-01 Break"
        raise UsageError(f"“{line.strip()[:60]}” is no holiday: write {said}.") from error
    if not rest:
        raise UsageError(f"The holiday of {first} has no name; {_UNCHANGED}.")
    return Holiday(first, last, " ".join(rest)[:80])
