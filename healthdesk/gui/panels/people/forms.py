"""Forms about people: a contact, everybody's roles, who left, an advocate, what they are asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from healthdesk.core.domain.advocate import (
    ANSWERS,
    ASK_KINDS,
    COOL_DAYS,
    MOST_DAYS,
    WILLING,
    AdvocateDraft,
    AdvocateView,
    AskDraft,
)
from healthdesk.core.domain.contact_draft import CareDraft, ContactDraft, RoleDraft
from healthdesk.core.domain.exchange import ROLES
from healthdesk.core.domain.people import PARTS, STANCES, Person
from healthdesk.core.domain.people_view import PeopleView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept

NEW = "new"
"""The choice of a contact who is not there yet."""
_ROLES = (("", "Not known"), *((role, role.capitalize()) for role in ROLES))
_INFLUENCE = (("", "Not set"), ("1", "Small"), ("2", "Some"), ("3", "Great"))
_STANCES = (("", "Not set"), *((one, one.capitalize()) for one in STANCES))
_PARTS = (
    ("", "None"),
    ("asks", "Asks for it"),
    ("decides", "Decides"),
    ("signs", "Signs"),
)
_PART_LABELS = {"asks": "Who asks for it", "decides": "Who decides", "signs": "Who signs"}
_PRIVATE = "Private: it is never part of a score, and stays here until you take it out"


def ask_contact(
    ui: Ui,
    others: Sequence[tuple[str, str]],
    person: Person | None = None,
    successor: str = "",
    account_id: str = "",
) -> tuple[ContactDraft, CareDraft] | None:
    """Ask for a contact; `successor` is the id of who came after them, out of `others`."""
    start = person or Person(0, "", "")
    left = Field("left_on", "Left on", "day", start.left_on, last=ui.today)
    choices = [("", "Nobody yet"), *(one for one in others if one[0] != start.contact_id)]
    fields = [
        Field("name", "Name", value=start.name, required=True),
        Field("title", "Title", value=start.title),
        Field("role", "Role", "choice", start.role, _ROLES),
        Field("email", "E-mail", value=start.email),
        Field("phone", "Phone", value=start.phone),
        Field("influence", "Influence", "choice", str(start.influence or ""), _INFLUENCE),
        Field("stance", "Stance", "choice", start.stance, _STANCES),
        Field("part", "Part in the renewal", "choice", start.part, _PARTS),
        Field(
            "do_not_contact",
            "Do not contact",
            "tick",
            start.do_not_contact,
            hint="Do not contact",
        ),
        Field("personal", "What to know of them", "prose", start.personal, hint=_PRIVATE),
    ]
    if person is not None:
        fields += [left, Field("successor", "Came after them", "choice", successor, choices)]
    title = "Add contact" if person is None else f"Edit {start.name}"
    kept = Kept(account_id, title, start.contact_id)
    values = ask_form(ui, title, fields, kept=kept)
    return None if values is None else (_contact(values), _care(values))


def _contact(values: Values) -> ContactDraft:
    return ContactDraft(
        values["name"],
        values["email"],
        values["phone"],
        values["title"],
        values["role"] or "",
        values["do_not_contact"],
    )


def _care(values: Values) -> CareDraft:
    return CareDraft(
        int(values["influence"]) if values["influence"] else None,
        values["stance"] or "",
        values["part"] or "",
        values.get("left_on"),
        values.get("successor") or None,
        values["personal"],
    )


def ask_roles(ui: Ui, view: PeopleView, part: str = "") -> tuple[RoleDraft, ...] | None:
    """Ask for everybody's role, and who has which part in the renewal; `part` comes first."""
    here = [line.person for line in view.lines if not line.person.gone(view.day)]
    known = tuple((one.contact_id, one.name) for one in here)
    parts = sorted(PARTS, key=lambda one: one != part)
    fields = [
        Field(
            one,
            _PART_LABELS[one],
            "many",
            tuple(who.contact_id for who in here if who.part == one),
            known,
        )
        for one in parts
    ]
    fields += [
        Field(f"role:{one.contact_id}", f"Role of {one.name}", "choice", one.role, _ROLES)
        for one in here
    ]

    def check(values: Values) -> dict[str, str]:
        seen: dict[str, str] = {}
        for one in PARTS:
            for contact in values[one]:
                if contact in seen:
                    name = dict(known)[contact]
                    return {one: f"{name} has another part already; one each."}
                seen[contact] = one
        return {}

    values = ask_form(ui, "Edit roles", fields, check=check)
    return None if values is None else tuple(_roles(here, values))


def _roles(here: Sequence[Person], values: dict[str, Any]) -> list[RoleDraft]:
    part_of = {contact: part for part in PARTS for contact in values[part]}
    drafts = []
    for one in here:
        draft = RoleDraft(
            one.contact_id,
            values[f"role:{one.contact_id}"] or "",
            part_of.get(one.contact_id, ""),
            one.influence,
            one.stance,
        )
        before = RoleDraft(one.contact_id, one.role, one.part, one.influence, one.stance)
        if draft != before:
            drafts.append(draft)
    return drafts


