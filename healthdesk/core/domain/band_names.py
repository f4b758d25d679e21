"""What a desk calls its bands: a person reads these words; files, rules and commands do not."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Final

import msgspec

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.views import BANDS

KEY: Final = "band_names"
"""The setting that keeps them."""
LONGEST: Final = 24
"""Letters of a name: more than that no badge has room for."""
_UNCHANGED: Final = "nothing was changed"
_BAND: Final = re.compile(rf"\b({'|'.join(BANDS)})\b")


@dataclass(frozen=True)
class BandNames:
    """One name a band; as they stand here, the usual ones."""

    strong: str = "Strong"
    average: str = "Average"
    poor: str = "Poor"
    unknown: str = "Unknown"

    def of(self, band: str) -> str:
        """The name of a band; a word that is none stays as it is.

        >>> BandNames(poor="At risk").of("Poor"), BandNames().of("Strong"), BandNames().of("62")
        ('At risk', 'Strong', '62')
        """
        name: str = getattr(self, band.lower()) if band in BANDS else band
        return name

    def in_text(self, text: str) -> str:
        """A sentence of the program about bands, with the names that the desk gives them.

        >>> BandNames(poor="At risk").in_text("ARR in Poor, Poor's share; poorly Strong")
        "ARR in At risk, At risk's share; poorly Strong"
        """
        return _BAND.sub(self._named, text) if self != USUAL else text

    def _named(self, found: re.Match[str]) -> str:
        return self.of(found.group())

    @property
    def all(self) -> tuple[str, ...]:
        """The names in the order of the bands."""
        return tuple(asdict(self).values())


USUAL: Final = BandNames()


def checked(names: BandNames) -> BandNames:
    """The names as they are kept: on one line, without blanks around them.

    Raises:
        UsageError: one is empty, too long or not of letters that show, or two are the same.
    """
    made = BandNames(*(" ".join(one.split()) for one in names.all))
    if not all(made.all):
        raise UsageError(f"Every band needs a name; {_UNCHANGED}.")
    for name in made.all:
        if len(name) > LONGEST:
            raise UsageError(f"“{name[:LONGEST]}…” is longer than {LONGEST} letters; {_UNCHANGED}.")
        if not name.isprintable():
            raise UsageError(f"A name may hold only letters that show; {_UNCHANGED}.")
    if len({one.casefold() for one in made.all}) < len(made.all):
        raise UsageError(f"Two bands cannot have the same name; {_UNCHANGED}.")
    return made


def kept_as(names: BandNames) -> str:
    """The document that names are kept as."""
    return msgspec.json.encode(asdict(names)).decode()


def parsed(kept: str | None) -> BandNames:
    """The names that a document holds; what no longer holds reads as the usual ones."""
    try:
        return USUAL if kept is None else checked(msgspec.json.decode(kept, type=BandNames))
    except (msgspec.MsgspecError, UsageError):
        return USUAL
