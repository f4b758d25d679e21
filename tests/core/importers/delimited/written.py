"""Tables as other programs export them, and ways in which those programs write them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from random import Random

NAMES = ("Account", "Opened on", "Arr", "Owner mail", "Active", "Comment", "Plan", "Seats", "Näme")
WORDS = (
    "TB Clinics, Inc.", "Müller & Söhne", 'The "Big" One', "it's; fine", "a|b", "left\tright",
    "Ärzte", "two\nlines", "plain", "x", "Zoë", "100% sure", "back\\slash", "-", "N/A", "#12: open",
    "see: a/b",
)  # fmt: skip


@dataclass(frozen=True)
class Way:
    """How a program writes its files."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    quoting: int = csv.QUOTE_MINIMAL
    end: str = "\r\n"
    encoding: str = "utf-8"


def text(header, rows, way):
    """The file's text."""
    stream = StringIO(newline="")
    writer = csv.writer(
        stream,
        delimiter=way.delimiter,
        quotechar=way.quote,
        doublequote=not way.escape,
        escapechar=way.escape or None,
        quoting=way.quoting,
        lineterminator=way.end,
    )
    writer.writerow(header)
    writer.writerows([one.replace("\n", way.end) for one in row] for row in rows)
    return stream.getvalue()


def table(random: Random, comma: bool):
    """A header and rows as an export has them; numbers with a decimal comma if told."""
    width = random.randint(2, len(NAMES))
    header = random.sample(NAMES, width)
    rows = []
    for number in range(random.randint(4, 60)):
        row = [cell(random, name, number, comma) for name in header]
        row[random.randrange(width)] = f"key {number}"
        rows.append(row)
    return header, rows


def cell(random: Random, name: str, number: int, comma: bool) -> str:
    if random.random() < 0.1:
        return ""
    if name == "Account":
        return f"A-{number:04d}"
    if name == "Opened on":
        return f"{random.randint(1, 28):02d}.{random.randint(1, 12):02d}.2026"
    if name in ("Arr", "Seats"):
        value = f"{random.uniform(1, 99999):.2f}"
        return value.replace(".", ",") if comma else value
    if name == "Owner mail":
        return f"{random.choice('abc')}@example.com"
    return random.choice(WORDS)
