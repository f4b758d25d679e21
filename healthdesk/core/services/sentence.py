"""One plain sentence on an account: state, direction, main reason, a suggestion, how sure it is.

It suggests and never blames: what could come first, not what was neglected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.pulse import pulse_band
from healthdesk.core.domain.views import (
    AccountHeader,
    Band,
    CompositionView,
    LayerView,
    MeasureView,
    WhyRow,
    WhyView,
)
from healthdesk.core.services.wording import begun, count_of, number, short_date

Sure = Literal["high", "medium", "low"]
_MOVED: Final = 3
"""Points in 28 days from which a score is said to move."""
_SILENT: Final = 60
"""Days without a touch from which a good score is called quiet."""
_THIN: Final = 3
"""Answers below which what was said rests on few."""
_NOTABLE: Final = 0.5
"""Points that a measure must cost to be named."""
_FRESH: Final = 7
_LONG: Final = 200
"""Letters that a reason has at most here."""
_OLD: Final = 30
"""Days up to which facts count as fresh, and from which they count as old."""
_ORDER: Final[dict[str, int]] = {"Poor": 0, "Average": 1, "Strong": 2}
_ASKS: Final[dict[str, str]] = {
    "usage_level": "asking what changed in their daily work could come first",
    "usage_trend": "asking what changed in their daily work could come first",
    "usage_frequency": "asking what changed in their daily work could come first",
    "usage_breadth": "showing a feature that they do not use yet could help",
    "seat_use": "asking who could make use of the free seats could help",
    "seat_growth": "asking how their team will grow could help",
    "days_since_touch": "a short call could come first",
    "touches": "a short call could come first",
    "two_way": "a question that is easy to answer could bring them back into talk",
    "contacts_engaged": "getting to know one more person there could help",
    "open_tickets": "looking at the open tickets with them could come first",
    "ticket_age": "a word on when the oldest ticket will be solved could come first",
    "tickets_opened": "asking whether the tickets have one cause could help",
    "angry_tickets": "a call to the person who wrote in anger could come first",
    "nps": "asking what is behind the last answers could come first",
    "nps_rating": "asking what is behind the last answer could come first",
    "csat": "asking what is behind the last answers could come first",
    "sentiment": "reading the last mails and answers again could help",
    "overdue_days": "a friendly word about the open invoice could help",
    "milestones": "looking at the next milestone with them could help",
    "days_to_renewal": "talking about the renewal early could help",
}


@dataclass(frozen=True)
class Telling:
    """The sentence in its parts; each may be empty where there is nothing to say."""

    state: str
    reason: str
    step: str
    sure: Sure
    sure_why: str
    layers: str = ""
    """Where what they do and what they say part: "Usage strong, sentiment poor"."""
    pulse: str = ""
    """Where a person's feeling and the score part."""

    @property
    def text(self) -> str:
        """State, direction and reason, and where what is known disagrees."""
        parts = (self.state, self.reason, self.layers, self.pulse)
        return " ".join(part for part in parts if part)

    @property
    def aside(self) -> str:
        """What could come next, and how sure all this is."""
        sure = f"Confidence {self.sure}: {self.sure_why}."
        return f"{self.step} {sure}".strip()


def tell(
    header: AccountHeader,
    view: CompositionView,
    why: WhyView | None,
    names: BandNames = USUAL,
) -> Telling:
    """Put an account's state into words; `why` is its change over 28 days, where there is one."""
    measures = [one for part in view.score.dimensions for one in part.measures]
    heaviest = _heaviest(why)
    sure, sure_why = _sureness(header, view, measures)
    return Telling(
        state=_state(header, names),
        reason=_reason(header, heaviest, measures),
        step=_step(header, heaviest, measures),
        sure=sure,
        sure_why=sure_why,
        layers="" if header.late or header.quiet_days else _parted(view, names),
        pulse=_pulse(header, names),
    )


def _state(header: AccountHeader, names: BandNames) -> str:
    score = header.score
    band = "" if score is None else names.of(score.band)
    if score is not None and score.shown is None and score.band != "Unknown":
        return f"{band}; this health model has no number."
    if score is None or score.shown is None:
        return "There is no score: too little is known."
    if score.override is not None:
        until = short_date(score.override.until)
        return f"{band} at {score.shown}, set by hand until {until}."
    if header.change is None:
        return f"{band} at {score.shown}; 28 days ago there was no score."
    if abs(header.change) < _MOVED:
        return f"{band} at {score.shown} and steady over 28 days."
    way = "up" if header.change > 0 else "down"
    return f"{band} at {score.shown}, {way} {abs(header.change)} points in 28 days."


def _heaviest(why: WhyView | None) -> WhyRow | None:
    """The row that did most of the change, reading and weight of a measure apart."""
    if why is None or not why.change:
        return None
    same = [row for row in why.rows if row.points * why.change > 0]
    return max(same, key=lambda row: abs(row.points), default=None)


def _reason(header: AccountHeader, heaviest: WhyRow | None, measures: list[MeasureView]) -> str:
    """Why it reads so: missing data, a judgement or a cap first, then what moved it most."""
    said = _standing(header)
    if said:
        return said
    if heaviest is not None and header.change is not None and abs(header.change) >= _MOVED:
        told = heaviest.text.rpartition(": ")[0] if heaviest.key else heaviest.text
        return f"Mainly: {told}."
    costly = _costliest(measures)
    if costly is None:
        return ""
    return f"Most is missing from {costly.name} ({costly.shown or 'no data'})."


