"""Likely duplicates: what is found, what is not, and how often that is right."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from healthdesk.core.matching import accounts, people
from healthdesk.core.matching.accounts import AccountLook
from healthdesk.core.matching.fuzzy import Index, Named
from healthdesk.core.matching.people import PersonLook

FEBRL = Path(__file__).parents[4] / "shared" / "data" / "febrl_dedupe"
REAL = ((1, 0.90), (2, 0.88), (3, 0.85)) if FEBRL.is_dir() else ()


def groups(looks, apart=()):
    module = accounts if isinstance(looks[0], AccountLook) else people
    return [{looks[at].id for at in group.members} for group in module.find(looks, apart)]


def test_accounts_by_name_domain_and_contacts():
    looks = [
        AccountLook("1", "Xylo GmbH"),
        AccountLook("2", "XYLO G.m.b.H."),
        AccountLook("3", "Müller Maschinenbau"),
        AccountLook("4", "Mueller Maschinenbau AG"),
        AccountLook("5", "Nordlicht Energie", "nordlicht.example"),
        AccountLook("6", "Nordlicht Holding", "www.nordlicht.example"),
        AccountLook("7", "Plant 1"),
        AccountLook("8", "Plant 2"),
        AccountLook("9", "Zeta", mails=frozenset({"a@gmail.com", "b@gmail.com"})),
        AccountLook("10", "Zeta Foods", mails=frozenset({"a@gmail.com", "b@gmail.com"})),
        AccountLook("11", "Kin", "gmail.com"),
        AccountLook("12", "Other", "gmail.com"),
    ]
    found = groups(looks)
    assert {"1", "2"} in found
    assert {"3", "4"} in found
    assert not any({"7", "8"} <= one or {"11", "12"} <= one for one in found)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Genden Group",), ("Genden Grup",), True),
        (("Pelvergenpel Logistics",), ("Pelvergempel Logistics",), True),
        (("Alder Foods",), ("Elder Flood",), False),
        (("Babiomi Trade",), ("Babio Trade",), False),
        (("Nornor", "nornor.example"), ("Nornor", "nornor.test"), False),
        (("Nornor", "nornor.example"), ("Nornor",), True),
        (("Nornor Freight", "nornor.example"), ("Nornor Freight", "nornor.test"), True),
        (("Nornor Freight", "nornor.example"), ("Nornor Freight Ltd", "nornor.test"), False),
        (("Cata Group GmbH",), ("Cata Group S.A.",), False),
        (("Cata Group GmbH", "cata.example"), ("Cata Group S.A.", "cata.example"), True),
        (("Osroca Denroko Foods GmbH",), ("Osroca Denroko Foods Ltd",), True),
        (("Cata Group",), ("Cata Group S.A.",), True),
    ],
)
def test_accounts_are_grouped_only_for_a_reason_that_a_person_accepts(one, other, same):
    looks = [AccountLook("1", *one), AccountLook("2", *other)]
    assert (groups(looks) == [{"1", "2"}]) is same


def test_the_same_mail_in_two_accounts_is_told_as_such():
    looks = [
        PersonLook("1", "a", "Kim Doe", "kim@doe.example"),
        PersonLook("2", "b", "Kim Doe", "Kim@doe.example"),
    ]
    (group,) = people.find(looks)
    assert group.reasons == ("same mail kim@doe.example", "same name", "in different accounts")


def test_parent_and_child_are_no_duplicates_and_what_was_told_apart_stays_apart():
    child = AccountLook("c", "Xylo Ltd", "xylo.test", parent="p")
    looks = [AccountLook("p", "Xylo", "xylo.test"), child]
    assert groups(looks) == []
    looks[1] = AccountLook("c", "Xylo Ltd", "xylo.test")
    assert groups(looks) == [{"p", "c"}]
    assert groups(looks, {("c", "p")}) == []
    # ... not even through a third one.
    looks.append(AccountLook("z", "Xylo Inc", "xylo.test"))
    assert not any({"p", "c"} <= one for one in groups(looks, {("c", "p")}))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Ann Lee", "a", "ann@x.test", ""), ("A. Lee", "a", "ANN+news@x.test", ""), True),
        (("Ann Lee", "a", "", ""), ("Lee Ann", "a", "", ""), True),
        (("Ann Lee", "a", "", "+49 30 123456"), ("Anne Lee", "b", "", "030 123456"), True),
        (("Ann Lee", "a", "info@x.test", ""), ("Bob Ray", "a", "info@x.test", ""), False),
        (("Ann Lee", "a", "", "030 123456"), ("Bob Ray", "a", "", "030 123456"), False),
        (("Ann Lee", "a", "ann@x.test", ""), ("Ann Lee", "b", "ann@y.test", ""), False),
        (("John Smith", "a", "", ""), ("Joan Smart", "a", "", ""), False),
        (("", "a", "ann@x.test", ""), ("Ann Lee", "a", "ann@x.test", ""), True),
    ],
)
def test_people_by_mail_phone_name_and_account(one, other, same):
    def look(own, told):
        name, account, mail, phone = told
        return PersonLook(own, account, name, mail, phone)

    assert bool(groups([look("1", one), look("2", other)])) == same


def test_five_thousand_records_are_not_compared_each_with_each(monkeypatch):
    looks = [PersonLook(f"p{n}", f"a{n % 700}", f"Name{n % 83} Sur{n % 997}") for n in range(5000)]
    asked = []
    judge = people._Judge.__call__

    def counted(self, low, high):
        asked.append(1)
        return judge(self, low, high)

    monkeypatch.setattr(people._Judge, "__call__", counted)
    people.find(looks)
    assert len(asked) < 5000 * 40


@pytest.mark.parametrize(("number", "least"), REAL)
def test_known_duplicates_of_febrl_are_found_and_hardly_anything_else(number, least):
    with (FEBRL / f"dataset{number}.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream, skipinitialspace=True))
    # Where a desk has a phone number and an account, these persons have a number and a postcode.
    looks = [
        PersonLook(
            row["rec_id"],
            row["postcode"],
            f"{row['given_name']} {row['surname']}".strip(),
            "",
            row["soc_sec_id"],
        )
        for row in rows
    ]
    same = [row["rec_id"].split("-")[1] for row in rows]
    known = sum(n * (n - 1) // 2 for n in Counter(same).values())
    found = people.find_pairs(looks)
    right = sum(same[pair.low] == same[pair.high] for pair in found)
    assert right / len(found) > 0.995
    assert right / known > least


def test_candidates_come_with_the_likeliest_first_and_never_quite_sure():
    index = Index(
        [Named("1", "TB Clinics Ltd"), Named("2", "Aldermoor Clinics"), Named("3", "Xylo GmbH")]
    )
    found = index.candidates("Clinic TB")
    assert [one.account_id for one in found][:1] == ["1"]
    assert all(one.sure < 1 for one in index.candidates("Xylo GmbH"))
    assert index.candidates("???") == ()
    assert len(index.candidates("clinics", 1)) == 1
