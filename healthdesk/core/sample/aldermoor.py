"""Aldermoor Freight, the sample's main story, fact by fact: the sponsor leaves, the use falls, 84 becomes 51 in 28 days."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import to_date
from healthdesk.core.sample.contact import telling
from healthdesk.core.sample.dice import Dice
from healthdesk.core.sample import words
from healthdesk.core.sample.part import (
    Answer, Invoice, Life, Part, Person, Said, Survey, Term, Ticket, Touch,
)
from healthdesk.core.sample.usage import WINDOW, Calendar, Series

Mask = NDArray[np.bool_]

ADA, TOMASZ, MILLA, JORIS, PIA, RAFAL = range(6)
LEFT = 19
"""Days since the sponsor's last day; use is down from the day after."""

WEEK = (53, 51, 52, 52, 47, 19, 9)
SINCE = (19, 19, 18, 18, 16, 6, 3)
LAST_WINDOW = 646
"""Users of the last 28 days added up: 23.1 a day."""

IN, OUT = "inbound", "outbound"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip

TOLD = (
    Said(34, "email", IN, (ADA,), "Moving on", "I wanted you to hear it from me: my last day is {last_day}. Milla knows the "
         "daily work, but nobody has been named for the rest yet. Thank you for three good years.", 0.1),
    Said(34, "email", OUT, (ADA,), "Re: Moving on", "Thank you for telling me first, Ada. Who will take over from you, and "
         "could the three of us meet before your last day?"),
    Said(40, "call", IN, (ADA,), "Call: winter plan", "Ada wants the winter plan in by the end of the month. Sounded tired, "
         "did not say why.", 0.2),
    Said(46, "email", OUT, (ADA,), "Dates for the autumn review", "Hi Ada, would a Thursday or Friday suit you and Tomasz?"),
    Said(47, "email", OUT, (MILLA,), "Returns: what was missing?", "Hi Milla, your people stopped using Returns after the "
         "pilot. What was missing?"),
    Said(55, "call", OUT, (TOMASZ,), "Call: what the seats cost", "Tomasz asked what 60 seats bring him. Answered with the "
         "figures of August; he did not say whether that was enough."),
    Said(62, "meeting", OUT, (JORIS,), "Sign-in with the company's directory", "Went through the settings. Joris will "
         "switch it on in spring, not before."),
    Said(68, "email", IN, (ADA,), "Re: Review of the summer", "Good summary. Please leave out the depot names next time.", 0.4),
    Said(69, "email", OUT, (ADA,), "Review of the summer", "Hi Ada, the figures of June to August on one page, as promised."),
    Said(77, "message", OUT, (ADA,), "Newcomers at Hallen", "Training for Hallen is booked for Thursday."),
    Said(82, "email", OUT, (MILLA,), "Label printing tips", "Hi Milla, three short tips for the label printer in the yard."),
)  # fmt: skip
"""The last 90 days: three received, eight sent."""

BEFORE = (
    (93, IN, ADA), (97, OUT, TOMASZ), (99, IN, MILLA), (104, IN, JORIS),
    (116, IN, ADA), (117, IN, MILLA), (118, IN, PIA), (119, OUT, PIA),
    (123, OUT, ADA), (125, OUT, MILLA), (131, OUT, ADA), (137, OUT, MILLA),
    (150, OUT, JORIS), (157, IN, MILLA), (164, OUT, ADA),
    (179, IN, ADA), (183, IN, ADA), (186, OUT, ADA), (188, OUT, MILLA), (193, IN, TOMASZ), (195, OUT, TOMASZ), (200, OUT, PIA),
    (209, IN, ADA), (211, OUT, ADA), (217, IN, MILLA), (221, OUT, MILLA),
    (240, IN, ADA), (243, IN, JORIS), (244, OUT, JORIS), (252, IN, MILLA), (255, OUT, MILLA),
    (270, IN, ADA), (271, OUT, ADA), (277, OUT, TOMASZ), (281, IN, PIA), (284, OUT, MILLA),
    (299, OUT, ADA), (305, IN, MILLA), (308, OUT, MILLA), (312, OUT, JORIS),
    (332, IN, ADA), (335, OUT, ADA), (339, OUT, TOMASZ), (345, IN, MILLA), (349, OUT, MILLA),
)  # fmt: skip
"""The months before: days back, which way, with whom."""

PART = Part(
    name="Aldermoor Freight", tier="Enterprise", arr=184, renewal=68, score=51.2, change=-32.3,
    industry="Transport", region="North", tenure=1120, seats=60, shape="aldermoor", drift=0.001,
    features=7, features_before=9, closed_per_year=7, mood=0.4, mood_before=0.4,
    answers=(
        Answer(4, 2, TOMASZ, "Since Ada left nobody knows what this does for us, and the bill is the same."),
        Answer(9, 60, MILLA, "The dispatch board is my day. Do not touch it."),
        Answer(9, 101, PIA, "Hallen runs on it."),
        Answer(8, 110, TOMASZ, "Good tool. I would like to see what it saves."),
    ),
    said=TOLD,
    people=(
        Person("Ada Brennick", "Head of operations", "sponsor", left=LEFT),
        Person("Tomasz Wrona", "Finance director", "decision maker"),
        Person("Milla Ekdahl", "Dispatch", "champion"),
        Person("Joris Haan", "IT", "admin"),
        Person("Pia Solvang", "Depot Hallen", "user"),
        Person("Rafal Dudek", "Managing director", "decision maker"),
    ),
    tags=("Q1 risk",),
)  # fmt: skip

