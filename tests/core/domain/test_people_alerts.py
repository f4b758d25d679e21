"""What deserves care: who is gone, never met, carries all; the edges of each rule."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.people import Person, Used
from healthdesk.core.domain.people_alerts import Group, Standing, find

DAY = 20_780
ADA = Person(1, "ada", "Ada", "sponsor")
MILLA = Person(2, "milla", "Milla", "user")
TOMASZ = Person(3, "tomasz", "Tomasz", "user")
EVA = Person(4, "eva", "Eva", "user")


def group(*contacts, year=6, half=6, heard=0, sent=0):
    return Group(contacts, year, half, DAY - heard, DAY - heard, 0, sent)


def kinds(*people, groups=(), **more):
    return [one.kind for one in find(Standing(DAY, people, groups, **more))]


@pytest.mark.parametrize(("silent", "expected"), [(90, []), (91, ["silent"])])
def test_a_sponsor_in_regular_contact_is_silent_after_three_cadences(silent, expected):
    ours = [group(1, heard=silent, half=1), group(2), group(3), group(4)]
    assert kinds(ADA, MILLA, TOMASZ, EVA, groups=ours, cadence=30) == expected
    few = [group(1, heard=silent, year=5, half=1), group(2), group(3), group(4)]
    assert kinds(ADA, MILLA, TOMASZ, EVA, groups=few, cadence=30) == []


def test_who_still_uses_the_product_is_not_gone():
    ours = [group(1, heard=200, half=0), group(2), group(3), group(4)]
    assert kinds(ADA, MILLA, TOMASZ, EVA, groups=ours, used={1: Used(DAY - 14, 5)}) == []
    assert kinds(ADA, MILLA, TOMASZ, EVA, groups=ours, used={1: Used(DAY - 15, 5)}) == ["silent"]


def test_own_use_that_ended_after_regular_use_is_enough():
    ours = [group(1, heard=34, half=1), group(2), group(3), group(4)]
    (care,) = find(Standing(DAY, (ADA, MILLA, TOMASZ, EVA), ours, used={1: Used(DAY - 19, 71)}))
    assert (care.kind, care.since, care.heard, care.used) == (
        "silent",
        DAY - 4,
        DAY - 34,
        DAY - 19,
    )
    assert (care.with_them, care.of) == (6, 24)


def test_one_who_left_is_told_until_a_successor_is_here():
    left = Person(1, "ada", "Ada", "sponsor", left_on=DAY, successor=2)
    assert kinds(left, TOMASZ) == ["left"]
    assert kinds(left, MILLA, TOMASZ) == []
    later = Person(1, "ada", "Ada", "sponsor", left_on=DAY + 1)
    assert kinds(later, MILLA) == []


def test_key_people_who_were_never_touched_are_named_the_signer_first():
    decides = Person(4, "d", "D", "decision maker")
    signs = Person(5, "s", "S", part="signs")
    away = Person(6, "x", "X", "decision maker", do_not_contact=True)
    met = [group(2), group(3)]
    (care,) = find(Standing(DAY, (MILLA, TOMASZ, decides, signs, away), met))
    assert (care.kind, [one.name for one in care.people]) == ("unknown", ["S", "D"])
    assert kinds(MILLA, decides) == []  # where touches name nobody, nobody is missed
    assert kinds(MILLA, TOMASZ, decides, groups=met, touched_before=frozenset({4})) == []


@pytest.mark.parametrize(("carried", "expected"), [(5, []), (6, ["thread"])])
def test_one_who_carries_six_of_ten_is_a_thread(carried, expected):
    ours = [group(2, half=carried), group(3, half=10 - carried), group(half=30)]
    assert kinds(MILLA, TOMASZ, groups=ours) == expected


def test_once_a_backer_is_gone_half_is_a_thread_and_their_touches_are_left_out():
    left = Person(1, "ada", "Ada", "sponsor", left_on=DAY - 1)
    ours = [group(1, half=20), group(1, 2, half=9), group(2, half=4), group(3, half=4)]
    found = find(Standing(DAY, (left, MILLA, TOMASZ), ours))
    assert [one.kind for one in found] == ["left", "thread"]
    assert (found[1].people[0].name, found[1].with_them, found[1].of) == ("Milla", 4, 8)
    assert [one.name for one in found[1].without] == ["Ada"]


def test_few_touches_tell_no_share():
    assert kinds(MILLA, groups=[group(2, half=5)]) == []
    assert kinds(MILLA, groups=[group(2, half=6)]) == ["thread"]


def test_only_we_speak():
    spread = [group(2, half=3, sent=2, heard=90), group(3, half=3, sent=2, heard=95)]
    assert kinds(MILLA, TOMASZ, groups=spread) == ["one_sided"]
    heard = [group(2, half=3, sent=2, heard=89), group(3, half=3, sent=2, heard=95)]
    assert kinds(MILLA, TOMASZ, groups=heard) == []
