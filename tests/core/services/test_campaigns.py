"""Campaigns: who is written to, who is not and why, words of one alone, and what came of it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from healthdesk.core.domain.campaign import (
    EVERYBODY,
    Campaign,
    dump_campaign,
    parse_campaign,
)
from healthdesk.core.domain.errors import BadDocument, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.sending import MailServer
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import (
    campaign_files,
    campaign_reading,
    campaigns,
    edits,
    imports,
    mail_server,
    messages,
    segments,
    sending,
    touches,
)
from tests import folders, make

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on,tier,cause\na,One,2025-01-01,gold,fading\n"
    "b,Two,2025-01-01,gold,\nc,Three,2025-01-01,gold,confused;fading\nd,Four,2025-01-01,base,fading\n"
    "e,Five,2025-01-01,gold,fading\n",
    "contacts": "contact_id,account_id,name,email,role,do_not_contact\n"
    "a1,a,Dana Ortiz,dana@one.example,champion,\na2,a,Marc Aubert,marc@one.example,user,\n"
    "b1,b,Bo,bo@two.example,champion,\nc1,c,Cy,cy@three.example,champion,true\n"
    "c2,c,Cleo,cleo@three.example,user,\nd1,d,Di,di@four.example,champion,\n"
    "e1,e,Eve,eve@five.example,champion,\n",
    "outcomes": "account_id,day,kind,arr_change,reason\ne,2026-02-01,churned,,\n",
}
WEBINAR = Campaign(
    "Webinar",
    segment="Gold",
    cause="fading",
    subject="An hour for {{ account }}",
    body="Dear {{ first_name }},\n\njoin us.",
)


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    rule = {"field": "tier", "op": "=", "value": "gold"}
    desk.do(segments.add, {"name": "Gold", "rule": rule})
    return desk


def told(desk, name="Webinar"):
    rows = desk.read(campaign_reading.people, name, TODAY)
    return {one.person.contact_id if one.person else one.account_id: one.left_out for one in rows}


def sent(desk, *contacts, name="Webinar"):
    """Hand the messages of some people over."""
    for one in desk.read(campaign_reading.people, name, TODAY):
        if one.person.contact_id in contacts:
            desk.do(messages.hand_over, one.message, "sent")


def test_segment_and_cause_choose_and_who_must_not_be_written_to_is_told(full):
    full.do(campaigns.add, WEBINAR)
    assert told(full) == {"a1": "", "c": "nobody fits"}  # Bo shows no cause, Di is base, Five left
    full.do(campaigns.change, "Webinar", msgspec.structs.replace(WEBINAR, to=EVERYBODY))
    assert told(full) == {"a1": "", "a2": "", "c1": "must not be contacted", "c2": ""}
    row = full.read(campaign_reading.people, "Webinar", TODAY)[0]
    assert "".join(words for words, _ in row.subject_runs) == "An hour for One"


def test_one_alone_gets_other_words_and_one_is_left_out_by_hand(full):
    full.do(campaigns.add, msgspec.structs.replace(WEBINAR, to=EVERYBODY))
    full.do(campaigns.say_alone, "Webinar", "a1", ("For you", "Dana, call me."))
    full.do(campaigns.leave_out, "Webinar", "c2", "on holiday")
    assert told(full)["c2"] == "on holiday"
    made = full.do(campaigns.write, "Webinar")
    views = [full.read(messages.one, row, TODAY) for row in made]
    assert {(view.row.to[0].contact_id, view.row.subject, view.body) for view in views} == {
        ("a1", "For you", "Dana, call me."),
        ("a2", "An hour for One", "Dear Marc,\n\njoin us."),
    }
    assert told(full) == {
        "a1": "", "a2": "", "c1": "must not be contacted", "c2": "on holiday"
    }  # fmt: skip
    with pytest.raises(UsageError, match="written already"):
        full.do(campaigns.write, "Webinar")
    assert full.undo() == "Write campaign"
    assert full.read(messages.drafts, TODAY) == ()
    full.do(campaigns.take_in, "Webinar", "c2")
    assert told(full)["c2"] == ""


def test_nobody_gets_too_much(full):
    full.do(campaigns.add, WEBINAR)
    full.do(campaigns.write, "Webinar")
    full.do(campaigns.add, msgspec.structs.replace(WEBINAR, name="Guide", rest_days=0))
    full.do(campaigns.add, msgspec.structs.replace(WEBINAR, name="Offer", most=0))
    assert told(full, "Guide")["a1"] == "got 1 message of campaigns in 30 days"
    assert told(full, "Offer")["a1"] == "a message to them waits in the outbox"
    sent(full, "a1")
    assert told(full, "Offer")["a1"] == "written to on 14 Mar 2026"
    loose = msgspec.structs.replace(WEBINAR, name="Loose", rest_days=0, most=0)
    full.do(campaigns.add, loose)
    assert told(full, "Loose")["a1"] == ""


def test_a_mail_that_was_logged_by_hand_counts_as_written(full):
    full.do(campaigns.add, WEBINAR)
    draft = TouchDraft("a", "email", "outbound", TODAY - 3, "Hi", "", ("a1",))
    full.do(touches.add, draft)
    assert told(full)["a1"] == "written to on 11 Mar 2026"


def test_what_came_of_it_is_counted(full):
    full.do(campaigns.add, msgspec.structs.replace(WEBINAR, to=EVERYBODY))
    full.do(campaigns.write, "Webinar")
    sent(full, "a1", "c2")
    full.do(touches.add, TouchDraft("a", "email", "inbound", TODAY, "Re", "Yes", ("a1",)))
    (row,) = full.read(campaign_reading.overview, TODAY)
    assert (row.state, row.people, row.left_out, row.out, row.answered) == ("written", 3, 1, 2, 1)
    full.do(campaigns.end, "Webinar")
    rows = full.read(campaign_reading.people, "Webinar", TODAY)
    states = {one.person.contact_id: one.message_state for one in rows}
    assert states == {"a1": "handed", "a2": "dropped", "c1": "", "c2": "handed"}


def test_what_cannot_be_is_refused(full):
    with pytest.raises(UsageError, match="Line 1"):
        full.do(campaigns.add, msgspec.structs.replace(WEBINAR, body="{{ 1 + }}"))
    full.do(campaigns.add, msgspec.structs.replace(WEBINAR, body=""))
    with pytest.raises(UsageError, match="needs a subject and words"):
        full.do(campaigns.write, "Webinar")
    assert full.do(campaigns.add, WEBINAR) == "Webinar 2"
    with pytest.raises(UsageError, match="already"):
        full.do(campaigns.change, "Webinar 2", WEBINAR)
    full.do(edits.set_value, "contacts", ["a1"], "do_not_contact", "true")
    with pytest.raises(UsageError, match="Nobody is left"):
        full.do(campaigns.write, "Webinar 2")
    full.do(campaigns.remove, "Webinar 2")
    assert full.read(campaigns.names) == ("Webinar",)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20).map(
    str.strip
)


@given(
    st.builds(
        Campaign,
        name=WORDS.filter(bool),
        purpose=WORDS,
        segment=WORDS,
        cause=WORDS,
        to=st.sampled_from(["champion", EVERYBODY, "newest"]),
        subject=WORDS,
        body=WORDS,
        rest_days=st.integers(0, 400),
        most=st.integers(0, 100),
        most_days=st.integers(1, 400),
        due=st.none() | st.integers(0, 100_000),
    )
)
def test_a_document_comes_back_as_it_was(campaign):
    body = msgspec.json.encode(dump_campaign(campaign))
    assert parse_campaign(msgspec.json.decode(body), "campaign") == campaign


def test_a_document_that_is_none_names_the_place():
    with pytest.raises(BadDocument, match="to"):
        parse_campaign({**dump_campaign(WEBINAR), "to": "nobody"}, "campaign")


def test_a_campaign_that_ends_takes_what_waits_to_be_sent_with_it(full):
    server = MailServer(host="127.0.0.1", port=9, security="none", address="ada@north.example")
    full.do(mail_server.change, server)
    full.do(campaigns.add, msgspec.structs.replace(WEBINAR, to=EVERYBODY))
    made = full.do(campaigns.write, "Webinar")
    assert full.do(sending.queue_many, made) == (3, ())
    assert full.read(sending.standing).queued == 3
    full.do(campaigns.end, "Webinar")
    assert full.read(sending.waiting) == ()
    assert {one.state for one in full.read(messages.drafts, TODAY)} == {"dropped"}
    assert full.do(campaigns.duplicate, "Webinar") == "Webinar 2"


def test_only_whole_mails_of_those_who_get_it_are_written_to_files(full, tmp_path):
    words = '{{ first_name }} {{ attribute["region"] }}'
    full.do(campaigns.add, msgspec.structs.replace(WEBINAR, name="../=1+1", to=EVERYBODY))
    full.do(campaigns.say_alone, "../=1+1", "c2", ("For you", words))
    rows = full.read(campaign_reading.people, "../=1+1", TODAY)
    table = campaign_files.save_table(tmp_path / "t.csv", rows)
    assert (table.written, table.passed) == (2, 1)  # Cleo's field has no value
    told = (tmp_path / "t.csv").read_text("utf-8-sig")
    assert "dana@one.example" in told
    assert "cy@three.example" not in told
    filed = campaign_files.save_mails(tmp_path, rows, "../=1+1", make.NOW)
    assert (filed.written, filed.passed) == (2, 1)
    assert filed.path.parent == tmp_path
    assert len(list(filed.path.glob("*.eml"))) == 2
    again = campaign_files.save_mails(tmp_path, rows, "../=1+1", make.NOW)
    assert again.path != filed.path


def kept(tx):
    """All rows that a campaign and its messages have."""
    return [
        tx.execute(text(f"SELECT * FROM {table} ORDER BY id")).all()
        for table in ("campaign", "campaign_person", "message")
    ]


def test_every_piece_of_work_is_undone_and_done_again(full):
    server = MailServer(host="127.0.0.1", port=9, security="none", address="ada@north.example")
    full.do(mail_server.change, server)
    name = "Webinar"
    work = (
        (campaigns.add, WEBINAR),
        (campaigns.change, name, msgspec.structs.replace(WEBINAR, to=EVERYBODY)),
        (campaigns.say_alone, name, "a1", ("For you", "Call me.")),
        (campaigns.say_alone, name, "a1", None),
        (campaigns.leave_out, name, "c2", "on holiday"),
        (campaigns.take_in, name, "c2"),
        (campaigns.duplicate, name),
        (campaigns.write, name),
        (sending.queue_many, (1, 2, 3)),
        (sending.unqueue, 1),
        (sending.queue, 1),
        (campaigns.end, name),
        (campaigns.remove, name),
        (mail_server.change, MailServer()),
    )
    for function, *told in work:
        before = full.read(kept)
        full.do(function, *told)
        after = full.read(kept)
        full.undo()
        assert full.read(kept) == before, function.__name__
        full.redo()
        assert full.read(kept) == after, function.__name__
    assert full.read(mail_server.read) == MailServer()
