"""Names of months and weekdays in the languages that exports come in."""

from __future__ import annotations

import unicodedata

_MONTHS = (
    "january january januar janner janvier enero gennaio janeiro januari",
    "february februar fevrier febrero febbraio fevereiro februari feber",
    "march marz maerz mars marzo marco maart",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august aout agosto augustus",
    "september septembre septiembre setiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember decembre diciembre dicembre dezembro",
)
_SHORT = {"mrz": 3, "mrt": 3, "maj": 5, "jne": 6, "jly": 7}
_WEEKDAYS = (
    "monday montag lundi lunes lunedi segunda maandag "
    "tuesday dienstag mardi martes martedi terca dinsdag "
    "wednesday mittwoch mercredi miercoles mercoledi quarta woensdag "
    "thursday donnerstag jeudi jueves giovedi quinta donderdag "
    "friday freitag vendredi viernes venerdi sexta vrijdag "
    "saturday samstag sonnabend samedi sabado sabato zaterdag "
    "sunday sonntag dimanche domingo domenica zondag"
)


def _beginnings() -> dict[str, int]:
    """Every beginning of three letters or more that only one month has."""
    found: dict[str, set[int]] = {}
    for number, names in enumerate(_MONTHS, 1):
        for name in names.split():
            for size in range(3, len(name) + 1):
                found.setdefault(name[:size], set()).add(number)
    return {word: min(numbers) for word, numbers in found.items() if len(numbers) == 1} | _SHORT


_NAMED = _beginnings()
_DAYS = frozenset(name[:size] for name in _WEEKDAYS.split() for size in range(2, len(name) + 1)) | {
    f"{name}-feira" for name in ("segunda", "terca", "quarta", "quinta", "sexta")
}


def month(word: str) -> int | None:
    """The number of the month that a word names, whole or shortened to at least three letters."""
    return _NAMED.get(_bare(word))


def is_weekday(word: str) -> bool:
    """Whether a word names a day of the week."""
    return _bare(word) in _DAYS


def _bare(word: str) -> str:
    """A word in small letters without accents and the full stop of an abbreviation."""
    told = unicodedata.normalize("NFD", word.casefold().rstrip("."))
    return "".join(letter for letter in told if not unicodedata.combining(letter))
