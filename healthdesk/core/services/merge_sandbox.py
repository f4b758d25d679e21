"""Reads a text with fields and fills it, in a sandbox that can do nothing else.

The text is parsed, looked through against a short list (merge_check.py), and only then made to run:
plain values in, pieces of plain text out, a limit on its size and on the time it takes. A value is
never read as a text with fields again.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.template import (
    ATTRIBUTE,
    MOST_LISTED,
    MOST_OUTPUT,
    MOST_SOURCE,
    SECONDS,
    Fault,
    Filled,
    TextRun,
    shown_of,
    token,
)
from healthdesk.core.services.merge_check import Checker
from healthdesk.core.services.wording import number

if TYPE_CHECKING:  # a tenth of a second: only who fills a text waits for it
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

Value = str | int | float | Sequence[Any] | None
"""What a field may hold; None = not known. Lists hold texts, or mappings of texts."""
_MARK: Final = re.compile("\x02(\\d{1,6})\x03")
_INLINE: Final = re.compile(
    r"^(?![ \t]*\{%(?:(?!%\}).)*%\}[ \t]*$)(.*[^+\n-])%\}[ \t]*$", re.MULTILINE
)
"""A line with words that ends in a block: its end stays, while a block alone leaves no line."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class _LimitError(Exception):
    """Filling took too long, or made too much."""


class _Missing:
    """A field without a value: false, equal to nothing, and told wherever it would be shown."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def _never(self, _other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _never


class _Listed:
    """A list that is gone through; every step looks at the time."""

    def __init__(self, key: str, things: Sequence[object], tick: Callable[[], None]) -> None:
        self.key = key
        self.things = tuple(things)[:MOST_LISTED]
        self._tick = tick

    def __iter__(self) -> Iterator[object]:
        for one in self.things:
            self._tick()
            yield one

    def __len__(self) -> int:
        return len(self.things)


class Template:
    """A text with fields, read once and filled as often as it is needed; not for two threads."""

    def __init__(self, source: str, attributes: Collection[str] | None = None) -> None:
        """Read and check it; `attributes` are the desk's own fields, None = any are taken."""
        self.source = _CONTROL.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
        self.faults: tuple[Fault, ...] = ()
        self.keys: tuple[str, ...] = ()
        self._made: list[TextRun] = []
        self._missing: dict[str, None] = {}
        self._size = 0
        self._end = 0.0
        self._compiled: jinja2.Template | None = None
        if not self._plain():
            self._read(attributes)

    def fill(self, values: Mapping[str, Value], seconds: float = SECONDS) -> Filled:
        """Fill it with values by key.

        Raises:
            UsageError: It takes too long or makes too much; nothing of it is given.
        """
        if self.faults:
            return Filled(((self.source, "plain"),), (), self.faults)
        if self._compiled is None:
            return Filled(((self.source, "plain"),) if self.source else ())
        self._made, self._missing, self._size = [], {}, 0
        self._end = time.monotonic() + seconds
        try:
            text = self._run(self._compiled, self._context(values))
        except _LimitError as error:
            raise UsageError(f"{error} Nothing was filled in.", "Make the text shorter.") from None
        except (ArithmeticError, TypeError, ValueError, RecursionError, LookupError) as error:
            told = Fault(1, 1, f"It cannot be filled in: {error}.")
            return Filled(((self.source, "plain"),), (), (told,))
        return Filled(self._pieces(text), tuple(self._missing))

    def _plain(self) -> bool:
        """Whether there is nothing to fill, or too much to look at."""
        if len(self.source.encode("utf-8", "replace")) > MOST_SOURCE:
            most = f"{MOST_SOURCE // 1000} KB"
            self.faults = (Fault(1, 1, f"The text is longer than {most}."),)
            return True
        return not any(sign in self.source for sign in ("{{", "{%", "{#"))

    def _read(self, attributes: Collection[str] | None) -> None:
        from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - slow to import, seldom needed

        checker = Checker(self.source, attributes)
        environment = self._environment()
        try:
            tree = environment.parse(_INLINE.sub(r"\1+%}", self.source))
            checker.body(tree.body, {}, 0, 0)
            if not checker.faults:
                self._compiled = environment.from_string(tree)
        except TemplateSyntaxError as error:
            checker.fault(error.lineno, f"It cannot be read: {error.message}.")
        except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError):
            checker.fault(1, "It cannot be read: too much stands within each other.")
        self.faults = tuple(checker.faults)
        self.keys = tuple(checker.keys)

    def _environment(self) -> ImmutableSandboxedEnvironment:
        from jinja2 import StrictUndefined, pass_context  # noqa: PLC0415 - slow to import
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - slow to import

        @pass_context  # asked while it runs: nothing is worked out while it is read
        def shown(_context: object, value: object) -> str:
            return self._note(value)

        made = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined,
            finalize=shown,
            optimized=False,
            autoescape=False,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=0,
        )
        # Parts are items; what a mapping can do is out of reach.
        made.getattr = made.getitem  # type: ignore[method-assign, assignment]
        made.globals.clear()
        made.tests.clear()
        made.filters.clear()
        made.filters.update(self._filters())
        return made

    def _run(self, compiled: jinja2.Template, context: Mapping[str, object]) -> str:
        chunks = []
        for chunk in compiled.generate(context):
            self._tick(len(chunk))
            chunks.append(chunk)
        return "".join(chunks)

    def _context(self, values: Mapping[str, Value]) -> dict[str, object]:
        """What is seen inside: the fields that are used, each with a value or none."""
        context: dict[str, object] = {}
        own: dict[str, object] = {}
        start = len(ATTRIBUTE) + 2
        for key in self.keys:
            given = self._given(key, values.get(key))
            if key.startswith(f"{ATTRIBUTE}["):
                own[key[start:-2]] = given
            else:
                context[key] = given
        return {**context, ATTRIBUTE: own}

    def _given(self, key: str, value: Value) -> object:
        if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
            return _Missing(key)
        if isinstance(value, str):
            return shown_of(value) or _Missing(key)
        if isinstance(value, int | float):
            return value
        return _Listed(key, [_thing(one) for one in value], self._tick)

    def _note(self, value: object) -> str:
        """Keep a piece that comes from a field, and leave its number where it stands."""
        if isinstance(value, _Listed):
            value = _joined(value, ", ")
        if isinstance(value, _Missing):
            self._missing[value.key] = None
            piece: TextRun = (token(value.key), "missing")
        else:
            piece = (_in_words(value), "field")
        self._tick(len(piece[0].encode("utf-8", "replace")))
        self._made.append(piece)
        return f"\x02{len(self._made) - 1}\x03"

    def _tick(self, size: int = 0) -> None:
        self._size += size
        if self._size > MOST_OUTPUT:
            raise _LimitError(f"The filled text is longer than {MOST_OUTPUT // 1000} KB.")
        if time.monotonic() > self._end:
            raise _LimitError("Filling the text takes too long.")

    def _pieces(self, text: str) -> tuple[TextRun, ...]:
        out: list[TextRun] = []
        at = 0
        for found in _MARK.finditer(text):
            if found.start() > at:
                out.append((text[at : found.start()], "plain"))
            if self._made[int(found[1])][0]:
                out.append(self._made[int(found[1])])
            at = found.end()
        if at < len(text):
            out.append((text[at:], "plain"))
        return tuple(out)

    def _filters(self) -> dict[str, Callable[..., object]]:
        return {name: _passing(name, way) for name, way in _FILTERS.items()}


