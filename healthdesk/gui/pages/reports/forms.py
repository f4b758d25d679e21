"""What the page asks for in forms: a review's outcome, a brand, a period, templates, a batch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.report import Brand
from healthdesk.core.domain.report_spec import ExporterSpec
from healthdesk.core.services.reports.brands import MOST_BYTES, BrandRow
from healthdesk.core.services.reports.kept import TemplateRow
from healthdesk.core.services.reports.reviews import Agreed, ReviewDraft, Said
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field

PICTURES: Final = "Pictures (*.png *.svg)"
_COLOR: Final = re.compile(r"#[0-9a-fA-F]{6}\Z")
_DATED: Final = re.compile(r"(.*?)[\s,:;]*(?:until|by|on)?\s+(\d{4}-\d{2}-\d{2})\s*\Z", re.S)


@dataclass(frozen=True)
class Removed:
    """The row of what is to be kept no longer."""

    row: int


@dataclass(frozen=True)
class Renamed:
    """A template with another name."""

    row: int
    name: str


@dataclass(frozen=True)
class BatchAsked:
    """Reports for the accounts of a segment, in a format, as one ZIP or into a folder."""

    segment: str
    key: str
    zipped: bool


def ask_outcome(
    ui: Ui, start: ReviewDraft, contacts: Sequence[tuple[str, str]]
) -> ReviewDraft | None:
    """Ask for the outcome of a review; None when the person went back."""
    fields = (
        Field("held_on", "Held on", "day", ui.today, last=ui.today, required=True,
              optional_day=False),
        Field("attendees", "Who was there", "many", (), tuple(contacts)),
        Field("outcome", "What came of it", "prose", "", hint="In your own words"),
        Field(
            "agreed", "Agreed actions: each becomes a task", "lines", (),
            hint="One a line, with its day if it has one: Train two teams 2026-12-14",
        ),
        Field("quotes", "Quotes worth keeping", "lines", (), hint="One a line, as Name: words"),
        Field("next_on", "Next review", "day", None),
        Field("next_as", "The next review is kept as", "choice", start.next_as,
              (("task", "A task"), ("milestone", "A milestone"))),
    )  # fmt: skip

    def wrong(values: dict[str, Any]) -> dict[str, str]:
        if values["next_on"] is not None and values["next_on"] <= values["held_on"]:
            return {"next_on": "The next review must lie after this one."}
        return {}

    shown = fields if contacts else (fields[0], *fields[2:])
    values = ask_form(
        ui,
        f"Log outcome: {start.title} {start.period}".strip(),
        shown,
        text="One step: the touch is logged, tasks and quotes are kept, the next review has a day.",
        yes="Log outcome",
        check=wrong,
    )
    if values is None:
        return None
    return ReviewDraft(
        account_id=start.account_id,
        held_on=values["held_on"],
        title=start.title,
        period=start.period,
        attendees=tuple(values.get("attendees", ())),
        outcome=values["outcome"],
        agreed=tuple(agreed_of(one) for one in values["agreed"]),
        quotes=tuple(said_of(one, contacts) for one in values["quotes"]),
        next_on=values["next_on"],
        next_as=values["next_as"],
        filed=start.filed,
    )


def agreed_of(line: str) -> Agreed:
    """An action as a line tells it; a day at its end is when it is due.

    >>> agreed_of("Train two teams until 2026-12-14")
    Agreed(text='Train two teams', due=20801)
    """
    found = _DATED.match(line)
    if found is not None and found[1].strip():
        try:
            return Agreed(found[1].strip(" ,:;"), to_day(date.fromisoformat(found[2])))
        except ValueError:
            pass
    return Agreed(line.strip())


def said_of(line: str, contacts: Sequence[tuple[str, str]]) -> Said:
    """Words as a line tells them, and who said them where it is one of the contacts."""
    name, colon, words = line.partition(":")
    sought = name.strip().casefold()
    if colon and sought and words.strip():
        meant = [key for key, told in contacts if told.casefold().startswith(sought)]
        if len(meant) == 1:
            return Said(words.strip(' “”"'), meant[0])
    return Said(line.strip(' “”"'))


def ask_brand(ui: Ui, held: BrandRow | None) -> Brand | Removed | None:
    """Ask for a brand; None when the person went back, or the row that is to be removed."""
    brand = held.brand if held is not None else Brand()
    logos = [("keep", "The logo stays")] if brand.logo else [("none", "No logo")]
    logos.append(("file", "Choose a PNG or SVG file"))
    if brand.logo:
        logos.append(("none", "No logo any more"))
    fields = [
        Field("name", "Name", "line", brand.name, required=True),
        Field("color", "Colour", "line", brand.color, hint="#2857c5; empty: the usual blue"),
        Field("logo", "Logo", "choice", logos[0][0], tuple(logos)),
        Field("foot", "Line at the foot of each page", "line", brand.foot, hint="none"),
    ]
    if held is not None:
        fields.append(Field("gone", "", "tick", False, hint="Remove this brand"))

    def wrong(values: dict[str, Any]) -> dict[str, str]:
        bad = values["color"] and not _COLOR.match(values["color"])
        return {"color": "Write it like #2857c5."} if bad else {}

    title = "Brand" if held is not None else "New brand"
    values = ask_form(ui, title, fields, check=wrong)
    if values is None:
        return None
    if held is not None and values.get("gone"):
        return Removed(held.row)
    logo = brand.logo if values["logo"] == "keep" else b""
    if values["logo"] == "file":
        chosen = ui.dialogs.choose_files("Logo", PICTURES)
        if not chosen:
            return None
        logo = read_logo(chosen[0])
    return Brand(name=values["name"], color=values["color"], foot=values["foot"], logo=logo)


def read_logo(path: Path) -> bytes:
    """The bytes of the file of a logo, no more of them than are looked at.

    Raises:
        DeskError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise DeskError(f"{path.name} could not be read: {error.strerror or error}.") from error


