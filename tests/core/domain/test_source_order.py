"""Whose word on a field stands, and what a file is of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.source_order import Say, differs, source_of, winner

SOURCES = ("crm", "billing", "sheet")
values = st.one_of(st.none(), st.just(""), st.integers(0, 3).map(str))
words = st.lists(st.tuples(st.sampled_from(SOURCES), values), max_size=8)


def _says(told: list[tuple[str, str | None]]) -> list[Say]:
    return [Say(source, value, at, 20_000 + at) for at, (source, value) in enumerate(told)]


@given(words, st.randoms(use_true_random=False), st.permutations(SOURCES))
def test_the_order_in_which_sources_came_does_not_matter(
    told: list[tuple[str, str | None]], random: object, order: list[str]
) -> None:
    """What each source says in its own order stays; how they interleave is drawn anew."""
    shuffled = [source for source, _ in told]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    rest = {one: [word for word in told if word[0] == one] for one in SOURCES}
    other = [rest[source].pop(0) for source in shuffled]
    one, two = winner(order, _says(told)), winner(order, _says(other))
    assert (one and (one.source, one.value)) == (two and (two.source, two.value))


@given(words, st.lists(st.sampled_from(SOURCES), unique=True))
def test_the_first_source_that_says_something_wins(
    told: list[tuple[str, str | None]], order: list[str]
) -> None:
    """Against the plainest reading: ask each source in turn, then the newest of the others."""
    last = dict(told)
    speaking = [source for source, value in last.items() if value]
    named = [source for source in order if source in speaking]
    others = [source for source, _ in reversed(told) if source in speaking]
    stands = winner(order, _says(told))
    wanted = next(iter((*named, *others)), None)
    assert (stands.source if stands else None) == wanted
    assert stands is None or stands.value == last[stands.source]
    assert differs(_says(told)) == (len({value for value in last.values() if value}) > 1)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("billing_2026-11 (2).csv", "billing"),
        ("billing.csv", "billing"),
        ("ravenstack_accounts.csv", "ravenstack accounts"),
        ("exports/crm-20261123T0915Z.xlsx · Accounts", "crm · Accounts"),
        ("2026-11-23.csv", "2026 11 23"),
        ("crm v2.csv.gz", "crm"),
        ("Kunden März.csv", "Kunden März"),
        ("", ""),
    ],
)
def test_a_file_is_of_a_source(file: str, source: str) -> None:
    """Days and numbers of a name say which export it was, not whose."""
    assert source_of(file) == source
