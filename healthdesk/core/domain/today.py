"""What changed since somebody last looked: one item an account and direction, ranked, folded.

An item rests on reasons: the score's own move, and events (an urgent ticket, a sponsor who left).
Its key says what it was about, so that a mark ("snoozed until Thursday") holds for that and no
longer: something new, or a fall further on, shows again. Not here: where the reasons come from
(services/today.py), how rows rank (today_rank.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import msgspec

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.noise import USUAL as USUALLY
from healthdesk.core.domain.noise import Noise, SmallMove, told_bands
from healthdesk.core.domain.today_rank import Rank, rank
from healthdesk.core.domain.views import AccountRow, Band

Kind = Literal["fell", "open", "rose", "problem", "muted"]
"""`open`: fell within 28 days, before the last look, and nobody has done anything about it."""
State = Literal["snoozed", "handled", "dismissed", "problem"]

BIG: Final = USUALLY.least
"""Points of move that make an item by themselves, unless the desk says otherwise."""
PERIOD: Final = 28
"""Days over which the longer change is told; marks hold as long."""
BUDGET: Final = 9
"""Rows that stand open unless the desk's setting says otherwise."""
_GOOD_NEWS: Final = 2
"""Rows of the budget kept for what rose, where something did: good news is news."""
_HELD: Final = "Its band hovered before, and is told now"
_ORDER: Final[Mapping[str, int]] = {"Poor": 0, "Average": 1, "Strong": 2}
_LETTERS: Final[Mapping[str, Band]] = {
    "S": "Strong",
    "A": "Average",
    "P": "Poor",
    "U": "Unknown",
}


@dataclass(frozen=True)
class Reason:
    """One thing that makes an account worth a look; `way` -1 worse, 1 better, 0 no news of health.

    `weight` 0 to 1 says how strong it is, `ref` names the fact ("ticket:T-4471"): a mark on the
    row holds for the facts that were there.
    """

    way: int
    weight: float
    tag: str
    text: str
    ref: str = ""
    soft: bool = False
    """It tells no news against the score's own move."""


@dataclass(frozen=True)
class Mark:
    """What a person did with a row."""

    row: int
    key: str
    account_id: str
    state: State
    day: int
    until: int | None
    reason: str


@dataclass(frozen=True)
class TodayItem:
    """One row of Today; figures that are not known are None."""

    key: str
    kind: Kind
    account_id: str
    name: str
    band_from: Band | None
    band_to: Band
    shown_from: int | None
    shown_to: int | None
    change: int | None
    """In 28 days."""
    line: tuple[int | None, ...]
    arr: float | None
    currency: str
    renewal_days: int | None
    renewal_day: int | None
    tag: str
    text: str
    main_reason: str
    reasons: tuple[Reason, ...]
    touch_days: int | None
    coverage: float
    stale: bool
    capped: bool
    rank: Rank
    mark: Mark | None = None
    next_step: str = ""
    """The next thing planned with this account."""

    @property
    def move(self) -> int | None:
        """Points since the last look."""
        if self.shown_from is None or self.shown_to is None:
            return None
        return self.shown_to - self.shown_from

    @property
    def way(self) -> str:
        """fell, rose or problem: what a mark on this row is about."""
        return "fell" if self.kind in {"open", "muted"} else self.kind


class _About(msgspec.Struct, array_like=True, frozen=True):
    """What a key says: the direction, the account, where it stood, the facts that were there."""

    way: str
    account_id: str
    band: str
    refs: tuple[str, ...]


def item_key(way: str, account_id: str, band: str, refs: Iterable[str]) -> str:
    """Name a row by what it is about; the same on every read as long as that is the same."""
    about = _About(way, account_id, band, tuple(sorted({one for one in refs if one})))
    return msgspec.json.encode(about).decode()


def band_on(row: AccountRow, days_ago: int) -> Band | None:
    """An account's band some days before the table's day; None where it had none."""
    if days_ago >= len(row.bands):
        return None
    return _LETTERS.get(row.bands[-1 - days_ago])


def told_today(row: AccountRow, noise: Noise = USUALLY) -> tuple[Band | None, ...]:
    """The bands that are told on the days of a row's line: a score that hovers moves none."""
    letters = tuple(_LETTERS.get(one) for one in row.bands)
    line = (*(None,) * (len(letters) - len(row.line)), *row.line[-len(letters) :])
    return told_bands(letters, line, row.bounds, noise)


def shown_on(row: AccountRow, days_ago: int) -> int | None:
    """An account's shown score some days before the table's day."""
    return row.line[-1 - days_ago] if days_ago < len(row.line) else None