def ask_period(ui: Ui, first: int, last: int) -> str | None:
    """Ask for a period from a day to a day."""
    fields = (
        Field("first", "From", "day", first, required=True, optional_day=False, last=ui.day),
        Field("last", "To", "day", last, required=True, optional_day=False, last=ui.day),
    )

    def wrong(values: dict[str, Any]) -> dict[str, str]:
        early = values["last"] < values["first"]
        return {"last": "It must not end before it begins."} if early else {}

    values = ask_form(ui, "From a day to a day", fields, yes="Use", check=wrong)
    if values is None:
        return None
    days = (to_date(values[name]).isoformat() for name in ("first", "last"))
    return "..".join(days)


def ask_template(ui: Ui, rows: Sequence[TemplateRow]) -> Renamed | Removed | None:
    """Ask which template is to be called otherwise, or removed."""
    listed = tuple((str(one.row), one.name) for one in rows)
    fields = (
        Field("row", "Template", "choice", listed[0][0], listed),
        Field("name", "New name", "line", "", hint="as it is"),
        Field("gone", "", "tick", False, hint="Remove this template"),
    )

    def wrong(values: dict[str, Any]) -> dict[str, str]:
        idle = not values["name"] and not values["gone"]
        return {"name": "Write a new name, or tick that it goes."} if idle else {}

    values = ask_form(ui, "Templates", fields, check=wrong)
    if values is None:
        return None
    row = int(values["row"])
    return Removed(row) if values["gone"] else Renamed(row, values["name"])


def ask_batch(
    ui: Ui, segments: Sequence[str], formats: Sequence[ExporterSpec], chosen: str, segment: str
) -> BatchAsked | None:
    """Ask for whom, in which format and where."""
    fields = (
        Field("segment", "Accounts of", "choice", segment,
              (("", "All my accounts"), *((one, one) for one in segments))),
        Field("key", "Format", "choice", chosen, tuple((one.key, one.title) for one in formats)),
        Field("where", "Written", "choice", "folder",
              (("folder", "Into a folder, a file each"), ("zip", "As one ZIP"))),
    )  # fmt: skip
    values = ask_form(
        ui,
        "One report per account",
        fields,
        text="Each has the options in view, and the words that are kept for that account alone.",
        yes="Choose where",
    )
    if values is None:
        return None
    return BatchAsked(values["segment"], values["key"], values["where"] == "zip")
