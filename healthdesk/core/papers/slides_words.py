"""Words on slides: pieces of text with their look, how many lines they take, how they are cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from healthdesk.core.charts import letters
from healthdesk.core.domain.clean_text import plain

LEADING: Final = 1.22
"""Height of a line, in sizes of letters: enough for Inter and for what stands in for it."""
_SPARE, _BOLD_SPARE = 1.1, 1.16
"""Other programs and other fonts set words wider, bold ones more so."""
DOTS: Final = "\u2026"
_MOST: Final = 12_000
"""Letters that are measured at most."""


@dataclass(frozen=True)
class Run:
    """A piece of text: `color` by role, `size` in points (0 = that of its box), `raised` a mark."""

    text: str
    color: str = "text"
    bold: bool = False
    size: float = 0.0
    raised: bool = False


Runs = tuple[Run, ...]


def marked(runs: Iterable[Run], numbers: str) -> Runs:
    """The runs with numbers of footnotes behind them."""
    mark = (Run(numbers, "accenttext", bold=True, raised=True),) if numbers else ()
    return (*runs, *mark)


def wide(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text on one line is at most."""
    return letters.width(text, size, 600 if bold else 400) * (_BOLD_SPARE if bold else _SPARE)


def runs_wide(runs: Sequence[Run], size: float) -> float:
    """How wide runs on one line are."""
    return sum(
        wide(one.text, (one.size or size) * (0.66 if one.raised else 1.0), bold=one.bold)
        for one in runs
    )


def lines(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines in which a text is set; each keeps the white space that it ends with.

    An empty line is kept: paragraphs of a text are parted by its line ends.
    """
    made = list[str]()
    for part in plain(text)[:_MOST].split("\n"):
        made += _broken(part.split(), max(room, size), size, bold=bold)
        made[-1] = made[-1].rstrip() + "\n"
    made[-1] = made[-1].rstrip("\n")
    return made


def high(text: str, room: float, size: float, *, bold: bool = False) -> float:
    """How high a text stands in a box of a width."""
    return len(lines(text, room, size, bold=bold)) * size * LEADING


def runs_high(runs: Sequence[Run], room: float, size: float) -> float:
    """How high runs that follow one another stand."""
    if len([one for one in runs if not one.raised]) == 1:
        first = runs[0]
        return high(first.text, room, first.size or size, bold=first.bold)
    count = ceil(runs_wide(runs, size) * 1.06 / max(room, 1.0))
    return max(count, 1) * size * LEADING


def cut(text: str, room: float, size: float, most: int, *, bold: bool = False) -> str:
    """The text in so many lines at most, with dots where it was cut."""
    told = plain(text)
    if len(told) < room * most / size and "\n" not in told:
        return told
    found = lines(told, room, size, bold=bold)
    if len(found) <= most and len(told) <= _MOST:
        return told
    held = found[: max(most, 1)]
    room /= _BOLD_SPARE if bold else _SPARE
    last = letters.fit(held[-1].rstrip() + DOTS, room, size, 600 if bold else 400)
    return "".join((*held[:-1], last if last.endswith(DOTS) else last + DOTS))


def parted(text: str, room: float, size: float, count: int) -> tuple[str, str]:
    """The first so many lines of a text, and the rest of it."""
    found = lines(text, room, size)
    return "".join(found[:count]).rstrip(), "".join(found[count:]).strip()


def _broken(words: Sequence[str], room: float, size: float, *, bold: bool) -> list[str]:
    made, line, used = list[str](), "", 0.0
    blank = wide(" ", size, bold=bold)
    for word in words:
        long = wide(word, size, bold=bold)
        if line and used + long > room:
            made.append(line)
            line, used = "", 0.0
        while long > room:
            head = _head(word, room, size, bold=bold)
            made.append(head)
            word = word[len(head) :]  # noqa: PLW2901 - what is left of it
            long = wide(word, size, bold=bold)
        line, used = f"{line}{word} ", used + long + blank
    return [*made, line]


def _head(word: str, room: float, size: float, *, bold: bool) -> str:
    """As much of a word as fits on a line, one sign at least."""
    low, top = 1, max(min(len(word), int(room / size * 6)), 1)
    while low < top:
        middle = (low + top + 1) // 2
        if wide(word[:middle], size, bold=bold) <= room:
            low = middle
        else:
            top = middle - 1
    return word[:low]
