"""The model as a card tells it: each profile in words, what its measures weigh, how it came about.

Not here: how far it was tested (card_evidence.py), the words of a single setting (model_words.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.band_names import BandNames
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.profile import Dimension, Measure, Profile, Published
from healthdesk.core.domain.report import Cell, Column, Pair, Pairs, Row, Section, Table
from healthdesk.core.domain.report_chart import RankChart
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import band_names, model_words, profiles
from healthdesk.core.services.facts import metrics
from healthdesk.core.services.profiles import VersionView
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.blocks import beside, rows, short
from healthdesk.core.services.reports.sources import Sources
from healthdesk.core.services.wording import begun, count_of, number

_MISSING: Final = {"skip": "left out", "neutral": "50 points", "poor": "0 points"}
_WHOLE: Final = ("whom", "model", "ranks", "bands", "cover", "rounding", "parents")
_CHANGES: Final = 4
"""Changes of a version that are told; more are counted."""


@dataclass(frozen=True)
class Model:
    """A profile as of a day, with all of its versions up to then; `later`: published after it."""

    published: Published
    versions: tuple[VersionView, ...]
    later: bool = False

    @property
    def profile(self) -> Profile:
        """What it says."""
        return self.published.profile


class Card:
    """What every part of the card needs."""

    def __init__(self, asked: Asked, notes: Sources) -> None:
        self.asked, self.notes, self.style = asked, notes, asked.style
        self.tx, self.day = asked.tx, asked.day
        self.bands: BandNames = band_names.read(asked.tx)
        self.metrics: Mapping[str, str] = {
            key: one.name or key for key, one in metrics(asked.tx).items()
        }
        self.models = tuple(_model(asked, one) for one in profiles.published(asked.tx))
        self.since: dict[str, Mapping[str, str]] = {}

    def note(self, model: Model) -> str:
        """The footnote of a profile's version."""
        version = model.published.version
        newest = next((one for one in model.versions if one.version == version), None)
        told = f"version {version}, published on {self.style.date(model.published.day)}"
        return self.notes.own(
            f"model {model.profile.key}",
            f"Health model {model.profile.name}",
            whence=f"{told}: {newest.reason}" if newest is not None and newest.reason else told,
        )


def _model(asked: Asked, now: Published) -> Model:
    """A profile as it stood on the day; the first version where it was published later."""
    told = profiles.versions(asked.tx, now.profile.key)
    known = tuple(one for one in told if one.day <= asked.day)
    if not known:
        first = told[0].version if told else now.version
        return Model(profiles.version(asked.tx, now.profile.key, first), told[:1], later=True)
    last = known[-1].version
    found = now if last == now.version else profiles.version(asked.tx, now.profile.key, last)
    return Model(found, known)


def share(profile: Profile, dimension: Dimension, measure: Measure | None = None) -> float:
    """What a dimension, or a measure of it, weighs in the whole where nothing is missing."""
    whole = sum(one.weight for one in profile.dimensions)
    own = dimension.weight / whole if whole else 0.0
    if measure is None:
        return own
    inside = sum(one.weight for one in dimension.measures)
    return own * measure.weight / inside if inside else 0.0


def weights(card: Card, model: Model) -> RankChart:
    """How much each dimension weighs."""
    parts = [one for one in model.profile.dimensions if one.weight > 0]
    shares = tuple(round(share(model.profile, one) * 100, 2) for one in parts)
    told = ", ".join(
        f"{begun(one.name)} {card.style.number(value)}{card.style.percent}"
        for one, value in zip(parts, shares, strict=True)
    )
    return RankChart(
        key=f"weights {model.profile.key}",
        title="What counts how much, percent of the score",
        summary=f"{told}.",
        unit="%",
        labels=tuple(begun(one.name) for one in parts),
        values=shares,
        notes=(card.note(model),),
    )


def section(card: Card, model: Model) -> Section:
    """A profile whole: rules of the whole, weights, every measure, caps."""
    profile, version = model.profile, model.published.version
    lines = model_words.lines(profile, card.metrics, card.bands)
    named = [lines[key] for key in _WHOLE if key in lines and not _idle(profile, key)]
    whole = Pairs(
        key=f"whole {profile.key}",
        title="The whole",
        items=tuple(Pair(name=name, text=begun(told)) for name, told in named),
        notes=(card.note(model),),
    )
    return Section(
        key=f"model {profile.key}",
        title=profile.name,
        headline=f"{profile.name}, version {version}, measure by measure",
        lines=(
            *beside(whole, weights(card, model), shares=(1, 1)),
            *rows(_measures(card, model, lines), _caps(card, model, lines)),
        ),
    )


def _idle(profile: Profile, key: str) -> bool:
    """Whether a setting does nothing in a profile of this kind."""
    return key == "ranks" and profile.model != "rank"


