"""Messages leave by a real mail server on the loopback: each once, whatever comes between."""

from __future__ import annotations

import json
import signal

import pytest
from sqlalchemy import text

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.outbox_view import Recipient
from healthdesk.core.domain.sending import MailServer
from healthdesk.core.services import (
    edits,
    imports,
    landing,
    mail_server,
    messages,
    passwords,
    post,
    run_effects,
    sending,
    touches,
)
from tests import child, folders, make
from tests.core import mail_host

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2025-01-01\nb,Two,2025-01-01\n",
    "contacts": "contact_id,account_id,name,email,role\n"
    "c1,a,Dana Ortiz,dana@one.example,champion\nc2,a,Marc Aubert,marc@one.example,sponsor\n"
    "c3,b,Bo,bo@two.example,user\n",
}
DANA = Recipient("Dana Ortiz", "dana@one.example", "c1")
MARC = Recipient("Marc Aubert", "marc@one.example", "c2")
BO = Recipient("Bo", "bo@two.example", "c3")


def at(port: int, **more: object) -> MailServer:
    told = {"security": "none", "address": "ada@north.example", "name": "Ada", **more}
    return MailServer(host="127.0.0.1", port=port, **told)


@pytest.fixture
def full(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    desk.do(mail_server.change, at(9))
    return desk


def written(desk, *to, account="a", subject="Our call", body="Dear all,\n\nhello Zoë"):
    row = desk.do(messages.compose, account)
    desk.do(messages.write, row, list(to), subject, body)
    return row


def queued(desk, *to, **more):
    row = written(desk, *to, **more)
    desk.do(sending.queue, row)
    return row


def state(desk, row):
    found = desk.read(messages.one, row, TODAY).row
    return found.state, found.sending


def test_what_is_queued_is_sent_and_its_touch_is_logged(full):
    row = queued(full, DANA, MARC)
    with mail_host.running() as (host, port):
        told = post.send_waiting(full, at(port))
    assert (told.sent, told.trouble, told.waiting) == (1, "", 0)
    ((to, mail),) = host.taken
    assert to == ["dana@one.example", "marc@one.example"]
    assert (mail["From"], mail["Subject"]) == ("Ada <ada@north.example>", "Our call")
    assert mail.get_content().replace("\r\n", "\n").rstrip() == "Dear all,\n\nhello Zoë"
    assert mail["X-Unsent"] is None
    view = full.read(messages.one, row, TODAY)
    assert (view.row.state, view.row.how, view.row.sending) == ("handed", "server", "sent")
    assert full.read(touches.read, view.touchpoint).draft.direction == "outbound"


def test_without_a_line_it_waits_and_goes_once_there_is_one(full):
    rows = [queued(full, DANA), queued(full, BO, account="b")]
    for _ in range(2):
        told = post.send_waiting(full, at(mail_host.free_port()))
        assert (told.sent, told.waiting) == (0, 2)
        assert "cannot be reached" in told.trouble
    assert [state(full, row) for row in rows] == [("queued", "queued")] * 2
    assert full.read(messages.counts, TODAY).queued == 2
    with mail_host.running() as (host, port):
        assert post.send_waiting(full, at(port)).sent == 2
        assert post.send_waiting(full, at(port)).sent == 0
    assert len(host.taken) == 2


def test_a_server_that_is_busy_is_asked_again_with_the_same_id(full):
    row = queued(full, DANA)
    with mail_host.running() as (host, port):
        host.on_data = "451 Try again later"
        told = post.send_waiting(full, at(port))
        assert told.later == ((row, "451 Try again later"),)
        assert state(full, row) == ("queued", "queued")
        assert "451" in full.read(messages.one, row, TODAY).row.sending_error
        host.on_data = ""
        assert post.send_waiting(full, at(port)).sent == 1
    assert len(set(host.keys)) == len(host.keys) == 1


def test_a_refusal_for_good_makes_it_a_draft_again(full):
    row, other = queued(full, DANA), queued(full, BO, account="b")
    with mail_host.running() as (host, port):
        host.on_recipient["dana@one.example"] = "550 No such user"
        told = post.send_waiting(full, at(port))
        assert told.sent == 1  # the next one goes all the same
        assert told.refused == ((row, "dana@one.example: 550 No such user"),)
        assert state(full, row) == ("draft", "refused")
        assert state(full, other) == ("handed", "sent")
        host.on_recipient.clear()
        full.do(sending.queue, row)
        assert post.send_waiting(full, at(port)).sent == 1
    assert len(host.taken) == 2


def test_a_recipient_that_is_not_taken_is_told_and_the_others_get_it(full):
    row = queued(full, DANA, MARC)
    with mail_host.running() as (host, port):
        host.on_recipient["marc@one.example"] = "550 Left"
        assert post.send_waiting(full, at(port)).sent == 1
    assert host.taken[0][0] == ["dana@one.example"]
    assert (
        "not to marc@one.example: 550 Left" in full.read(messages.one, row, TODAY).row.sending_error
    )


def test_where_the_line_breaks_behind_the_words_a_person_decides(full):
    row, other = queued(full, DANA), queued(full, BO, account="b")
    with mail_host.running() as (host, port):
        host.on_data = "hang up"
        told = post.send_waiting(full, at(port))
        assert (told.unsure, told.sent) == ((row,), 0)
        host.on_data = ""
        assert post.send_waiting(full, at(port)).sent == 1  # the other, never this one
        assert state(full, row) == ("queued", "unsure")
        assert state(full, other) == ("handed", "sent")
        with pytest.raises(UsageError, match="may have been sent"):
            full.do(sending.unqueue, row)
        full.do(sending.decide, row, was_sent=False)
        assert state(full, row) == ("draft", "refused")
        full.do(sending.queue, row)
        assert post.send_waiting(full, at(port)).sent == 1
    assert host.keys[0] == host.keys[2]  # the same id: a server that has it already can tell


def test_a_kill_between_the_answer_and_its_note_sends_nothing_twice(full, tmp_path):
    row, other = queued(full, DANA), queued(full, BO, account="b")
    path = full.path
    full.close()
    with mail_host.running() as (host, port):
        code = (
            "import os, signal, sys\n"
            "from pathlib import Path\n"
            "from healthdesk.core.desk import Desk\n"
            "from healthdesk.core.domain.sending import MailServer\n"
            "from healthdesk.core.services import post, sending\n"
            "def killed(*told): os.kill(os.getpid(), signal.SIGKILL)\n"
            "killed.label = 'Send message'\n"
            "sending.answered = killed\n"
            f"server = MailServer(host='127.0.0.1', port={port}, security='none',"
            " address='ada@north.example')\n"
            f"with Desk.open(Path({json.dumps(str(path))})) as desk:\n"
            "    post.send_waiting(desk, server)\n"
        )
        killed = child.start(code)
        killed.communicate()
        assert killed.returncode == -signal.SIGKILL
        assert len(host.taken) == 1
        with Desk.open(path, clock=make.CLOCK) as opened:
            told = post.send_waiting(opened, at(port))
            assert told.sent == 1
            assert state(opened, row) == ("queued", "unsure")
            assert state(opened, other) == ("handed", "sent")
            opened.do(sending.decide, row, was_sent=True)
            assert state(opened, row) == ("handed", "sent")
            assert post.send_waiting(opened, at(port)).sent == 0
    assert len(host.taken) == 2
    assert len(set(host.keys)) == 2


def test_undoing_sends_nothing_again(full):
    row = queued(full, DANA)
    with mail_host.running() as (host, port):
        post.send_waiting(full, at(port))
        while full.undo() not in ("Import", None):
            pass
        while full.redo() is not None:
            pass
        post.send_waiting(full, at(port))
    assert len(host.taken) == 1
    with pytest.raises(UsageError, match="taken back"):
        full.do(messages.again, row)


def test_many_that_are_sent_at_one_go_are_one_step_of_undo(full):
    rows = [queued(full, DANA), queued(full, BO, account="b")]
    with mail_host.running() as (host, port):
        assert post.send_waiting(full, at(port)).sent == 2
    assert full.undo() == "Send message"
    assert [state(full, row)[0] for row in rows] == ["queued", "queued"]
    assert full.read(sending.waiting) == ()
    assert len(host.taken) == 2


def test_a_queued_message_can_be_taken_out_and_not_written_in(full):
    row = queued(full, DANA)
    with pytest.raises(UsageError, match="waits to be sent"):
        full.do(messages.write, row, [DANA], "Other", "words")
    full.do(sending.unqueue, row)
    assert state(full, row) == ("draft", "")
    full.do(messages.write, row, [DANA], "Other", "words")


def test_who_left_meanwhile_gets_nothing(full):
    row = queued(full, DANA)
    full.do(edits.set_value, "contacts", ["c1"], "do_not_contact", "true")
    with mail_host.running() as (host, port):
        told = post.send_waiting(full, at(port))
    assert (told.sent, host.taken) == (0, [])
    assert state(full, row) == ("draft", "refused")


def test_nothing_is_queued_that_must_not_leave(full):
    with pytest.raises(UsageError, match="Nobody is chosen"):
        full.do(sending.queue, written(full))
    with pytest.raises(UsageError, match="Nothing is written"):
        full.do(sending.queue, written(full, DANA, subject="", body=""))
    full.do(mail_server.change, MailServer())
    with pytest.raises(UsageError, match="No mail server"):
        full.do(sending.queue, written(full, DANA))


def test_a_password_is_asked_for_and_told_to_nobody(full, monkeypatch):
    queued(full, DANA)
    with mail_host.running(password=True) as (host, port):
        server = at(port, user=mail_host.USER)
        told = post.send_waiting(full, server, "swordfish 7")
        assert told.password
        assert "swordfish" not in told.trouble
        assert post.check(server, "swordfish 7").startswith("The mail server refused")
        assert post.check(server, mail_host.PASSWORD) == ""
        assert post.send_waiting(full, server, mail_host.PASSWORD).sent == 1
    assert len(host.taken) == 1
    full.do(mail_server.change, server)
    kept = full.read(settings_told)
    assert "swordfish" not in kept
    assert mail_host.PASSWORD not in kept
    held: dict[str, str] = {}
    monkeypatch.setattr(passwords, "keep", lambda mark, told: held.setdefault(mark, told) == told)
    assert mail_server.keep_password(server, "x")
    assert list(held) == [f"smtp://{mail_host.USER}@127.0.0.1:{port}"]


def settings_told(tx):
    """All of the settings as text."""
    return str(tx.execute(text("SELECT key, value FROM setting")).all())


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"host": "mail.north.example"}, "without TLS"),
        ({"host": "a b"}, "no name of a server"),
        ({"address": "ada"}, "name@company"),
        ({"name": "Ada\r\nBcc: eve@evil.example"}, "line breaks"),
        ({"port": 0}, "port|int"),
    ],
)
def test_a_server_that_cannot_be_is_refused(full, more, told):
    document = {
        "host": "127.0.0.1", "port": 25, "security": "none", "address": "ada@north.example", **more
    }  # fmt: skip
    with pytest.raises(UsageError, match=told):
        full.do(mail_server.change, MailServer(**document))
    assert full.read(mail_server.read) == at(9)