def covers(mark: Mark, item: TodayItem, row: AccountRow, day: int) -> bool:
    """Whether a mark still holds for a row on a day: nothing new, and no worse than since then."""
    about = _about(mark.key)
    ago = day - mark.day
    if about is None or about.way != item.way or about.account_id != item.account_id:
        return False
    if ago < 0 or ago >= PERIOD:
        return False
    if mark.state == "snoozed" and (mark.until is None or day >= mark.until):
        return False
    known = set(about.refs)
    if any(one.ref and one.ref not in known for one in item.reasons if one.way):
        return False
    if item.way == "problem":
        return True
    return not _went_on(item, row, ago, about.band)


def _about(key: str) -> _About | None:
    try:
        return msgspec.json.decode(key, type=_About)
    except msgspec.MsgspecError:
        return None


def _went_on(item: TodayItem, row: AccountRow, ago: int, band: str) -> bool:
    """Whether an account went further the same way since it was marked."""
    way = -1 if item.way == "fell" else 1
    now, then = _ORDER.get(item.band_to), _ORDER.get(band)
    if now is not None and then is not None and (now - then) * way > 0:
        return True
    since = [one for one in row.line[len(row.line) - 1 - ago :] if one is not None]
    if item.shown_to is None or not since:
        return False
    turn = max(since) if way < 0 else min(since)
    return (item.shown_to - turn) * way >= BIG


@dataclass(frozen=True)
class Found:
    """What is known beside the table: by account id."""

    reasons: Mapping[str, Sequence[Reason]]
    muted: Mapping[str, str]
    """Why a fall of this account needs nobody: its season."""
    stopped: Mapping[str, str]
    """A sentence for accounts whose data stopped coming."""
    steps: Mapping[str, str]
    """The next thing planned."""
    names: BandNames = USUAL
    """What the desk calls its bands."""
    noise: Noise = USUALLY
    """What of the moves is told."""
    holiday: str = ""
    """Why a fall of these days needs nobody: somebody named them a holiday."""


NOTHING: Final = Found({}, {}, {}, {})