SIGN_INS = ((ADA, 21.4, 0.0), (MILLA, 14.8, 6.1), (PIA, 11.2, 5.7), (JORIS, 1.2, 0.9), (TOMASZ, 0.7, 0.6))
"""Sign-ins a day of the named users before the dip and since."""


def tell(life: Life) -> None:
    """Put the account's own tickets, answers, judgements, contract, invoices and override in place."""
    ref = life.ref
    _touches(life)
    life.tickets = [item for item in life.tickets if ref - item.opened > 60]
    life.tickets += [
        Ticket(ref - 32, ref - 26, "normal", MILLA, "Label printer prints the old logo", "All three "
               "printers in the yard."),
        Ticket(ref - 16, None, "high", MILLA, "Route planning ignores the closed bridge", "Since the "
               "weekend every second tour is planned over the bridge that is closed until March. We "
               "plan around it by hand.", -0.5),
        Ticket(ref - 9, None, "normal", PIA, "Who is our administrator now?", "Ada used to add the new "
               "drivers. I can not, and Joris says it is not his."),
    ]  # fmt: skip
    life.pulses = [
        (ref - 7, -0.2, "Nobody in the lead since Ada left; Tomasz counts seats"),
        (ref - 39, 0.45, "Ada plans the winter with us"),
        (ref - 75, 0.5, "Good mood after the summer"),
        (ref - 130, 0.5, "Override ends soon, the feed is clean again"),
        (ref - 190, 0.4, "Steady; Tomasz asks about cost"),
        (ref - 260, 0.4, ""),
        (ref - 330, 0.5, "Roll-out to Hallen went well"),
    ]
    life.surveys = [item for item in life.surveys if item.kind == "nps" or ref - item.day > 90]
    life.surveys.append(Survey(ref - 25, "csat", 4, MILLA, "Solved, took a while."))
    life.terms = [
        Term(ref + 68 - 365, ref + 68, "Dispatch Enterprise", 60, 184_000),
        Term(ref + 68 - 730, ref + 68 - 365, "Dispatch Enterprise", 60, 172_000),
        Term(ref + 68 - 1095, ref + 68 - 730, "Dispatch Enterprise", 55, 160_000),
    ]
    life.outcomes = [
        (ref + 68 - 365, "renewed", 12_000, "Yearly term, new price list"),
        (ref + 68 - 730, "expanded", 12_000, "Depot Hallen joined"),
    ]
    life.invoices = [
        Invoice(issued, issued + 30, issued + 24, 46_000.0) for issued in range(ref - 53, life.first, -91)
    ]
    life.overrides = [
        ("Strong", "Test sign-ins of the move to Hallen bent the usage feed", ref - 126, ref - 100)
    ]
    life.mentions = [
        (ref - 150, "trade press", "Ada Brennick", "Aldermoor plans all tours of its four depots on one board now.", 0.5)
    ]


def _touches(life: Life) -> None:
    """Replace the drawn touchpoints of the last year by the told ones."""
    gone = to_date(life.ref - LEFT)
    last_day = f"{gone.day} {MONTHS[gone.month - 1]}"
    dice = Dice("aldermoor", "touches")
    kept = [touch for touch in life.touches if life.ref - touch.day > 360]
    for said in TOLD:
        body = said.body.replace("{last_day}", last_day)
        day = life.ref - said.age
        kept.append(Touch(day, said.kind, said.direction, said.who, said.subject, body, said.sentiment))
    for age, way, who in BEFORE:
        pairs = words.IN_GOOD if way == IN else words.OUT_GOOD
        subject, body = telling(dice, dice.pick(pairs), life.people[who].name)
        kept.append(Touch(life.ref - age, "email", way, (who,), subject, body))
    life.touches = kept


def users(life: Life, calendar: Calendar, seed: int) -> Series:
    """Make the daily users: the week as it always was, then the week as it is since the sponsor left."""
    week = np.array(WEEK, dtype=float)[calendar.weekday]
    since = np.array(SINCE, dtype=float)[calendar.weekday]
    dice = Dice(seed, "aldermoor")
    wobble = np.floor((dice.shares(len(week)) - 0.5) * 9 + 0.5) * (calendar.weekday < 5)
    year = 1 - 0.05 * np.clip((calendar.ago - 200) / 300, 0, 1)
    series = np.floor(week * year * calendar.season**0.6 + wobble + 0.5)
    ago = calendar.ago
    old = (ago >= LEFT) & (ago < 3 * WINDOW)
    series[old] = np.floor(week[old] + 0.6 * wobble[old] + 0.5)
    late = ago < LEFT
    series[late] = since[late]
    _exact(series, ago < WINDOW, LAST_WINDOW, late)
    for back in (1, 2):
        block = (ago >= back * WINDOW) & (ago < (back + 1) * WINDOW)
        _exact(series, block, 4 * sum(WEEK), block & (calendar.weekday < 5))
    return np.maximum(series, 0)


def _exact(series: Series, block: Mask, wanted: int, movable: Mask) -> None:
    """Add or take single users on the movable days until the block's sum is the one wanted."""
    spots = np.flatnonzero(block & movable)
    gap = wanted - int(series[block].sum())
    for turn in range(abs(gap)):
        series[spots[(turn * 7) % len(spots)]] += 1 if gap > 0 else -1
