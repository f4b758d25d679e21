"""Mails and calendars become touchpoints to confirm; hostile ones become sentences."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from healthdesk.core.domain.brought import Reader
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.op import op
from healthdesk.core.services import brought, calendar, mail, touches
from healthdesk.core.services import settings as desk_settings
from healthdesk.core.store import tables
from tests import make

TODAY = to_day(make.NOW.date())


@op("Accounts")
def accounts(tx):
    row = make.account(tx, "a", name="Aldermoor")
    make.contact(tx, row, "c1", name="Ada", email="Ada@Customer.example")
    make.contact(tx, row, "c2", name="Bo", email="bo@customer.example")
    make.account(tx, "b", name="Other <b>x</b>")
    desk_settings.put(tx, "zone", '"Europe/Berlin"')


@pytest.fixture
def full(desk):
    desk.do(accounts)
    return desk


def read(desk, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return desk.read(brought.read, "a", [path])


def a_mail(sender="Ada B <ADA@customer.example>", to="me@vendor.example", **more):
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Subject"] = more.pop("subject", "Größe der Lizenz")
    message["Date"] = more.pop("date", "Fri, 13 Mar 2026 23:30:00 +0000")
    message["Message-ID"] = more.pop("ident", "<1@customer.example>")
    message.set_content(more.pop("body", "Hello,\n\nwe need more seats.\n"))
    return message


def ics(*lines):
    body = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *lines, "END:VCALENDAR", ""))
    return body.encode()


MEETING = (
    "BEGIN:VEVENT",
    "UID:1",
    "DTSTART;TZID=Europe/Berlin:20260310T093000",
    "SUMMARY:Kick-off\\, second part",
    "ATTENDEE;CN=Ada:mailto:ada@CUSTOMER.example",
    "ORGANIZER:MAILTO:me@vendor.example",
    "DESCRIPTION:Agenda\\nSeats",
    "LOCATION:Room 1",
    "END:VEVENT",
)


def test_a_mail_of_a_contact_is_a_touch_from_them_on_its_day_here(full, tmp_path):
    (one,) = read(full, tmp_path, "a.eml", a_mail().as_bytes())
    draft = one.draft
    assert (draft.kind, draft.direction, draft.contacts) == ("email", "inbound", ("c1",))
    assert to_date(draft.day).isoformat() == "2026-03-14"  # half past midnight in Berlin
    assert draft.at == "2026-03-13T23:30:00+00:00"
    assert (draft.subject, draft.body) == ("Größe der Lizenz", "Hello,\n\nwe need more seats.")
    assert one.notes == ()
    before = make.dump(full)
    full.do(touches.add, draft)
    (again,) = read(full, tmp_path, "b.eml", a_mail().as_bytes())
    assert again.known
    full.undo()
    assert make.dump(full) == before


def test_a_mail_of_ours_is_one_to_them(full, tmp_path):
    content = a_mail("me@vendor.example", "bo@customer.example, x@y.example").as_bytes()
    (one,) = read(full, tmp_path, "a.eml", content)
    assert (one.draft.direction, one.draft.contacts) == ("outbound", ("c2",))


def test_a_formatted_mail_keeps_its_words_and_no_markup(full, tmp_path):
    message = a_mail()
    message.set_content(
        "<html><head><title>t</title><style>p{}</style></head><body><p>One &amp; <b>two</b></p>"
        "<script>alert(1)</script><img src='http://x/y'><p>Three</p></body></html>",
        subtype="html",
    )
    (one,) = read(full, tmp_path, "a.eml", message.as_bytes())
    assert one.draft.body == "One & two\n\nThree"


def test_attached_mails_and_files_are_not_taken_for_words(full, tmp_path):
    message = a_mail(body="Mine")
    message.add_attachment("theirs", filename="notes.txt")
    message.add_attachment(a_mail(body="older", ident="<0@x>"))
    (one,) = read(full, tmp_path, "a.eml", message.as_bytes())
    assert one.draft.body == "Mine"


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"date": "yesterday"}, "no date"),
        ({"date": "Fri, 13 Mar 2093 23:30:00 +0000"}, "future"),
        ({"sender": "nobody@x.example"}, "Nobody in it is a contact"),
        ({"body": "word " * 30_000}, "Only the beginning"),
    ],
)
def test_what_was_guessed_is_said(full, tmp_path, change, note):
    message = a_mail()
    date = change.pop("date", None)
    content = a_mail(**change).as_bytes()
    if date:
        content = content.replace(message["Date"].encode(), date.encode())
    (one,) = read(full, tmp_path, "a.eml", content)
    assert note in " ".join(one.notes)
    assert one.draft.day <= TODAY
    full.do(touches.add, one.draft)


def test_hostile_mails_are_read_or_refused_in_a_sentence(full, tmp_path):
    head = b"From: ada@customer.example\r\nSubject: a\r\n b\r\nDate: x\r\nMIME-Version: 1.0\r\n"
    bomb, inner = b"", b"end\r\n"
    for depth in range(3_000):
        edge = b"b%d" % depth
        bomb += b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n" % (edge, edge)
    charset = b"Content-Type: text/plain; charset=klingon\r\n\r\n\xff\xfe wor\x00ds"
    parts = b"Content-Type: multipart/mixed; boundary=z\r\n\r\n" + b"--z\r\n\r\nx\r\n" * 5_000
    coded = base64.b64encode(b"\xff" * 90)
    for tail in (
        bomb + inner,
        charset,
        parts,
        b"Content-Transfer-Encoding: base64\r\n\r\n" + coded,
        b"Content-Type: text/html\r\n\r\n" + b"<" * 200_000,
        b"Content-Type: text/html\r\n\r\n" + b"<div " * 40_000,
        b"To: " + b"<" * 50_000 + b"\r\n\r\nx",
        b"Content-Type: ;;;;\r\n\r\nx",
    ):
        (one,) = read(full, tmp_path, "a.eml", head + tail)
        assert (one.draft is None) == bool(one.refused)
        if one.draft is not None:
            assert "\n" not in one.draft.subject
            full.do(touches.add, one.draft)


def test_what_is_neither_is_refused(full, tmp_path, monkeypatch):
    assert "neither" in read(full, tmp_path, "a.eml", b"\x00\x01\x02")[0].refused
    assert "neither" in read(full, tmp_path, "a.ics", b"hello")[0].refused
    monkeypatch.setattr(brought, "LIMIT", 10)
    assert "25 MB" in read(full, tmp_path, "a.eml", b"x" * 11)[0].refused
    assert "could not be read" in full.read(brought.read, "a", [tmp_path / "no.eml"])[0].refused


def test_a_meeting_becomes_a_touch_with_its_people(full, tmp_path):
    (one,) = read(full, tmp_path, "a.ics", ics(*MEETING))
    draft = one.draft
    assert (draft.kind, draft.direction, draft.contacts) == ("meeting", "", ("c1",))
    assert to_date(draft.day).isoformat() == "2026-03-10"
    assert draft.at == "2026-03-10T08:30:00+00:00"
    assert draft.subject == "Kick-off, second part"
    assert draft.body == "Place: Room 1\n\nAgenda\nSeats"
    full.do(touches.add_many, [draft])
    assert read(full, tmp_path, "a.ics", ics(*MEETING))[0].known


def event(*lines):
    return ("BEGIN:VEVENT", "UID:2", "SUMMARY:Talk", *lines, "END:VEVENT")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (event("DTSTART:20260310", "RRULE:FREQ=DAILY"), "repeats without end"),
        (event("DTSTART:20260310", "RRULE:FREQ=DAILY;COUNT=3"), "It repeats; only"),
        (event("DTSTART:20260314T120000Z", "RRULE:FREQ=NEVER"), "repeats"),
        (event("DTSTART:20990310"), "still to come"),
        (event("DTSTART:20260310", "STATUS:CANCELLED"), "was cancelled"),
        (event(), "no day"),
        (event("DTSTART:20261399"), "no day"),
        (event("DTSTART:monday"), "no day"),
        (("BEGIN:VTODO", "UID:3", "END:VTODO"), "holds no meeting"),
        (event("DTSTART;TZID=Nowhere:20260310T093000"), "Nobody in it"),
        (("BEGIN:VEVENT",), "holds no meeting"),
        (("END:VEVENT", "END:VCALENDAR"), "cannot be read as a calendar"),
    ],
)
def test_odd_meetings_are_told(full, tmp_path, lines, told):
    (one,) = read(full, tmp_path, "a.ics", ics(*lines))
    assert told in f"{one.refused} {' '.join(one.notes)}"
    if one.draft is not None:
        full.do(touches.add, one.draft)


def test_a_time_zone_that_never_ends_is_not_run(full, tmp_path):
    zone = (
        "BEGIN:VTIMEZONE",
        "TZID:Endless",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "RRULE:FREQ=SECONDLY",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:STANDARD",
        "END:VTIMEZONE",
    )
    lines = (*zone, *event("DTSTART;TZID=Endless:20260310T093000"))
    (one,) = read(full, tmp_path, "a.ics", ics(*lines))
    assert to_date(one.draft.day).isoformat() == "2026-03-10"


def test_many_meetings_are_cut_and_letters_that_are_none_refused(full, tmp_path, monkeypatch):
    monkeypatch.setattr(calendar, "EVENTS", 2)
    lines = [line for day in ("01", "02", "03") for line in event(f"DTSTART:202603{day}")]
    found = read(full, tmp_path, "a.ics", ics(*lines))
    assert [one.draft is not None for one in found] == [True, True, False]
    assert "1 more meetings" in found[-1].refused
    bad = ics(*event("DTSTART:20260310")).replace(b"Talk", b"\xff\xfe")
    assert "UTF-8" in read(full, tmp_path, "a.ics", bad)[0].refused


def test_pasted_words_are_known_for_what_they_are(full):
    told = ics(*MEETING).decode()
    assert brought.speaks_of_touches(told)
    assert brought.speaks_of_touches(a_mail().as_string())
    assert not brought.speaks_of_touches("From: here to there")
    (one,) = full.read(brought.read_text, "a", told)
    assert one.draft.subject == "Kick-off, second part"


@op("Work")
def work(tx):
    row = make.account(tx, "w", name="Wörk; Ltd, \\ x")
    for title, due, done in (("Call; Ada,\nnow", TODAY + 3, None), ("Done", TODAY, TODAY)):
        tx.add(
            tables.Task(
                account_id=row,
                title=title,
                note="é" * 90,
                checklist=[],
                made_on=TODAY,
                due_on=due,
                done_on=done,
            )
        )
    for number, arr in ((1, 1000.0), (2, 500.0)):
        tx.add(
            tables.Subscription(
                subscription_id=f"s{number}",
                account_id=row,
                arr=arr,
                start=TODAY - 9,
                end=TODAY + 60,
            )
        )
    tx.flush()


def test_tasks_and_renewals_are_a_calendar_of_the_same_bytes(full, tmp_path):
    full.do(work)
    content = full.read(calendar.export, TODAY)
    assert content == full.read(calendar.export, TODAY)
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    events = Calendar.from_ical(content).walk("VEVENT")
    told = [(str(one["SUMMARY"]), one["DTSTART"].dt) for one in events]
    assert told == [
        ("Call; Ada, now (Wörk; Ltd, \\ x)", to_date(TODAY + 3)),
        ("Renewal: Wörk; Ltd, \\ x", to_date(TODAY + 60)),
    ]
    assert str(events[1]["DESCRIPTION"]) == "2 subscriptions, 1,500 a year"
    assert all(one["DTSTAMP"].dt.date() == to_date(TODAY) for one in events)
    assert len({str(one["UID"]) for one in events}) == 2
    assert full.read(calendar.save, tmp_path / "w.ics", TODAY, "w") == 2
    assert full.read(calendar.save, tmp_path / "a.ics", TODAY, "a") == 0
    assert (tmp_path / "w.ics").read_bytes() == content


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"From: a@b.c\nSubject: ", b"To: <"]))
def test_no_mail_raises(content, head):
    told = mail.read("x", head + content, Reader("a", {}, ZoneInfo("UTC"), TODAY))
    assert (told.draft is None) == bool(told.refused)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_calendar_raises(words):
    content = ics("BEGIN:VEVENT", *words.splitlines(), "END:VEVENT")
    told = calendar.read("x", content, Reader("a", {}, ZoneInfo("UTC"), TODAY))
    assert all((one.draft is None) == bool(one.refused) for one in told)