def _thing(one: object) -> object:
    """One thing of a list: a text, or a mapping of texts."""
    if isinstance(one, Mapping):
        return {str(key): shown_of(str(value)) for key, value in one.items()}
    return shown_of(str(one))


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    return value if isinstance(value, str) else ""


def _passing(name: str, way: Callable[..., object]) -> Callable[..., object]:
    """A filter that lets a field without a value through as it is, but `default`."""

    def applied(value: object, *given: object) -> object:
        if isinstance(value, _Missing):
            return _in_words(given[0]) if name == "default" and given else value
        return way(value, *given)

    return applied


def _text(value: object) -> str:
    return ", ".join(map(_in_words, value)) if isinstance(value, _Listed) else _in_words(value)


def _joined(value: object, between: object = ", ") -> object:
    if not isinstance(value, _Listed):
        return value
    if not value.things:
        return _Missing(value.key)
    return str(between).join(map(_in_words, value))


def _end(at: int) -> Callable[[object], object]:
    def applied(value: object) -> object:
        if isinstance(value, _Listed):
            return value.things[at] if value.things else _Missing(value.key)
        return value

    return applied


def _cut(value: object, most: object = 100) -> str:
    told, room = _text(value), int(str(most))
    return told if len(told) <= room else f"{told[: max(room - 1, 0)].rstrip()}…"


def _rounded(value: object, digits: object = 0) -> object:
    if not isinstance(value, int | float):
        return value
    return round(float(value), max(min(int(str(digits)), 6), 0))


_FILTERS: Final[dict[str, Callable[..., object]]] = {
    "upper": lambda value: _text(value).upper(),
    "lower": lambda value: _text(value).lower(),
    "capitalize": lambda value: _text(value).capitalize(),
    "title": lambda value: _text(value).title(),
    "trim": lambda value: _text(value).strip(),
    "default": lambda value, _given="": value,
    "join": _joined,
    "first": _end(0),
    "last": _end(-1),
    "length": lambda value: len(value) if isinstance(value, _Listed) else len(_text(value)),
    "truncate": _cut,
    "round": _rounded,
}
"""What each filter makes of a value; every result is about as long as what went in."""
