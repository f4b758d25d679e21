"""A preset of a board: a segment, a period and pressed marks under a name, pressed again at once.

Not here: which accounts a mark stands for; the widget says it anew each time.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from healthdesk.core.domain import document
from healthdesk.core.domain.document import Node
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.widget import PERIODS

MOST: Final = 24
_MARKS_MOST: Final = 200


class Pressed(msgspec.Struct, frozen=True):
    """A mark that was pressed: on which tile, what names it there, what its chip says."""

    tile: str
    key: str
    label: str


class Preset(msgspec.Struct, frozen=True):
    """What a board is narrowed to in one press.

    Attributes:
        segment: name of the window's segment; empty: none.
        period: one of `PERIODS`; empty: the board's own.
    """

    name: str
    segment: str = ""
    period: str = ""
    marks: tuple[Pressed, ...] = ()


Presets = tuple[Preset, ...]


def parse_presets(value: Any, place: str) -> Presets:  # noqa: ANN401 - any JSON value
    """Check the presets of a board.

    Raises:
        BadDocument: One is none, or two have one name; the place is named.
    """
    out: list[Preset] = []
    for at, one in enumerate(document.as_list(value, place, MOST)):
        preset = _preset(Node(one, f"{place} > {at + 1}"))
        if any(preset.name.casefold() == other.name.casefold() for other in out):
            raise BadDocument(place, f"holds the name {preset.name} twice")
        out.append(preset)
    return tuple(out)


def dump_presets(presets: Presets) -> list[dict[str, Any]]:
    """The presets as JSON values, what is empty left out."""
    return [
        {
            "name": one.name,
            **({"segment": one.segment} if one.segment else {}),
            **({"period": one.period} if one.period else {}),
            **({"marks": [msgspec.to_builtins(mark) for mark in one.marks]} if one.marks else {}),
        }
        for one in presets
    ]


def with_preset(presets: Presets, preset: Preset) -> Presets:
    """The presets with a further one; one of that name is replaced where it stands."""
    name = preset.name.casefold()
    if any(one.name.casefold() == name for one in presets):
        return tuple(preset if one.name.casefold() == name else one for one in presets)
    return (*presets, preset)


def without(presets: Presets, name: str) -> Presets:
    """The presets but one."""
    return tuple(one for one in presets if one.name != name)


def _preset(node: Node) -> Preset:
    preset = Preset(
        name=node.text("name"),
        segment=_words(node, "segment"),
        period=node.choice("period", ("", *PERIODS), ""),
        marks=tuple(
            _mark(Node(one, f"{node.at('marks')} > {at + 1}"))
            for at, one in enumerate(
                document.as_list(node.take("marks", ()), node.at("marks"), _MARKS_MOST)
            )
        ),
    )
    node.end()
    return preset


def _mark(node: Node) -> Pressed:
    mark = Pressed(node.text("tile"), node.text("key"), node.text("label"))
    node.end()
    return mark


def _words(node: Node, key: str) -> str:
    value = node.take(key, "")
    if not isinstance(value, str) or len(value) > document.MAX_TEXT:
        raise BadDocument(node.at(key), f"must be a text of at most {document.MAX_TEXT} characters")
    return value.strip()