def items_of(
    rows: Iterable[AccountRow], found: Found, day: int, since: int
) -> tuple[TodayItem, ...]:
    """Every item of a day, unranked among each other, before marks are looked at."""
    ago = max(1, min(PERIOD - 1, day - since))
    known = sorted(row.arr for row in rows if row.arr)
    usual = known[len(known) // 2] if known else 1.0
    out: list[TodayItem] = []
    for row in rows:
        out.extend(_Account(row, found, ago, usual, day).items())
    return tuple(out)


def small_moves(
    rows: Iterable[AccountRow], found: Found, day: int, since: int, listed: Iterable[TodayItem]
) -> tuple[SmallMove, ...]:
    """The moves since the last look that no listed row tells: small ones, and what hovers."""
    told = {one.account_id for one in listed}
    ago = max(1, min(PERIOD - 1, day - since))
    out = []
    for row in rows:
        was = shown_on(row, ago)
        if row.account_id in told or row.stale or row.account_id in found.stopped:
            continue
        band = told_today(row, found.noise)[-1] if row.bands else row.band
        hovers = band if band != row.band else None
        moved = was is not None and row.shown is not None and was != row.shown
        if moved or hovers:
            out.append(SmallMove(row.account_id, row.name, row.band, was, row.shown, hovers))
    return tuple(sorted(out, key=_smallest_last))


def _smallest_last(one: SmallMove) -> tuple[bool, int, str, str]:
    move = 0 if one.was is None or one.shown is None else abs(one.shown - one.was)
    return one.told is None, -move, one.name.casefold(), one.account_id


class _Account:
    """The items of one account."""

    def __init__(self, row: AccountRow, found: Found, ago: int, usual: float, day: int) -> None:
        self._row = row
        self._day = day
        self._usual = usual
        self._noise = found.noise
        self._holiday = found.holiday
        told = told_today(row, found.noise)
        self._told = told[-1] if told else row.band
        self._was = shown_on(row, ago)
        self._band = told[-1 - ago] if ago < len(told) else None
        self._stood = band_on(row, ago)
        self._muted = found.muted.get(row.account_id, "")
        self._stopped = found.stopped.get(row.account_id, "")
        self._events = tuple(found.reasons.get(row.account_id, ()))
        self._step = found.steps.get(row.account_id, "")
        self._begun = self._band_of_28()
        self._names = found.names

    def items(self) -> list[TodayItem]:
        """At most one a direction, and what is no change of health."""
        row, out = self._row, []
        moved = None if self._rests_on_nothing() else self._move()
        worse = [one for one in self._events if one.way < 0]
        better = [one for one in self._events if one.way > 0]
        if moved is not None:
            (worse if moved.way < 0 else better).append(moved)
        falls = moved is not None and moved.way < 0
        news = [one for one in worse if not one.soft]
        hard = [one for one in news if one is not moved]
        why = self._muted or (self._holiday if falls else "")
        if why and not hard:
            out.append(self._made("muted", self._quiet(why), why))
            news = []
        if news:
            out.append(self._made("fell", _sorted(worse)))
        elif not why and not self._rests_on_nothing() and self._still_open():
            beside = [one for one in worse if one.weight > 0.3]
            out.append(self._made("open", _sorted([*beside, self._slide()])))
        sinks = falls or bool(news) or row.stale or self._sinking()
        if any(not (one.soft and sinks) for one in better):
            out.append(self._made("rose", _sorted(better)))
        if self._is_problem():
            out.append(self._made("problem", (self._gap(),)))
        return out

    def _rests_on_nothing(self) -> bool:
        """Whether the score rests on missing data, so that its move tells nothing."""
        return self._row.stale or bool(self._stopped) or self._row.shown is None

    def _sinking(self) -> bool:
        """Whether the score went down since the last look, if not far."""
        now = self._row.shown
        return now is not None and self._was is not None and now < self._was

    def _is_problem(self) -> bool:
        """Whether data stopped for this account itself, or its score went unknown."""
        row = self._row
        went = row.shown is None and (self._was is not None)
        return bool(self._stopped) or went or row.quiet_days > 0

    def _move(self) -> Reason | None:
        """The score's own move as a reason, where it is one."""
        row, was, band = self._row, self._was, self._band
        if was is None or row.shown is None:
            return None
        move = row.shown - was
        now, then = _ORDER.get(self._told or ""), _ORDER.get(band or "")
        crossed = now is not None and then is not None and now != then and self._told == row.band
        if crossed and now is not None and then is not None:
            way = 1 if now > then else -1
            # It had crossed before the last look, and hovered then.
            text = f"{row.reason}. {_HELD}" if self._stood == row.band else row.reason
            return Reason(way, 0.45, f"Now {self._names.of(row.band)}", text, "")
        if abs(move) >= self._noise.least:
            way = 1 if move > 0 else -1
            tag = "Sharp rise" if way > 0 else "Sharp fall"
            return Reason(way, 0.4, tag, row.reason, "")
        return None

    def _still_open(self) -> bool:
        """Whether it fell within 28 days, far or out of its band, and stands there still."""
        row = self._row
        if row.shown is None or row.change is None:
            return False
        now, then = _ORDER.get(self._told or ""), _ORDER.get(self._begun or "")
        lower = now is not None and then is not None and now < then
        return row.change <= -self._noise.least or (lower and row.change < 0)

    def _slide(self) -> Reason:
        move = 0 if self._was is None or self._row.shown is None else self._row.shown - self._was
        return Reason(-1, 0.3, "Slow slide" if move < 0 else "Fell earlier", self._row.reason)

    def _quiet(self, why: str) -> tuple[Reason, ...]:
        by = "season" if self._muted else "holiday"
        return (Reason(0, 0.2, f"Muted by {by}", why),)

    def _gap(self) -> Reason:
        row = self._row
        text = row.reason if row.quiet_days else self._stopped or row.reason or "Too little data"
        if row.shown is None and self._was is not None:
            text = f"{text.rstrip('.')}. {self._names.unknown}, {self._was} before."
        return Reason(0, 0.3, "Data problem", text, f"gap:{self._gap_began()}")

    def _gap_began(self) -> str:
        """The day of the last data, so that a mark holds while the same gap lasts."""
        row = self._row
        if row.quiet_days:
            return str(self._day - row.quiet_days)
        known = [at for at, one in enumerate(row.line) if one is not None]
        return "" if row.shown is not None or not known else str(self._day - 27 + known[-1])

    def _band_of_28(self) -> Band | None:
        return _LETTERS.get(self._row.bands[:1])

    def _made(self, kind: Kind, reasons: Sequence[Reason], text: str = "") -> TodayItem:
        row = self._row
        way = "fell" if kind in {"open", "muted"} else kind
        first = reasons[0]
        said = [first.text, *(one.text for one in reasons[1:3] if one.text != first.text)]
        move = None if self._was is None or row.shown is None else row.shown - self._was
        told = move if kind in {"fell", "rose"} else row.change
        return TodayItem(
            key=item_key(way, row.account_id, row.band, (one.ref for one in reasons)),
            kind=kind,
            account_id=row.account_id,
            name=row.name,
            band_from=self._begun if kind == "open" else self._stood,
            band_to=row.band,
            shown_from=row.line[0] if kind == "open" else self._was,
            shown_to=row.shown,
            change=row.change,
            line=row.line,
            arr=row.arr,
            currency=row.currency,
            renewal_days=row.renewal_days,
            renewal_day=row.renewal_day,
            tag=first.tag,
            text=text or "; ".join(one.rstrip(".") for one in said if one) + ".",
            main_reason=row.reason,
            reasons=tuple(reasons),
            touch_days=row.touch_days,
            coverage=row.coverage,
            stale=row.stale,
            capped=row.capped,
            rank=rank(
                arr=row.arr,
                usual=self._usual,
                renewal_days=row.renewal_days,
                move=told,
                crossed=self._band is not None and row.band == self._told != self._band,
                poor=row.band == "Poor",
                poor_word=self._names.poor,
                event=max((one.weight for one in reasons if one.ref), default=0.0),
                coverage=row.coverage,
                stale=row.stale,
                earlier=kind == "open",
            ),
            next_step=self._step,
        )


def _sorted(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The strongest first; the same reason twice is one."""
    unique = {(one.tag, one.ref, one.text): one for one in reasons}
    return tuple(sorted(unique.values(), key=lambda one: (-one.weight, one.ref, one.text)))


@dataclass(frozen=True)
class Sorted:
    """Items as the page lists them: each list ranked, none of them twice."""

    items: tuple[TodayItem, ...]
    """What fell, what is still open, what rose: in this order, each ranked."""
    standing: frozenset[str]
    """Keys of the rows that stand open; the others are folded, not lost."""
    problems: tuple[TodayItem, ...]
    muted: tuple[TodayItem, ...]
    snoozed: tuple[TodayItem, ...]
    done: tuple[TodayItem, ...]
    """Handled or dismissed, and no worse since."""

    @property
    def folded(self) -> int:
        """How many rows are folded."""
        return len(self.items) - len(self.standing)

    def of(self, kind: Kind) -> tuple[TodayItem, ...]:
        """The listed items of a kind."""
        return tuple(one for one in self.items if one.kind == kind)


def sorted_out(
    items: Iterable[TodayItem],
    marks: Iterable[Mark],
    rows: Mapping[str, AccountRow],
    day: int,
    budget: int = BUDGET,
) -> Sorted:
    """Look at marks, rank, fold; what was dealt with on the day counts against its budget."""
    newest = sorted(marks, key=lambda one: (one.day, one.row), reverse=True)
    dealt = sum(one.day == day and _was_row(one) for one in newest)
    lists: dict[str, list[TodayItem]] = {"fell": [], "open": [], "rose": []}
    apart: dict[str, list[TodayItem]] = {"problem": [], "muted": [], "snoozed": [], "done": []}
    by_account: dict[str, list[Mark]] = {}
    for one in newest:
        by_account.setdefault(one.account_id, []).append(one)
    for item in items:
        row = rows[item.account_id]
        mine = by_account.get(item.account_id, ())
        mark = next((one for one in mine if covers(one, item, row, day)), None)
        marked = replace(item, mark=mark)
        if mark is None:
            (lists if item.kind in lists else apart)[item.kind].append(marked)
        elif mark.state == "problem":
            apart["problem"].append(marked)
        elif mark.state == "snoozed":
            apart["snoozed"].append(marked)
        else:
            apart["done"].append(marked)
    ranked = {kind: tuple(sorted(some, key=order)) for kind, some in (lists | apart).items()}
    every = (*ranked["fell"], *ranked["open"], *ranked["rose"])
    return Sorted(
        items=every,
        standing=standing(every, max(0, budget - dealt)),
        problems=ranked["problem"],
        muted=ranked["muted"],
        snoozed=tuple(sorted(ranked["snoozed"], key=_wakes)),
        done=ranked["done"],
    )


def _was_row(mark: Mark) -> bool:
    """Whether what was marked stood in the list: data problems stand apart from it."""
    about = _about(mark.key)
    return about is None or about.way != "problem"


def order(item: TodayItem) -> tuple[float, str, str]:
    """The order of a list: the highest rank first; the id decides between equals."""
    return -item.rank.score, item.account_id, item.kind


def _wakes(item: TodayItem) -> tuple[int, str]:
    until = item.mark.until if item.mark is not None else None
    return (0 if until is None else until, item.account_id)


def standing(items: Sequence[TodayItem], budget: int) -> frozenset[str]:
    """The keys of the rows that stand open: the highest ranks, a few of them kept for good news."""
    if len(items) <= budget:
        return frozenset(one.key for one in items)
    best = sorted(items, key=order)
    rises = [one for one in best if one.kind == "rose"]
    kept = rises[: min(_GOOD_NEWS, budget // 3)]
    chosen = {one.key for one in kept}
    for one in best:
        if len(chosen) >= budget:
            break
        chosen.add(one.key)
    return frozenset(chosen)
