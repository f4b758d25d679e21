"""Names of persons that stand in two columns: first and last name."""

from __future__ import annotations

from dataclasses import replace

from healthdesk.core.domain.mapping import ColumnMap
from healthdesk.core.mapping.draft import Draft, Fit
from healthdesk.core.mapping.look import Look

_FIRST = (
    "first name",
    "firstname",
    "given name",
    "vorname",
    "prenom",
    "nombre",
    "forename",
    "fname",
    "voornaam",
    "nome",
    "contact first name",
)
_LAST = (
    "last name",
    "lastname",
    "surname",
    "family name",
    "nachname",
    "nom",
    "apellido",
    "apellidos",
    "nom de famille",
    "lname",
    "achternaam",
    "cognome",
    "familienname",
    "contact last name",
)


def has_person_names(look: Look) -> bool:
    """Whether the file splits names into first and last."""
    return look.file.find(*_FIRST) is not None and look.file.find(*_LAST) is not None


def with_person_names(look: Look, draft: Draft) -> Draft:
    """The draft with the name made of two columns, where there are two."""
    first, last = look.file.find(*_FIRST), look.file.find(*_LAST)
    name = draft.fits.get("name")
    if first is None or last is None or (name is not None and name.sure >= 0.99):
        return draft
    if name is not None and name.map.text:
        return draft
    if name is not None and name.source not in {first.name, last.name} and name.sure >= 0.9:
        column = look.file.find(name.source)
        if column is not None and column.filled:
            return draft
    text = f"{{{first.name}}} {{{last.name}}}"
    fit = Fit("name", ColumnMap(text=text), 0.95, "first and last name")
    return replace(draft, fits={**draft.fits, "name": fit})
