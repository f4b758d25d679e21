"""Builders of the Accounts read model: the rows of the look's picture, and any number of others."""

from __future__ import annotations

import random

from healthdesk.core.domain.views import AccountRow, AccountsView

TODAY = 20_780  # 23 November 2026
ATTRIBUTES = (
    ("owner", "text"),
    ("stage", "text"),
    ("tier", "text"),
    ("industry", "text"),
    ("seats_bought", "number"),
    ("started_on", "day"),
    ("pilot", "boolean"),
    ("tags", "text"),
)
STORY = (
    ("Tindra Dairy", 39, -33, 212, 41, "Urgent ticket open: capped at 39", 2, "Enterprise"),
    ("Sablewood Hotels", 36, -11, 96, 27, "NPS 3 from finance: wrong invoices", 6, "Enterprise"),
    ("Bexhollow Mutual", 31, -7, 140, 19, "Two invoices overdue, oldest 44 days", 11, "Enterprise"),
    ("Stannwick Tools", 35, 0, 14, 77, "Two of 12 features used", 52, "Starter"),
    (
        "Aldermoor Freight",
        51,
        -33,
        184,
        68,
        "Users 64 % under normal since 5 Nov",
        34,
        "Enterprise",
    ),
    ("Merrowdale Foods", 49, -8, 71, 34, "Sign-ins down 22 % in 28 days", 9, "Growth"),
    ("Northmoor Rail", 58, -6, 226, 52, "No reply to four mails in 31 days", 31, "Enterprise"),
    ("Lumenfjord Lighting", 47, -4, 52, 59, "Three tickets open, mean age 19 days", 8, "Growth"),
    ("Corvane Robotics", 66, -3, 168, 74, "One contact carries 9 of 11 touches", 5, "Enterprise"),
    ("Quillby Press", 55, 1, 18, 12, "Seats 38 % used", 16, "Starter"),
    ("Tarn & Tolley", 64, 3, 22, 88, "NPS 8, no other voice in 180 days", 20, "Starter"),
    ("Kilnsey Ceramics", 62, 7, 44, 83, "Sponsor answered after 41 days", 1, "Growth"),
    ("Marrowgate Bank", None, None, 198, 57, "Usage feed missing 17 days", 5, "Enterprise"),
    ("Hollin Vale Schools", 72, -14, 66, 86, "Autumn break: muted by season", 15, "Growth"),
    ("Oskarby Furniture", 79, -2, 88, 61, "Steady; NPS 9 and 10", 5, "Growth"),
    ("Juniper & Ash Studio", 81, 1, 12, 31, "Steady; 11 of 12 features", 24, "Starter"),
    ("Kestrel Lane Logistics", 83, 0, 57, 79, "Steady; seats 92 % used", 10, "Growth"),
    ("Velora Optics", 74, 16, 118, 45, "Uses 9 of 12 features, 5 in August", 3, "Enterprise"),
    ("Calder Peak Outdoor", 77, 2, 49, 23, "Steady", 12, "Growth"),
    ("Ravnholt", 90, 4, 210, 66, "Reference call agreed", 4, "Enterprise"),
    ("Tallis Brook Clinics", 86, 1, 160, 80, "Steady", 7, "Enterprise"),
    ("Sunniva Bakeries", 71, 5, 34, 71, "Use up after training", 18, "Growth"),
    ("Hartmoor Housing", 78, 1, 129, 90, "Steady", 9, "Growth"),
)


def band_of(score):
    if score is None:
        return "Unknown"
    return "Strong" if score >= 70 else "Average" if score >= 40 else "Poor"


def row(told, **other):
    name, score, change, arr, renewal, reason, touch, tier = told
    line = tuple([None] * 28)
    if score is not None:
        start = score - (change or 0)
        line = tuple(round(start + (change or 0) * at / 27) for at in range(28))
    given = {
        "account_id": name.split()[0].upper(),
        "name": name,
        "score": None if score is None else float(score),
        "shown": score,
        "band": band_of(score),
        "change": change,
        "line": line,
        "arr": None if arr is None else arr * 1000.0,
        "currency": "EUR",
        "renewal_days": renewal,
        "renewal_day": None if renewal is None else TODAY + renewal,
        "reason": reason,
        "touch_days": touch,
        "coverage": 0.34 if score is None else 0.94,
        "attributes": {
            "tier": tier, "owner": "Nadia Okafor", "stage": "Live", "seats_bought": "40",
            "started_on": "2024-03-01", "pilot": "false", "tags": "EU;Q4",
        },
    }  # fmt: skip
    return AccountRow(**{**given, **other})


def story():
    special = {
        "Tindra Dairy": {"capped": True},
        "Oskarby Furniture": {"overridden": True},
        "Stannwick Tools": {"stale": True},
    }
    rows = tuple(row(one, **special.get(one[0], {})) for one in STORY)
    return AccountsView(TODAY, rows, ATTRIBUTES, 128)


def many(count, seed=1):
    rnd = random.Random(seed)
    first = ("Alder", "Birch", "Cedar", "Dun", "Elm", "Fen", "Gorse", "Holm", "Iver", "Juniper")
    second = ("moor", "dale", "brook", "wick", "field", "stead", "haven", "ford", "ridge", "well")
    kinds = ("Freight", "Foods", "Hotels", "Tools", "Bank", "Press", "Clinics", "Rail", "Energy")
    rows = []
    for at in range(count):
        score = None if rnd.random() < 0.04 else rnd.randint(12, 98)
        rows.append(
            row(
                (
                    f"{rnd.choice(first)}{rnd.choice(second)} {rnd.choice(kinds)} {at}",
                    score,
                    None if score is None else rnd.randint(-30, 20),
                    None if rnd.random() < 0.05 else rnd.randint(3, 900),
                    None if rnd.random() < 0.1 else rnd.randint(-20, 400),
                    rnd.choice(STORY)[5],
                    None if rnd.random() < 0.1 else rnd.randint(0, 90),
                    rnd.choice(("Enterprise", "Growth", "Starter", "")),
                ),
                account_id=f"A-{at}",
            )
        )
    return AccountsView(TODAY, tuple(rows), ATTRIBUTES, count)
