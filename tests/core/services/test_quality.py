"""Tests of the data quality checks: a sound desk has none, each fault is found with its rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import Cancelled
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.services import imports, quality
from healthdesk.core.services.quality import CATALOGUE, CHECKS
from healthdesk.core.services.quality.check import MOST_ROWS

DAY = to_day(date(2026, 3, 14))
TODAY = date(2026, 3, 14)

SOUND: Mapping[str, str] = {
    "accounts": "account_id,name,owner,arr,started_on\na,Alder,Kim,100,2026-01-01\n"
    "b,Birch,Kim,200,2026-01-01\n",
    "contacts": "contact_id,account_id,name,email\nc1,a,Ada,ada@alder.example\n"
    "c2,b,Ben,ben@birch.example\n",
    "metrics": "metric,name,fill\nlogins,Logins,zero\nload,Load,gap\n",
    "usage": "account_id,metric,day,value\n"
    + "".join(
        f"{one},logins,{TODAY - timedelta(days=back)},3\n" for one in "ab" for back in range(40)
    )
    + f"a,load,{TODAY},-4\n",
    "touchpoints": "touchpoint_id,account_id,kind,day\n"
    + "".join(
        f"t{one}{back},{one},call,{TODAY - timedelta(days=back)}\n"
        for one in "ab"
        for back in range(0, 60, 6)
    ),
    "tickets": "ticket_id,account_id,opened_on,closed_on,priority\n"
    "k1,a,2026-03-01,2026-03-04,high\n",
    "subscriptions": "subscription_id,account_id,product,seats,arr,start,end\n"
    "s0,a,Core,5,90,2026-01-01,2026-02-01\ns1,a,Core,5,100,2026-02-01,2026-12-31\n"
    "s2,b,Core,5,200,2026-01-01,2026-12-31\n",
    "invoices": "invoice_id,account_id,issued_on,due_on,paid_on\n"
    "i1,a,2026-02-01,2026-03-01,2026-02-20\n",
}


def fill(desk: Desk, folder: Path, **changed: str) -> Desk:
    """Import the sound files, some of them with more rows."""
    folder.mkdir()
    for stem, body in SOUND.items():
        more = changed.get(stem, "")
        (folder / f"{stem}.csv").write_text(body + more, encoding="utf-8")
    for stem in changed.keys() - SOUND.keys():
        (folder / f"{stem}.csv").write_text(changed[stem], encoding="utf-8")
    desk.do(imports.run, [folder], rejects_dir=folder.parent)
    return desk


def look(desk: Desk, day: int = DAY):
    return {one.key: one for one in desk.read(quality.found, day)}


def test_a_sound_desk_has_no_findings(furnished, tmp_path):
    assert look(fill(furnished(), tmp_path / "facts")) == {}


def test_an_empty_desk_has_no_findings(furnished):
    assert look(furnished()) == {}


@pytest.mark.parametrize(
    "case",
    [
        ("no-owner", {"accounts": "c,Cedar,,5,2026-01-01\n"}, 1, ("Cedar", "accounts · owner", "")),
        ("no-arr", {"accounts": "c,Cedar,Kim,,2026-01-01\n"}, 1, ("Cedar", "accounts · arr", "")),
        (
            "no-renewal",
            {"accounts": "c,Cedar,Kim,5,2026-01-01\n"},
            1,
            ("Cedar", "subscriptions · end", ""),
        ),
        ("no-usage", {"accounts": "c,Cedar,Kim,5,2026-01-01\n"}, 1, ("Cedar", "usage", "")),
        ("no-contact", {"accounts": "c,Cedar,Kim,5,2026-01-01\n"}, 1, ("Cedar", "contacts", "")),
        ("no-mail", {"contacts": "c3,a,Cem,\n"}, 1, ("Cem", "contacts · email", "")),
        (
            "no-touch",
            {"accounts": "c,Cedar,Kim,5,2026-01-01\n"},
            1,
            ("Cedar", "touchpoints · last day", "never"),
        ),
        (
            "ran-out",
            {
                "accounts": "c,Cedar,Kim,5,2025-01-01\n",
                "subscriptions": "s3,c,Core,5,5,2025-01-01,2026-03-01\n",
            },
            1,
            ("Cedar", "subscriptions · last end", "2026-03-01"),
        ),
        (
            "use-stopped",
            {
                "accounts": "c,Cedar,Kim,5,2025-01-01\n",
                "usage": "c,logins,2026-01-10,3\n",
            },
            1,
            ("Cedar", "usage · last day", "2026-01-10"),
        ),
        (
            "closed-before-opened",
            {"tickets": "k2,a,2026-03-05,2026-03-04,low\n"},
            1,
            ("k2", "tickets · closed on", "2026-03-04"),
        ),
        (
            "bills-backwards",
            {"invoices": "i2,a,2026-03-05,2026-03-01,2026-03-02\n"},
            2,
            ("i2", "invoices · due on", "2026-03-01"),
        ),
        (
            "after-end",
            {
                "accounts": "c,Cedar,Kim,5,2025-01-01\n",
                "tickets": "k2,c,2026-03-05,,low\n",
                "outcomes": "account_id,day,kind\nc,2026-02-01,churned\n",
            },
            1,
            ("k2", "tickets · opened on", "2026-03-05"),
        ),
        (
            "before-start",
            {"tickets": "k2,a,2025-12-31,,low\n"},
            1,
            ("k2", "tickets · opened on", "2025-12-31"),
        ),
        (
            "overlapping",
            {"subscriptions": "s3,a,Core,5,100,2026-12-30,2027-12-31\n"},
            2,
            ("s1", "subscriptions · product", "Core"),
        ),
        (
            "ahead",
            {"tickets": "k2,a,2026-04-03,,low\n"},
            1,
            ("k2", "tickets · opened on", "2026-04-03"),
        ),
        (
            "negative-money",
            {"subscriptions": "s3,a,Other,5,-7,2026-01-01,2026-12-31\n"},
            1,
            ("s3", "subscriptions · arr", "-7.0"),
        ),
        (
            "negative-use",
            {"usage": "a,logins,2026-01-05,-2\n"},
            1,
            ("Alder", "usage · logins", "-2.0"),
        ),
        (
            "no-seats",
            {"subscriptions": "s3,a,Other,0,7,2026-01-01,2026-12-31\n"},
            1,
            ("s3", "subscriptions · seats", "0.0"),
        ),
        (
            "rounded-ids",
            {"tickets": "1.23E+17,a,2026-03-05,,low\n"},
            1,
            ("1.23E+17", "tickets · id", "1.23E+17"),
        ),
        (
            "lost-zeros",
            {
                "tickets": "000123,a,2026-03-05,,low\n123,a,2026-03-05,,low\n"
                "4567,a,2026-03-05,,low\n"
            },
            2,
            ("123", "tickets · id", "is 000123 another row?"),
        ),
        (
            "letters",
            {"contacts": "c3,a,J\u00c3\u00bcrgen,j@alder.example\n"},
            1,
            ("J\u00c3\u00bcrgen", "contacts · name", "J\u00c3\u00bcrgen"),
        ),
        (
            "mails",
            {"contacts": "c3,a,Cem,not given\n"},
            1,
            ("Cem", "contacts · email", "not given"),
        ),
        (
            "double-accounts",
            {"accounts": "c,Birch Inc.,Kim,5,2026-01-01\n"},
            1,
            ("Birch Inc.", "accounts", "likely Birch"),
        ),
        (
            "two-accounts",
            {"contacts": "c3,b,Ada B,ADA@alder.example\n"},
            2,
            ("Ada", "contacts · email", "ada@alder.example"),
        ),
    ],
)
def test_each_fault_is_found_with_its_rows(furnished, tmp_path, case):
    key, files, count, first = case
    found = look(fill(furnished(), tmp_path / "facts", **files))
    assert key in found
    one = found[key]
    assert one.count == count
    row = one.rows[0]
    assert (row.what, row.where, row.value) == first
    assert f"{count}" in one.sentence or count == 1
    assert one.sentence.endswith(".")
    assert one.todo


def test_a_finding_names_file_and_line(furnished, tmp_path):
    found = look(fill(furnished(), tmp_path / "facts", tickets="k2,a,2026-03-05,2026-03-04,low\n"))
    row = found["closed-before-opened"].rows[0]
    assert (row.file, row.line, row.account_id) == ("tickets.csv", 3, "a")


def test_rejected_rows_are_told_by_their_reason(furnished, tmp_path):
    bad = "response_id,account_id,kind,rating,day\n" + "".join(
        f"r{at},a,nps,{11 if at else 9},2026-03-01\n" for at in range(3)
    )
    found = look(fill(furnished(), tmp_path / "facts", surveys=bad + "r9,zz,nps,9,2026-03-01\n"))
    one = found["rejected"]
    assert one.count == 3
    assert "; mostly: " in one.sentence
    row = one.rows[0]
    assert (row.where, row.value, row.file, row.line) == ("rating", "11", "surveys.csv", 3)
    assert row.what == one.rows[1].what
    assert one.severity == "wrong"


def test_a_file_of_rejected_rows_that_is_gone_leaves_the_count(furnished, tmp_path):
    bad = "response_id,account_id,kind,rating,day\nr1,a,nps,11,2026-03-01\n"
    desk = fill(furnished(), tmp_path / "facts", surveys=bad)
    for file in tmp_path.glob("*rejected rows.csv"):
        file.unlink()
    one = look(desk)["rejected"]
    assert (one.count, one.rows) == (1, ())


def test_late_feeds_are_told(furnished, tmp_path):
    found = look(fill(furnished(), tmp_path / "facts"), DAY + 20)
    assert [row.what for row in found["late-feeds"].rows] == ["Usage", "Touchpoints"]
    assert found["late-feeds"].rows[0].value == "last 14 Mar 2026, 20 days ago"
    assert "use-stopped" not in found, "who is silent cannot be told while the feed is"


def test_days_out_of_the_calendar_are_found(furnished, tmp_path):
    @op("Spoil")
    def spoil(tx):
        tx.execute(text("UPDATE ticket SET closed_on = 90000 WHERE ticket_id = 'k1'"))
        tx.execute(text("UPDATE touchpoint SET day = -30000 WHERE touchpoint_id = 'ta0'"))

    desk = fill(furnished(), tmp_path / "facts")
    desk.do(spoil)
    one = look(desk)["calendar"]
    assert [(row.what, row.value) for row in one.rows] == [
        ("ta0", "1887-11-12"),
        ("k1", "2216-05-31"),
    ]


def test_waiting_rows_are_told(furnished, tmp_path):
    @op("Spoil")
    def spoil(tx):
        tx.execute(
            text(
                "INSERT INTO waiting_row (batch_id, table_name, file, line, by, value, cells)"
                " VALUES (1, 'tickets', 'helpdesk.csv', 118, 'name', 'TB Clinics', '{}')"
            )
        )

    desk = fill(furnished(), tmp_path / "facts")
    desk.do(spoil)
    one = look(desk)["waiting"]
    row = one.rows[0]
    assert (row.what, row.where, row.file, row.line) == (
        "TB Clinics",
        "tickets",
        "helpdesk.csv",
        118,
    )
    assert one.remedy == "settle"
    desk.do(imports.take_back, 1)
    assert "waiting" not in look(desk)


def test_rows_are_cut_and_all_are_counted(furnished, tmp_path):
    many = "".join(f"c{at},a,N{at},\n" for at in range(10, 10 + MOST_ROWS + 50))
    one = look(fill(furnished(), tmp_path / "facts", contacts=many))["no-mail"]
    assert (one.count, len(one.rows)) == (MOST_ROWS + 50, MOST_ROWS)
    assert one.sentence == "250 contacts have no mail address, of 252 contacts."


def test_what_is_wrong_comes_first(furnished, tmp_path):
    found = fill(
        furnished(),
        tmp_path / "facts",
        contacts="c3,a,Cem,\n",
        tickets="k2,a,2026-03-05,2026-03-04,low\nk3,a,2026-04-03,,low\n",
    ).read(quality.found, DAY)
    assert [one.severity for one in found] == ["wrong", "doubtful", "missing"]


def test_every_check_has_its_own_key_and_words():
    keys = [one.key for one in CHECKS]
    assert len(keys) == len(set(keys)) == sum(len(module.CHECKS) for module in CATALOGUE)
    for one in CHECKS:
        assert "{n}" in one.many, one.key
        assert one.title[0].isupper()
        assert one.todo.endswith("."), one.key


def test_looking_through_the_data_can_be_cancelled_between_two_checks(furnished):
    desk = furnished()
    told = []

    class Stop:
        def step(self, done, total, text):
            told.append((done, total, text))
            if done == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        desk.read(quality.found, 20_000, progress=Stop())
    assert [done for done, _, _ in told] == [0, 1, 2]
    assert told[0][1] == len(CHECKS)