def test_a_server_nobody_can_trust_gets_nothing(full):
    queued(full, DANA)
    with mail_host.running() as (host, port):
        server = MailServer(
            host="127.0.0.1", port=port, security="starttls", address="ada@north.example"
        )
        told = post.send_waiting(full, server)
    assert (told.sent, host.taken) == (0, [])
    assert told.trouble


def test_what_may_not_leave_is_told_when_several_are_queued(full):
    whole, bare = written(full, DANA), written(full, subject="", body="")
    done, told = full.do(sending.queue_many, [whole, bare, whole])
    assert (done, len(told)) == (1, 1)
    assert "Nobody is chosen" in told[0]
    view = full.read(messages.one, whole, TODAY)
    assert view.key.startswith("<")
    waits = {one.kind: one.words for one in full.read(landing.report, 1, TODAY).did}
    assert waits["queued"] == "1 mail waits to be sent"
    full.undo()
    assert full.read(sending.waiting) == ()


def test_a_step_that_is_taken_back_takes_what_waits_with_it_and_not_what_may_be_sent(full):
    rows = [queued(full, DANA), queued(full, BO, account="b")]
    with mail_host.running() as (host, port):
        host.on_data = "hang up"
        post.send_waiting(full, at(port))
    full.do(take_steps_back, rows)
    assert [state(full, row) for row in rows] == [("queued", "unsure"), ("dropped", "queued")]
    assert full.read(sending.waiting) == ()


@op("Take steps back")
def take_steps_back(tx, rows):
    """As a run does that is stopped."""
    for row in rows:
        run_effects.take_back(tx, run_effects.Made(message=row), TODAY, "stopped")