def _measures(card: Card, model: Model, lines: model_words.Lines) -> Table:
    """Every measure: what it tells, reads, earns and weighs, and since when it stands so."""
    profile = model.profile
    stood = since(card, model)
    made = []
    for dimension, measure in profile.measures:
        key = f"measure {dimension.key}.{measure.key}"
        ages = "" if measure.stale_after is None else _days(measure.stale_after)
        made.append(
            Row(
                key=f"{dimension.key}.{measure.key}",
                group=begun(dimension.name),
                cells=(
                    Cell(text=measure.name),
                    Cell(text=CATALOGUE[measure.reading.kind].SPEC.summary),
                    Cell(text=lines[f"{key} reading"][1]),
                    Cell(text=begun(lines[f"{key} scale"][1])),
                    _percent(card, share(profile, dimension, measure)),
                    Cell(text=_MISSING[measure.missing] + ages),
                    Cell(text=stood.get(key, "")),
                ),
            )
        )
    return Table(
        key=f"measures {profile.key}",
        title="Every measure",
        columns=(
            Column(key="measure", title="Measure", width=1.2, wraps=True),
            Column(key="why", title="What it tells", width=1.9, wraps=True),
            Column(key="reads", title="Reads", width=1.3, wraps=True),
            Column(key="earns", title="Earns", width=2.0, wraps=True),
            Column(key="weight", title="Weight", kind="percent", digits=1, width=0.8),
            Column(key="missing", title="Missing", width=0.9, wraps=True),
            Column(key="since", title="So since", width=1.5, wraps=True),
        ),
        rows=tuple(made),
        notes=(card.note(model),),
        empty="It has no measure.",
    )


def _days(days: int) -> str:
    return f"; so is what is older than {count_of(days, 'day')}"


def _percent(card: Card, value: float) -> Cell:
    return Cell(text=card.style.share(value, 1), value=value)


def _caps(card: Card, model: Model, lines: model_words.Lines) -> Table:
    told = [lines[f"cap {one.name}"] for one in model.profile.caps]
    return Table(
        key=f"caps {model.profile.key}",
        title="Caps: the score is at most so much",
        columns=(
            Column(key="cap", title="Cap", width=1),
            Column(key="when", title="When", width=4, wraps=True),
        ),
        rows=tuple(
            Row(cells=(Cell(text=name.removeprefix("Cap: ")), Cell(text=begun(value))))
            for name, value in told
        ),
        notes=(card.note(model),),
        empty="None: nothing but the measures sets the score.",
    )


def since(card: Card, model: Model) -> Mapping[str, str]:
    """Since which version each measure stands as it does, and why that was published."""
    if model.profile.key not in card.since:
        card.since[model.profile.key] = _since(card, model)
    return card.since[model.profile.key]


def _since(card: Card, model: Model) -> Mapping[str, str]:
    out: dict[str, str] = {}
    before: model_words.Lines = {}
    for one in model.versions:
        now = _lines(card, model.profile.key, one.version)
        for key, (_, told) in now.items():
            if before.get(key, ("", ""))[1] != told:
                name = key.rpartition(" ")[0]
                why = f": {one.reason}" if one.reason else ""
                out[name] = f"version {one.version}, {card.style.date(one.day)}{why}"
        before = now
    return out


def _lines(card: Card, key: str, version: int) -> model_words.Lines:
    try:
        found = profiles.version(card.tx, key, version).profile
    except DeskError:
        return {}  # a document of an older HealthDesk that is none any more has nothing to tell
    return model_words.lines(found, card.metrics, card.bands)


def versions(card: Card) -> Section:
    """Every version: when, why, and what it changed."""
    made = list[Row]()
    for model in card.models:
        before: model_words.Lines = {}
        listed = []
        for one in model.versions:
            now = _lines(card, model.profile.key, one.version)
            listed.append(_version(card, model, one, before, now))
            before = now
        made += reversed(listed)
    table = Table(
        key="versions",
        columns=(
            Column(key="model", title="Model", width=1),
            Column(key="version", title="Version", kind="number", width=0.7),
            Column(key="day", title="Published", kind="day", width=1),
            Column(key="why", title="Why", width=1.8, wraps=True),
            Column(key="changed", title="What it changed", width=4, wraps=True),
        ),
        rows=tuple(made),
        empty="No version was published by this day.",
        notes=tuple(card.note(one) for one in card.models),
    )
    return Section(
        key="versions", title="Versions", headline="How the model came about", lines=rows(table)
    )


def _version(
    card: Card, model: Model, one: VersionView, before: model_words.Lines, now: model_words.Lines
) -> Row:
    told = "The first version."
    if before:
        changes = model_words.changed(before, now)
        parts = [f"{name}: {was or 'none'} → {is_ or 'none'}" for name, was, is_ in changes]
        more = len(parts) - _CHANGES
        told = "; ".join(short(part, 120) for part in parts[:_CHANGES])
        told += f"; {number(more)} more" if more > 0 else ""
    return Row(
        key=f"{model.profile.key} {one.version}",
        cells=(
            Cell(text=model.profile.name),
            Cell(text=str(one.version), value=one.version),
            Cell(text=card.style.date(one.day), value=one.day),
            Cell(text=one.reason or "no reason was given"),
            Cell(text=told or "nothing that is told in words"),
        ),
    )
