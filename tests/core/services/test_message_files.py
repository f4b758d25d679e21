"""S-14: mail files, links and calendar files out of hostile headers, parsed back again."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.policy import default
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from healthdesk.core.domain.addresses import MOST_LINK, address_fault, line_fault
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.outbox_view import Recipient
from healthdesk.core.domain.task import CheckItem, TaskDraft
from healthdesk.core.services import ics, imports, message_files, tasks
from tests import folders, make

TODAY = to_day(make.NOW.date())
AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
DANA = Recipient("Dana Ortiz", "dana@one.example")
EVIL = "eve@evil.example"
HEADERS = {"to", "subject", "date", "x-unsent", "message-id", "mime-version"}
HEADERS |= {"content-type", "content-transfer-encoding"}
ADDRESSES = (
    f"dana@one.example\r\nBcc: {EVIL}",
    f"dana@one.example\nBcc: {EVIL}",
    f"dana@one.example\rBcc: {EVIL}",
    f"dana@one.example\x0bBcc: {EVIL}",
    f"dana@one.example\u2028Bcc: {EVIL}",
    f"dana@one.example,{EVIL}",
    f"dana@one.example;{EVIL}",
    f"Dana <dana@one.example>, {EVIL}",
    f"<{EVIL}>",
    f'"dana@one.example,{EVIL}"@x.example',
    f"dana(comment {EVIL})@one.example",
    "dana@one.example\0",
    "dana@one.example ",
    "dana",
    "@one.example",
    "dana@one@two.example",
    "dana@localhost",
    "dana..o@one.example",
    "a" * 250 + "@one.example",
    f"dana@one.example\\,{EVIL}",
    "dana@[127.0.0.1]",
    "",
    "mailto:dana@one.example",
    "dana@one.example\u202e",
)
SUBJECTS = (
    f"Hi\r\nBcc: {EVIL}",
    f"Hi\nBcc: {EVIL}",
    f"Hi\rBcc: {EVIL}",
    f"Hi\r\n\r\n<script>{EVIL}</script>",
    "Hi\x85X: y",
    "Hi\u2029X: y",
    "Hi\x0cX: y",
    "Hi\0",
    "x" * 301,
)
NAMES = (f"Dana\r\nBcc: {EVIL}", "Dana\nX: y", "Dana\0")
WORDS = (
    f"&bcc={EVIL}",
    f"?bcc={EVIL}&subject=other",
    f"a%0d%0aBcc:{EVIL}",
    f"\nBcc: {EVIL}\n\n.",
    "=?utf-8?b?QmNjOiBldmVAZXZpbC5leGFtcGxl?=",
    "#fragment & more",
    "Ünïcødé 漢字 🙂",
    "From here\n.\n..\nFrom there\n" + "long " * 400,
)


@pytest.mark.parametrize("address", ADDRESSES, ids=range(len(ADDRESSES)))
def test_s14_what_is_no_single_address_is_refused(address):
    assert address_fault(address)
    for make_one in (
        lambda: message_files.eml([Recipient("", address)], "Hi", "x", AT),
        lambda: message_files.link([Recipient("", address)], "Hi", "x"),
        lambda: ics.make(ics.Meeting("m", "Call", TODAY, guests=(Recipient("", address),))),
    ):
        with pytest.raises(UsageError, match=r"[Nn]othing was"):
            make_one()


@pytest.mark.parametrize("subject", SUBJECTS, ids=range(len(SUBJECTS)))
def test_s14_a_subject_that_is_more_than_a_line_is_refused(subject):
    for make_one in (
        lambda: message_files.eml([DANA], subject, "x", AT),
        lambda: message_files.link([DANA], subject, "x"),
    ):
        with pytest.raises(UsageError, match="Nothing was changed"):
            make_one()


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_s14_a_name_that_is_more_than_a_line_is_refused(name):
    with pytest.raises(UsageError, match="A name"):
        message_files.eml([Recipient(name, DANA.address)], "Hi", "x", AT)


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_s14_words_stay_where_they_stand(words):
    line = " ".join(words.split())[:200]
    to = [
        Recipient(f'D "{line[:60]}", Ortiz', "dana@one.example"),
        Recipient("", "o'a@two.example"),
    ]
    found = email.message_from_bytes(message_files.eml(to, line, words, AT), policy=default)
    assert {name.lower() for name in found} <= HEADERS
    assert [one.addr_spec for one in found["To"].addresses] == [one.address for one in to]
    assert found["To"].addresses[0].display_name == to[0].name
    if not line.startswith("=?"):
        assert found["Subject"] == line
    assert found.get_content().replace("\r\n", "\n").rstrip("\n") == words.rstrip("\n")


@pytest.mark.parametrize("words", WORDS[:-1], ids=range(len(WORDS) - 1))
def test_s14_a_link_holds_one_subject_and_one_body(words):
    line = " ".join(words.split())
    parts = urlsplit(message_files.link([DANA], line, words))
    assert (parts.scheme, unquote(parts.path), parts.fragment) == ("mailto", DANA.address, "")
    asked = parse_qs(parts.query, strict_parsing=True)
    assert set(asked) == {"subject", "body"}
    assert asked["subject"] == [line]
    assert asked["body"] == [words.replace("\n", "\r\n")]


def test_a_link_that_is_too_long_is_none():
    assert message_files.link([DANA], "Hi", "ä" * MOST_LINK) == ""
    assert len(message_files.link([DANA], "Hi", "x" * 1_000)) <= MOST_LINK


def test_the_same_message_gives_the_same_file():
    one = message_files.eml([DANA], "Hi", "Words\n", AT, "message-1")
    assert one == message_files.eml([DANA], "Hi", "Words\n", AT, "message-1")
    assert b"X-Unsent: 1" in one
    assert b"\n" not in one.replace(b"\r\n", b"")


def test_an_address_with_other_letters_goes_out_as_every_program_takes_it():
    found = message_files.eml([Recipient("Jörg", "jorg@müller.example")], "Hi", "x", AT)
    assert b"jorg@xn--mller-kva.example" in found


LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(
    LINES, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)
)
def test_s14_any_subject_and_words_are_refused_or_come_back(subject, words):
    if line_fault(subject, "A subject"):
        with pytest.raises(UsageError):
            message_files.eml([DANA], subject, words, AT)
        return
    found = email.message_from_bytes(message_files.eml([DANA], subject, words, AT), policy=default)
    assert {name.lower() for name in found} <= HEADERS
    assert len(found["To"].addresses) == 1


TITLES = (
    f"Call\r\nATTENDEE:mailto:{EVIL}",
    f"Call\nATTENDEE;CN=x:mailto:{EVIL}",
    "Call\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Other",
    'Call; with, signs: \\n and "quotes"',
    "Ünïcødé 漢字 🙂 " * 20,
    "Call\0\x01",
)


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
def test_s14_a_calendar_file_holds_one_entry_and_whom_we_asked(title):
    meeting = ics.Meeting(
        "task-1", title, TODAY, words=title, guests=(Recipient(title, DANA.address),)
    )
    found = Calendar.from_ical(ics.make(meeting, "Europe/Berlin"))
    (event,) = found.events
    assert str(event["SUMMARY"]) == " ".join(
        "".join(one for one in title if one.isprintable() or one in "\r\n").split()
    )
    assert str(event["ATTENDEE"]) == f"mailto:{DANA.address}"
    assert event["DTSTART"].dt == datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
    assert (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() == 1_800
    assert EVIL not in str(event["ATTENDEE"])


def test_a_task_becomes_a_calendar_file_and_asks_only_whom_one_may(desk, tmp_path):
    told = {
        "accounts": "account_id,name\na,One\n",
        "contacts": "contact_id,account_id,name,email,do_not_contact\n"
        "c1,a,Dana,dana@one.example,\nc2,a,Marc,marc@one.example,true\n",
    }
    desk.do(imports.run, [folders.write(tmp_path / "facts", told)])
    steps = (CheckItem("slides"),)
    row = desk.do(
        tasks.add, TaskDraft("Call", "a", TODAY + 1, note="Ask", checklist=steps, contact_id="c1")
    )
    (event,) = Calendar.from_ical(desk.read(ics.of_task, row, TODAY, ics.Slot(invite=True))).events
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == ("Call (One)", "Ask\n\n- slides")
    assert str(event["ATTENDEE"]) == "mailto:dana@one.example"
    assert desk.read(ics.of_task, row, TODAY) == desk.read(ics.of_task, row, TODAY)
    assert b"ATTENDEE" not in desk.read(ics.of_task, row, TODAY)
    barred = desk.do(tasks.add, TaskDraft("Call", "a", TODAY, contact_id="c2"))
    with pytest.raises(UsageError, match="Marc must not be contacted"):
        desk.read(ics.of_task, barred, TODAY, ics.Slot(invite=True))
    nobody = desk.do(tasks.add, TaskDraft("Call", "a"))
    with pytest.raises(UsageError, match="no day"):
        desk.read(ics.of_task, nobody, TODAY)
