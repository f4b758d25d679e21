"""What a bare name in a rule's text means: a field, a reading, or a phrase that people say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from healthdesk.core.domain.exchange import ATTRIBUTES
from healthdesk.core.domain.reading import OptionValue
from healthdesk.core.domain.rule import COLUMNS, DIMENSION, OWN_FIELDS
from healthdesk.core.domain.rule_lex import is_plain
from healthdesk.core.domain.segment_view import FieldChoice

READING: Final = "reading:"
RENEWAL: Final = "days_to_renewal"
RESERVED: Final = frozenset(
    {
        "all", "and", "any", "between", "contains", "false", "in", "is", "not", "or", "over",
        "starts", "true", "with",
    }
)  # fmt: skip
"""Words that the language itself uses: a field of such a name stands in brackets."""
_ALWAYS: Final = frozenset({*OWN_FIELDS, *COLUMNS, *ATTRIBUTES})
"""Fields that every desk has."""
_LONGEST: Final = 5
"""Words of the longest phrase."""


@dataclass(frozen=True)
class Meaning:
    """What a name stands for: the key of a field, or the kind of a reading and what is said of it.

    Attributes:
        choice: what the desk knows of it; None for a field that it does not know.
    """

    key: str
    reading: bool = False
    told: Mapping[str, OptionValue] = field(default_factory=dict)
    choice: FieldChoice | None = None


_PHRASES: Final[Mapping[str, tuple[str, Mapping[str, OptionValue]]]] = {
    "renewal": (RENEWAL, {}),
    "renewal date": (RENEWAL, {}),
    "touches received": ("touches", {"direction": "inbound"}),
    "touches sent": ("touches", {"direction": "outbound"}),
}


class Names:
    """The names of a desk. Without choices every plain name is taken for a field."""

    def __init__(self, choices: Sequence[FieldChoice] = ()) -> None:
        self._open = not choices
        self.readings = {
            one.key.removeprefix(READING): one for one in choices if one.key.startswith(READING)
        }
        self.fields = {one.key: one for one in choices if not one.key.startswith(READING)}
        self._phrases = self._said()
        self._loose = self._by_case()

    def field(self, key: str) -> Meaning:
        """A field by its exact name."""
        return Meaning(key, choice=self.fields.get(key))

    def reading(self, kind: str) -> Meaning | None:
        """A reading by its exact kind."""
        choice = self.readings.get(kind)
        return None if choice is None else Meaning(kind, reading=True, choice=choice)

    def longest(self, words: Sequence[str]) -> tuple[Meaning, int] | None:
        """What the first of some bare words mean, and how many of them say it."""
        for count in range(min(len(words), _LONGEST), 1, -1):
            phrase = self._phrases.get(" ".join(words[:count]).casefold())
            if phrase is not None:
                return phrase, count
        found = self.single(words[0]) if words else None
        return None if found is None else (found, 1)

    def single(self, word: str) -> Meaning | None:
        """What one bare word means; the desk's own name goes before what is merely like it."""
        if self._has_field(word):
            return self.field(word)
        return (
            self.reading(word)
            or self._phrases.get(word.casefold())
            or self._loose.get(word.casefold())
            or (self.field(word) if self._open else None)
        )

    def is_bare(self, key: str) -> bool:
        """Whether a field's name, written bare, is read as that field on every desk with it."""
        if not is_plain(key) or key.casefold() in RESERVED:
            return False
        return self._has_field(key)

    def near(self, name: str, kind: str = "") -> tuple[str, ...]:
        """Known names spelled like one; `kind`: names that an option of that reading can take."""
        if kind:
            chosen = self.readings.get(kind)
            known = {} if chosen is None else {key.casefold(): key for key, _ in chosen.choices}
        else:
            known = {key.casefold(): key for key in (*self.readings, *self.fields)}
            known |= {title.casefold(): key for title, key in self._titles()}
        close = get_close_matches(name.casefold(), list(known), n=3, cutoff=0.6)
        return tuple(dict.fromkeys(known[one] for one in close))

    def _has_field(self, key: str) -> bool:
        if self._open:
            return key in _ALWAYS or (key.startswith(DIMENSION) and len(key) > len(DIMENSION))
        return key in self.fields

    def _titles(self) -> list[tuple[str, str]]:
        return [(one.title, one.key) for one in self.fields.values()]

    def _said(self) -> dict[str, Meaning]:
        """Phrases for readings: their kind and title in words, and what people say."""
        out = {"score change": self.field("score_change")}
        for kind, choice in self.readings.items():
            meaning = Meaning(kind, reading=True, choice=choice)
            out.setdefault(kind.replace("_", " "), meaning)
            out.setdefault(choice.title.casefold(), meaning)
        for phrase, (kind, told) in _PHRASES.items():
            if kind in self.readings:
                out[phrase] = Meaning(kind, reading=True, told=told, choice=self.readings[kind])
        return out

    def _by_case(self) -> dict[str, Meaning]:
        """Fields by name, else by title, in whatever case, where only one is meant."""
        return self._alone((one.title, one.key) for one in self.fields.values()) | self._alone(
            (key, key) for key in self.fields
        )

    def _alone(self, named: Iterable[tuple[str, str]]) -> dict[str, Meaning]:
        meant: dict[str, set[str]] = {}
        for name, key in named:
            meant.setdefault(name.casefold(), set()).add(key)
        return {name: self.field(min(keys)) for name, keys in meant.items() if len(keys) == 1}
