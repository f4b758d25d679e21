"""Small pictures that the style sheet names by file: check marks, radio dots, switches, arrows.

A style sheet can only show files, so these are written, in the theme's colours, to a folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QColor

from healthdesk.gui.base.icons import Icons

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" fill="none">'
_ROUND = 'stroke="{onaccent}" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
_FULL = '<rect width="16" height="16" rx="4" fill="{accentfill}"/>'
_TICK = f'<path d="M4.2 8.3l2.6 2.6 5-5.4" {_ROUND}/>'
_DISC = '<circle cx="8" cy="8" r="8" fill="{accentfill}"/>'
_THUMB = '<circle cx="{at}" cy="9" r="7" fill="{{onaccent}}"/>'
_TRACK = '<rect width="30" height="18" rx="9" fill="{{{name}}}"/>'
_DRAWN = {
    "box": (
        16,
        16,
        '<rect x=".5" y=".5" width="15" height="15" rx="4" fill="{field}" stroke="{edge}"/>',
    ),
    "boxon": (16, 16, _FULL + _TICK),
    "boxpart": (16, 16, f'{_FULL}<path d="M4.5 8h7" {_ROUND}/>'),
    "radio": (16, 16, '<circle cx="8" cy="8" r="7.5" fill="{field}" stroke="{edge}"/>'),
    "radioon": (16, 16, _DISC + '<circle cx="8" cy="8" r="3" fill="{onaccent}"/>'),
    "switch": (30, 18, _TRACK.format(name="edge") + _THUMB.format(at=9)),
    "switchon": (30, 18, _TRACK.format(name="accentfill") + _THUMB.format(at=21)),
}
_ICONS = {
    "chevron": ("chevron-down", "text3"),
    "chevronup": ("chevron-up", "text3"),
    "chevronright": ("chevron-right", "text3"),
    "tick": ("check", "accent"),
}


def write(folder: Path, colors: Mapping[str, QColor], icons: Icons) -> dict[str, str]:
    """Write every picture in these colours; hand out the path of each by its name.

    File names carry the colours, because Qt keeps a picture it has read under its name.
    """
    values = {name: color.name() for name, color in colors.items()}
    stamp = f"{abs(hash(tuple(sorted(values.items()))))}"
    paths: dict[str, str] = {}
    for name, (wide, high, drawing) in _DRAWN.items():
        text = _HEAD.format(w=wide, h=high) + drawing.format(**values) + "</svg>"
        paths[name] = _put(folder / f"{name}-{stamp}.svg", text.encode())
    for name, (icon, color) in _ICONS.items():
        paths[name] = _put(folder / f"{name}-{stamp}.svg", icons.svg(icon, colors[color]))
    return paths


def _put(path: Path, content: bytes) -> str:
    if not path.exists():
        path.write_bytes(content)
    return path.as_posix()
