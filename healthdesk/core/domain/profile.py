"""Health profiles: what a score is made of, as frozen values, and how they are written and read.

Not here: what they compute (scale.py, weigh.py, score.py), the first one (default_profile.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Literal

import msgspec

from healthdesk.core.domain import document
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.reading import (
    MAX_DAYS,
    ReadingRef,
    Readings,
    dump_ref,
    parse_ref,
)
from healthdesk.core.domain.rule import Rule, dump_rule, parse_rule, rule_readings

MAX_WEIGHT = 1e12
MIN_WEIGHT = 1e-9
FARTHEST = 1e15
"""How far from 0 the points of a curve may lie."""
RANK_POINTS = (100.0, 60.0, 0.0)
MODELS = ("weighted", "rank")
ROUNDINGS = ("none", "dimension")
MISSING = ("skip", "neutral", "poor")
COMBINES = ("mean", "lowest")
LAYERS = ("", "usage", "said", "felt")
CONDITIONS = (">=", ">", "<=", "<", "=")


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every part of a profile is: frozen, by keyword, refusing what it does not know."""


class Bands(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From which shown score on an account is Strong, or Average."""

    strong: float = 70.0
    average: float = 40.0


class Condition(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A comparison of a reading with a number."""

    op: Literal[">=", ">", "<=", "<", "="]
    value: float


class CurveScale(
    _Part, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="curve"
):
    """Straight lines between points (x rising), flat outside."""

    points: tuple[tuple[float, float], ...]


class RankScale(
    _Part, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="rank"
):
    """Good, else poor, else average."""

    good: Condition
    poor: Condition


class MapScale(
    _Part, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="map"
):
    """Points by text, case ignored; other texts are missing."""

    points: dict[str, float]


Scale = CurveScale | RankScale | MapScale


class Measure(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One reading on a scale, with its weight within the dimension."""

    key: str
    name: str
    weight: float
    missing: Literal["skip", "neutral", "poor"]
    stale_after: int | None
    reading: ReadingRef
    scale: Scale


class Dimension(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Measures that belong together, with their weight in the score."""

    key: str
    name: str
    weight: float
    combine: Literal["mean", "lowest"]
    layer: Literal["", "usage", "said", "felt"]
    measures: tuple[Measure, ...]


class Cap(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where its rule holds, the score is at most so much."""

    name: str
    when: Rule
    at_most: float


class Profile(_Part, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole way to score accounts (health-model §11)."""

    key: str
    name: str
    applies_to: Rule | None
    model: Literal["weighted", "rank"]
    rounding: Literal["none", "dimension"]
    rank_points: tuple[float, float, float]
    bands: Bands
    min_coverage: float
    hierarchy: Literal["own", "rollup"]
    rollup_by: Literal["arr", "count"]
    dimensions: tuple[Dimension, ...]
    caps: tuple[Cap, ...]

    @property
    def measures(self) -> tuple[tuple[Dimension, Measure], ...]:
        """Every measure with its dimension, in order."""
        return tuple((one, measure) for one in self.dimensions for measure in one.measures)

    @property
    def measure_keys(self) -> tuple[str, ...]:
        """Full keys of the measures, `dimension.measure`, in order."""
        return tuple(f"{one.key}.{measure.key}" for one, measure in self.measures)


class Published(msgspec.Struct, frozen=True):
    """A version of a profile and the day it was published on."""

    profile: Profile
    version: int
    day: int


def _unique(keys: Iterable[str], place: str) -> None:
    """Refuse a key that stands twice."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise BadDocument(place, f"has two entries with the key {document.shorten(key)}")
        seen.add(key)


def _key(node: document.Node) -> str:
    """A key: no full stop, which joins keys, and no blanks around it."""
    key = node.text("key")
    if "." in key or key != key.strip() or len(key) > 100:
        raise BadDocument(
            node.at("key"), "must be at most 100 characters, without full stops or outer blanks"
        )
    return key


def _name(node: document.Node, key: str) -> str:
    """A name; without one, the key."""
    return node.text("name", key)


def _weight(node: document.Node) -> float:
    """A weight: 0, or a number that can be divided by without losing digits."""
    weight = node.number("weight", 0, MAX_WEIGHT, 1)
    if 0 < weight < MIN_WEIGHT:
        raise BadDocument(node.at("weight"), f"must be 0 or at least {MIN_WEIGHT}")
    return weight


def _curve(node: document.Node) -> Scale:
    """Read a curve."""
    points: list[tuple[float, float]] = []
    place = node.at("points")
    for number, pair in enumerate(node.items("points")):
        here = document.under(place, number + 1)
        xy = document.as_list(pair, here)
        if len(xy) != 2:
            raise BadDocument(node.place, "has a point that is no pair [x, y]")
        x = document.as_number(xy[0], here, -FARTHEST, FARTHEST)
        y = document.as_number(xy[1], here, 0, 100)
        if points and x <= points[-1][0]:
            raise BadDocument(node.place, "has a curve whose x does not rise from point to point")
        points.append((x, y))
    if not points:
        raise BadDocument(node.place, "has a curve without points")
    return CurveScale(points=tuple(points))


def _condition(node: document.Node) -> Condition:
    """Read a condition of a rank scale."""
    made = Condition(
        op=node.choice("op", CONDITIONS),  # type: ignore[arg-type]  # checked against CONDITIONS
        value=node.number("value"),
    )
    node.end()
    return made


def _rank(node: document.Node) -> Scale:
    """Read a rank scale."""
    return RankScale(good=_condition(node.node("good")), poor=_condition(node.node("poor")))


def _map(node: document.Node) -> Scale:
    """Read a map from text to points."""
    inner = node.node("points")
    points = {
        word: document.as_number(value, inner.at(word), 0, 100)
        for word, value in inner.rest().items()
    }
    if not points:
        raise BadDocument(node.place, "has a map without entries")
    _unique((word.casefold() for word in points), inner.place)
    return MapScale(points=points)


_SCALES: dict[str, Callable[[document.Node], Scale]] = {
    "curve": _curve,
    "rank": _rank,
    "map": _map,
}


class _Reader:
    """Reads profiles; knows the desk's metrics and the catalogue of readings."""

    def __init__(self, metrics: Collection[str], readings: Readings) -> None:
        self._metrics = metrics
        self._readings = readings

    def measure(self, value: object, place: str, model: str) -> Measure:
        """Read a measure."""
        node = document.Node(value, place)
        key = _key(node)
        node.place = document.under(place.rpartition(" > ")[0], key)
        ref = parse_ref(node.take("reading"), self._metrics, self._readings, node.at("reading"))
        spec = self._readings[ref.kind].SPEC
        shape = node.node("scale")
        kind = shape.choice("kind", _SCALES)
        scale = _SCALES[kind](shape)
        shape.end()
        if model == "rank" and kind != "rank":
            raise BadDocument(shape.place, "must be a rank scale: the profile's model is rank")
        if kind == "map" and not spec.text:
            raise BadDocument(shape.place, f"is a map, but {ref.kind} is never a text")
        made = Measure(
            key=key,
            name=_name(node, key),
            weight=_weight(node),
            missing=node.choice("missing", MISSING, "skip"),  # type: ignore[arg-type]  # checked
            stale_after=self._stale_after(node, ages=spec.ages),
            reading=ref,
            scale=scale,
        )
        node.end()
        return made

    @staticmethod
    def _stale_after(node: document.Node, *, ages: bool) -> int | None:
        """Read after how many days a reading is too old to count."""
        value = node.take("stale_after", None)
        if value is None:
            return None
        if not ages:
            raise BadDocument(node.at("stale_after"), "means nothing for this kind of reading")
        return document.as_whole(value, node.at("stale_after"), 0, MAX_DAYS)

    def dimension(self, value: object, place: str, model: str) -> Dimension:
        """Read a dimension with its measures."""
        node = document.Node(value, place)
        key = _key(node)
        node.place = document.under(place.rpartition(" > ")[0], key)
        measures = tuple(
            self.measure(one, document.under(node.place, f"measure {number + 1}"), model)
            for number, one in enumerate(node.items("measures"))
        )
        if not measures:
            raise BadDocument(node.place, "has no measures")
        _unique((one.key for one in measures), node.place)
        if model == "weighted" and not any(one.weight for one in measures):
            raise BadDocument(node.place, "has measures whose weights are all 0")
        made = Dimension(
            key=key,
            name=_name(node, key),
            weight=_weight(node),
            combine=node.choice("combine", COMBINES, "mean"),  # type: ignore[arg-type]  # checked
            layer=node.choice("layer", LAYERS, ""),  # type: ignore[arg-type]  # checked
            measures=measures,
        )
        node.end()
        return made

    def cap(self, value: object, place: str) -> Cap:
        """Read a cap."""
        node = document.Node(value, place)
        name = node.text("name")
        node.place = document.under(place.rpartition(" > ")[0], name)
        made = Cap(
            name=name,
            when=parse_rule(
                node.take("when"), node.at("when"), self._metrics, self._readings, scores=False
            ),
            at_most=node.number("at_most", 0, 100),
        )
        node.end()
        return made

    def profile(self, value: object, place: str) -> Profile:
        """Read a profile."""
        node = document.Node(value, place)
        key = _key(node)
        node.place = key
        rule = node.take("applies_to", None)
        model = node.choice("model", MODELS, "weighted")
        dimensions = tuple(
            self.dimension(one, document.under(key, f"dimension {number + 1}"), model)
            for number, one in enumerate(node.items("dimensions"))
        )
        if not dimensions:
            raise BadDocument(key, "has no dimensions")
        _unique((one.key for one in dimensions), key)
        if model == "weighted" and not any(one.weight for one in dimensions):
            raise BadDocument(key, "has dimensions whose weights are all 0")
        caps = tuple(
            self.cap(one, document.under(node.at("caps"), number + 1))
            for number, one in enumerate(node.items("caps", ()))
        )
        made = Profile(
            key=key,
            name=_name(node, key),
            applies_to=None
            if rule is None
            else parse_rule(
                rule, node.at("applies_to"), self._metrics, self._readings, scores=False
            ),
            model=model,  # type: ignore[arg-type]  # checked against MODELS
            rounding=node.choice("rounding", ROUNDINGS, "none"),  # type: ignore[arg-type]  # checked
            rank_points=_rank_points(node, model),
            bands=_bands(node),
            min_coverage=node.number("min_coverage", 0, 1, 0.25),
            hierarchy=node.choice("hierarchy", ("own", "rollup"), "own"),  # type: ignore[arg-type]  # checked
            rollup_by=node.choice("rollup_by", ("arr", "count"), "arr"),  # type: ignore[arg-type]  # checked
            dimensions=dimensions,
            caps=caps,
        )
        node.end()
        return made


def _rank_points(node: document.Node, model: str) -> tuple[float, float, float]:
    """Read the points of good, average and poor; in the rank model they tell the three apart."""
    place = node.at("rank_points")
    values = node.items("rank_points", RANK_POINTS)
    if len(values) != 3:
        raise BadDocument(place, "must be three numbers: good, average, poor")
    good, average, poor = (document.as_number(one, place, 0, 100) for one in values)
    if not good >= average >= poor or (model == "rank" and len({good, average, poor}) < 3):
        raise BadDocument(place, "must fall from good to average to poor")
    return good, average, poor


def _bands(node: document.Node) -> Bands:
    """Read the bounds of the bands."""
    inner = node.node("bands", {})
    made = Bands(
        strong=inner.number("strong", 0, 100, 70), average=inner.number("average", 0, 100, 40)
    )
    inner.end()
    if made.average >= made.strong:
        raise BadDocument(inner.place, "must have strong above average")
    return made


def parse_profiles(
    data: bytes | str | list[object], metrics: Collection[str], readings: Readings
) -> tuple[Profile, ...]:
    """Read `profiles.json`: the whole ordered list, the last of which has no rule.

    Args:
        data: JSON text, or what it decodes to.
        metrics: keys of the desk's metrics.
        readings: the catalogue of readings.

    Raises:
        BadDocument: naming the place, as in "default > usage > level > scale".
    """
    decoded = document.decode(data, "profiles") if isinstance(data, bytes | str) else data
    values = document.as_list(decoded, "profiles", 100)
    if not values:
        raise BadDocument("profiles", "must hold at least one profile")
    reader = _Reader(metrics, readings)
    profiles = tuple(
        reader.profile(value, document.under("profiles", number + 1))
        for number, value in enumerate(values)
    )
    _unique((one.key for one in profiles), "profiles")
    last = profiles[-1]
    if last.applies_to is not None:
        raise BadDocument(
            f"{last.key} > applies_to", "must be null: the last profile is for all other accounts"
        )
    for profile in profiles[:-1]:
        if profile.applies_to is None:
            raise BadDocument(
                f"{profile.key} > applies_to", "must be a rule: only the last profile has none"
            )
    return profiles


def parse_profile(value: object, metrics: Collection[str], readings: Readings) -> Profile:
    """Read one profile by itself, with a rule or without.

    Raises:
        BadDocument: naming the place.
    """
    return _Reader(metrics, readings).profile(value, "profile")


def _dump_scale(scale: Scale) -> dict[str, object]:
    """A scale as it stands in a document."""
    if isinstance(scale, CurveScale):
        pairs = [[document.plain(x), document.plain(y)] for x, y in scale.points]
        return {"kind": "curve", "points": pairs}
    if isinstance(scale, RankScale):
        return {
            "kind": "rank",
            "good": {"op": scale.good.op, "value": document.plain(scale.good.value)},
            "poor": {"op": scale.poor.op, "value": document.plain(scale.poor.value)},
        }
    points = {word: document.plain(value) for word, value in scale.points.items()}
    return {"kind": "map", "points": points}


def _dump_measure(measure: Measure) -> dict[str, object]:
    """A measure as it stands in a document."""
    return {
        "key": measure.key,
        "name": measure.name,
        "weight": document.plain(measure.weight),
        "missing": measure.missing,
        "stale_after": measure.stale_after,
        "reading": dump_ref(measure.reading),
        "scale": _dump_scale(measure.scale),
    }


def dump_profile(profile: Profile) -> dict[str, object]:
    """The profile as JSON can hold it, every key present; `parse_profiles` reads the same back."""
    return {
        "key": profile.key,
        "name": profile.name,
        "applies_to": None if profile.applies_to is None else dump_rule(profile.applies_to),
        "model": profile.model,
        "rounding": profile.rounding,
        "rank_points": [document.plain(one) for one in profile.rank_points],
        "bands": {
            "strong": document.plain(profile.bands.strong),
            "average": document.plain(profile.bands.average),
        },
        "min_coverage": document.plain(profile.min_coverage),
        "hierarchy": profile.hierarchy,
        "rollup_by": profile.rollup_by,
        "dimensions": [
            {
                "key": one.key,
                "name": one.name,
                "weight": document.plain(one.weight),
                "combine": one.combine,
                "layer": one.layer,
                "measures": [_dump_measure(measure) for measure in one.measures],
            }
            for one in profile.dimensions
        ],
        "caps": [
            {"name": cap.name, "when": dump_rule(cap.when), "at_most": document.plain(cap.at_most)}
            for cap in profile.caps
        ],
    }


def profile_readings(profile: Profile) -> Iterator[ReadingRef]:
    """Every reading a profile uses: of its measures, its caps and its `applies_to`."""
    for _, measure in profile.measures:
        yield measure.reading
    for rule in (profile.applies_to, *(cap.when for cap in profile.caps)):
        if rule is not None:
            yield from rule_readings(rule)


def metrics_used(
    refs: Iterable[ReadingRef], readings: Readings, features: Collection[str]
) -> frozenset[str]:
    """The usage metrics that readings look at; `features` are those of the desk, for breadth."""
    used: set[str] = set()
    for ref in refs:
        spec = readings[ref.kind].SPEC
        used.update(str(ref.options[one.key]) for one in spec.options if one.kind == "metric")
        if spec.features:
            used.update(features)
    return frozenset(used)
