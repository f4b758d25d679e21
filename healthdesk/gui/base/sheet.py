"""The one style sheet (resources/themes/controls.qss), with colours and pictures filled in by name.

Not here: colour values (colors.py), painting of our own widgets (they ask the theme).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_NAME = re.compile(r"@(\w+)")


def fill(path: Path, values: Mapping[str, str]) -> str:
    """Read the style sheet and replace every `@name`; an unknown name is a bug: KeyError."""
    text = path.read_text(encoding="utf-8")
    _, _, rules = text.partition("*/")

    def value(match: re.Match[str]) -> str:
        return values[match[1]]

    return _NAME.sub(value, rules)
