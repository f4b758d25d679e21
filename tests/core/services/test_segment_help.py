"""The help on segments says what the program does: its examples are read, its tables complete."""

from __future__ import annotations

import re

from healthdesk import paths
from healthdesk.core.domain.rule import OPERATORS, OWN_FIELDS, dump_rule
from healthdesk.core.domain.rule_text import parse_text, to_text
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import segment_fields, segments
from tests.core.services.test_segments import DAY

TEXT = (paths.resources() / "help" / "segments.md").read_text(encoding="utf-8")


def rows(head: str) -> list[list[str]]:
    """The rows of the table under a line that begins with `head`."""
    lines = TEXT[TEXT.index(head) :].splitlines()[2:]
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def test_what_is_said_is_written_as_the_help_says(example):
    choices = example.read(segment_fields.choices, DAY)
    fields = [*choices, FieldChoice("due", "due", "Attributes", "day", ("in the next",))]
    for said, written in rows("| said | written |"):
        rule = parse_text(said.strip("`"), fields)
        assert to_text(rule, fields) == written.strip("`")
    example_line = re.search(r"```\n(.*)\n```", TEXT)
    assert example_line is not None
    assert to_text(parse_text(example_line[1], fields), fields) == example_line[1]


def test_every_reading_stands_with_its_options():
    wanted = []
    for module in CATALOGUE.values():
        told = []
        for one in module.SPEC.options:
            usual = str(one.default).lower() if isinstance(one.default, bool) else one.default
            told.append(f"`{one.key}`" if one.default is None else f"`{one.key} = {usual}`")
        wanted.append([f"`{module.SPEC.key}`", module.SPEC.summary, ", ".join(told)])
    assert rows("| name | reads | options |") == wanted


def test_every_field_and_operator_is_named(example):
    named = TEXT[TEXT.index("## Fields") :]
    for choice in example.read(segment_fields.choices, DAY):
        if choice.key.startswith("reading:"):
            continue
        key = "dimension.usage" if choice.key.startswith("dimension.") else choice.key
        assert re.search(rf"`{re.escape(key)}[`(]", named), key
    assert all(f"`{one}" in named for one in OWN_FIELDS)
    told = TEXT[TEXT.index("## Operators") : TEXT.index("## Fields")]
    assert [one for one in OPERATORS if f"`{one}" not in told] == []


def test_the_starters_are_told(furnished):
    told = rows("| starter | who is in it | suggests |")
    for row, one in zip(told, segments.STARTERS, strict=True):
        days = f", every {one['cadence_days']} days" if "cadence_days" in one else ""
        assert (row[0], row[2]) == (one["name"], one["playbook"] + days)


def test_starters_are_written_and_read_as_they_are(example):
    choices = example.read(segment_fields.choices, DAY)
    for one in segments.STARTERS:
        found = example.read(segments.rule_named, one["name"])
        assert parse_text(to_text(found, choices), choices) == found
        assert dump_rule(found) == example.read(segments.rule_of, one["name"])