def ask_leave(
    ui: Ui, person: Person, others: Sequence[tuple[str, str]], last_seen: int | None
) -> tuple[int, str | None] | None:
    """Ask when somebody left, and who came after them."""
    choices = [("", "Nobody yet"), *(one for one in others if one[0] != person.contact_id)]
    values = ask_form(
        ui,
        f"{person.name} has left",
        [
            Field(
                "day",
                "Left on",
                "day",
                last_seen if last_seen is not None else ui.today,
                required=True,
                last=ui.today,
            ),
            Field("successor", "Came after them", "choice", "", choices),
        ],
        text="Touches and answers stay as they are; from that day on no month counts as missed.",
        yes="Mark as left",
    )
    return None if values is None else (values["day"], values["successor"] or None)


def ask_successor(ui: Ui, person: Person, others: Sequence[tuple[str, str]]) -> str | None:
    """Ask who comes after somebody: the id of a contact, or NEW for one to be added."""
    choices = [
        *(one for one in others if one[0] != person.contact_id),
        (NEW, "Somebody new"),
    ]
    values = ask_form(
        ui,
        "Find successor",
        [Field("successor", f"Who comes after {person.name}", "choice", choices[0][0], choices)],
        text="The successor takes over the part in the renewal, if they have none.",
    )
    return None if values is None else str(values["successor"])


def ask_advocate(
    ui: Ui,
    known: Sequence[tuple[str, str]],
    entry: AdvocateView | None = None,
    chosen: str = "",
) -> tuple[str, AdvocateDraft | None] | None:
    """Ask for an entry of the register; a draft of None takes the contact off it."""
    fields = []
    if entry is None:
        fields.append(Field("contact", "Who", "choice", chosen, known, required=True))
    willing = [(one, one.capitalize()) for one in WILLING]
    fields += [
        Field("willing", "Willing", "choice", entry.willing if entry else "maybe", willing),
        Field(
            "cool",
            "Days until one may ask again",
            "number",
            float(entry.cool_days if entry else COOL_DAYS),
            required=True,
        ),
        Field("story", "Their story", "prose", entry.story if entry else ""),
    ]
    if entry is not None:
        fields.append(Field("off", "Off", "tick", value=False, hint="Take off the register"))

    def check(values: Values) -> dict[str, str]:
        cool = values["cool"]
        whole = cool is not None and 0 <= cool <= MOST_DAYS and float(cool).is_integer()
        return {} if whole else {"cool": f"Whole days, 0 to {ui.words.number(MOST_DAYS)}."}

    title = "Advocate" if entry is None else entry.name
    values = ask_form(ui, title, fields, check=check)
    if values is None:
        return None
    contact = entry.contact_id if entry is not None else str(values["contact"])
    if values.get("off"):
        return contact, None
    return contact, AdvocateDraft(values["willing"], int(values["cool"]), values["story"])


def ask_ask(ui: Ui, entry: AdvocateView) -> AskDraft | None:
    """Ask what an advocate was asked for; within the cool-down only with a reason."""
    kinds = [(one, one.capitalize()) for one in ASK_KINDS]
    fields = [
        Field("kind", "Asked for", "choice", ASK_KINDS[0], kinds),
        Field("day", "Asked on", "day", ui.today, required=True, last=ui.today),
        Field("note", "Note", "prose", ""),
    ]
    if entry.why_not:
        fields.append(Field("despite", "Why all the same", required=True))
    text = f"{entry.why_not} Asking now needs a reason, which is kept." if entry.why_not else ""
    kept = Kept(entry.account_id, f"Ask {entry.name}")
    values = ask_form(ui, f"Ask {entry.name}", fields, text=text, kept=kept)
    if values is None:
        return None
    return AskDraft(values["kind"], values["day"], values["note"], values.get("despite", ""))


def ask_answer(ui: Ui, entry: AdvocateView) -> tuple[int, str, int] | None:
    """Ask for the answer to one of the asks: its row, the answer and the day."""
    asks = [
        (str(one.row), f"{one.kind}, {ui.words.near_day(one.day, ui.today)}") for one in entry.asks
    ]
    open_ = next((one for one in entry.asks if not one.answer), entry.asks[0])
    answers = [("", "No answer yet"), *((one, one.capitalize()) for one in ANSWERS)]
    days = {str(one.row): one.day for one in entry.asks}

    def check(values: Values) -> dict[str, str]:
        early = values["answer"] and values["day"] < days[values["ask"]]
        return {"day": "Before it was asked."} if early else {}

    values = ask_form(
        ui,
        f"Answer of {entry.name}",
        [
            Field("ask", "To", "choice", str(open_.row), asks),
            Field("answer", "Answer", "choice", open_.answer or ANSWERS[0], answers),
            Field("day", "Answered on", "day", ui.today, required=True, last=ui.today),
        ],
        check=check,
    )
    return None if values is None else (int(values["ask"]), values["answer"], values["day"])


def ask_cadence(ui: Ui, view: PeopleView) -> tuple[int | None] | None:
    """Ask how often an account is to be touched; (None,) = as its tier or the desk says."""
    own = float(view.cadence) if view.cadence_said == "account" else None

    def check(values: Values) -> dict[str, str]:
        days = values["days"]
        good = days is None or (1 <= days <= MOST_DAYS and float(days).is_integer())
        return {} if good else {"days": f"Whole days, 1 to {ui.words.number(MOST_DAYS)}."}

    values = ask_form(
        ui,
        "Cadence",
        [Field("days", "A touch every … days", "number", own)],
        text="After how many days without a touch the account is late."
        " Empty: as its tier or the desk says.",
        check=check,
    )
    if values is None:
        return None
    return (None if values["days"] is None else int(values["days"]),)
