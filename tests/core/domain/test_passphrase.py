"""What a passphrase must be, and how good it is said to be."""

from __future__ import annotations

import pytest

from healthdesk.core.domain import passphrase


@pytest.mark.parametrize(
    ("told", "begins"),
    [
        ("", "None"),
        ("short", "Too short: 5"),
        ("aaaaaaaaaaaaaaaaaaaa", "Weak"),
        ("12345678", "Weak"),
        ("horsebatt", "Fair"),
        ("correct horse 9", "Strong"),
    ],
)
def test_a_line_says_how_good_it_is(told, begins):
    assert passphrase.strength(told).startswith(begins)


def test_none_is_allowed_but_not_a_short_one():
    assert [bool(passphrase.wrong(one)) for one in ("", "1234567", "12345678")] == [
        False, True, False,
    ]  # fmt: skip