def _standing(header: AccountHeader) -> str:
    """What stands before all measures, in words; "" = nothing does."""
    score = header.score
    if header.late:
        return f"It rests on missing data: {header.late[0]}."
    if header.quiet_days:
        return f"It rests on missing data: no usage for {count_of(header.quiet_days, 'day')}."
    if score is not None and score.override is not None:
        computed = "nothing" if score.computed is None else number(round(score.computed))
        why = _on_a_line(score.override.reason).rstrip(".")
        return f"The reason given: {why}. Computed it reads {computed}."
    if score is not None and score.caps:
        return f"A cap holds it: {', '.join(score.caps)}."
    return ""


def _on_a_line(words: str) -> str:
    """The beginning of a reason; a file may bring one of any length."""
    told = " ".join(words.split())
    return told if len(told) <= _LONG else f"{told[:_LONG].rstrip()}…"


def _costliest(measures: list[MeasureView]) -> MeasureView | None:
    found = [one for one in measures if one.costs > _NOTABLE and one.weight > 0]
    return max(found, key=lambda one: one.costs, default=None)


def _step(header: AccountHeader, heaviest: WhyRow | None, measures: list[MeasureView]) -> str:
    """What could come first, as a suggestion."""
    said = _held(header) or _asked(header, heaviest, measures)
    return f"Suggestion: {said}." if said else ""


def _held(header: AccountHeader) -> str:
    """What comes before all measures: no score, no data, a judgement, a cap."""
    score = header.score
    if score is None or score.band == "Unknown":
        return "bring in usage, answers or touchpoints of this account"
    if header.late or header.quiet_days:
        return "look at the feed first; the score may be better than it reads"
    if score.override is not None:
        return f"see before {short_date(score.override.until)} whether the reason still holds"
    if score.caps:
        return f"what the cap stands for could come first: {score.caps[-1]}"
    return ""


def _asked(header: AccountHeader, heaviest: WhyRow | None, measures: list[MeasureView]) -> str:
    """What the measure asks for that moved the score, or that costs it most."""
    if _is_silent(header, measures):
        return "little was heard from them; quiet is not the same as content, so ask"
    falling = header.change is not None and header.change <= -_MOVED
    key = heaviest.key if heaviest is not None and falling else ""
    if not key and header.score is not None and header.score.band == "Strong":
        return "a good moment to ask what works, and for whom else it could"
    costly = _costliest(measures)
    kinds = {one.key: one.kind for one in measures}
    return _ASKS.get(kinds.get(key) or (costly.kind if costly is not None else ""), "")


def _is_silent(header: AccountHeader, measures: list[MeasureView]) -> bool:
    """Whether a score reads well only because nobody said anything."""
    score = header.score
    if score is None or score.band != "Strong":
        return False
    said = [one for one in measures if one.kind in {"nps", "nps_rating", "csat", "sentiment"}]
    quiet = header.touch_days is None or header.touch_days >= _SILENT
    return quiet and all(one.reading is None for one in said)


def _parted(view: CompositionView, names: BandNames) -> str:
    """Layers of which one is strong and another poor: green outside, red inside, or the reverse."""
    known = [one for one in view.layers if one.points is not None]
    words = [(one, _band(one, view)) for one in known]
    strong = [one for one, band in words if band == "Strong"]
    poor = [one for one, band in words if band == "Poor"]
    if not strong or not poor:
        return ""
    told = [f"{one.name.lower()} {_within(names.strong, USUAL.strong)}" for one in strong]
    told += [f"{one.name.lower()} {_within(names.poor, USUAL.poor)}" for one in poor]
    return f"{begun(', '.join(told))}."


def _within(name: str, usual: str) -> str:
    """A band's name within a sentence; one that a person chose stays as it was written."""
    return name.lower() if name == usual else name


def _band(layer: LayerView, view: CompositionView) -> Band:
    points = layer.points or 0.0
    if points >= view.strong:
        return "Strong"
    return "Average" if points >= view.average else "Poor"


def _sureness(
    header: AccountHeader, view: CompositionView, measures: list[MeasureView]
) -> tuple[Sure, str]:
    """How much it may be relied on, and what that is made of: coverage, freshness, answers."""
    share = round(view.score.coverage * 100)
    parts = [f"data covers {number(share)} % of the model"]
    ages = [one.age for one in measures if one.age is not None and one.weight > 0]
    old = max(ages, default=None)
    if header.late or header.quiet_days:
        parts.append("a feed is late")
    elif ages:
        newest = min(ages)
        fresh = (
            "newest fact of today" if newest <= 0 else f"newest fact {count_of(newest, 'day')} old"
        )
        parts.append(fresh if old is None or old <= _OLD else f"{fresh}, oldest {number(old)} days")
    answers = [_count(one.over) for one in measures if one.kind in {"nps", "nps_rating", "csat"}]
    told = sum(answers)
    if answers:
        parts.append(count_of(told, "answer") if told else "no answer")
    if view.score.coverage < 0.5 or header.late or header.quiet_days:
        sure: Sure = "low"
    elif view.score.coverage < 0.8 or (answers and told < _THIN) or min(ages, default=0) > _FRESH:
        sure = "medium"
    else:
        sure = "high"
    return sure, ", ".join(parts)


def _count(over: str) -> int:
    """How many answers a survey measure rests on: "3 answers" says it."""
    head = over.partition(" ")[0].replace(",", "")
    return int(head) if head.isdigit() and "answer" in over else 0


def _pulse(header: AccountHeader, names: BandNames) -> str:
    """That a person's feeling and the score differ by a band or more; "" = they agree."""
    if header.pulse is None or header.score is None or header.score.band not in _ORDER:
        return ""
    felt, band = pulse_band(header.pulse[0]), header.score.band
    if felt == band:
        return ""
    way = "better" if _ORDER[felt] > _ORDER[band] else "worse"
    return f"Your pulse says {way}: {names.of(felt)}."
