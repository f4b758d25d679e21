"""Accounts pass to a colleague and back: what is in the pack, what is not, and nothing is lost."""

from __future__ import annotations

import zipfile
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from healthdesk.core.domain.contact_draft import CareDraft, ContactDraft
from healthdesk.core.domain.errors import LockedPack, UsageError
from healthdesk.core.domain.handover import PackOptions
from healthdesk.core.domain.moment import MomentDraft
from healthdesk.core.domain.op import op
from healthdesk.core.domain.reading import parse_ref
from healthdesk.core.domain.retro import SignalDraft
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import (
    accounts,
    contacts,
    edits,
    handover_listing,
    loose_ends,
    moments,
    playbooks,
    pulses,
    retros,
    tasks,
    timeline,
    touches,
)
from healthdesk.core.services import handover_inherited as lasting
from healthdesk.core.services import handover_making as making
from healthdesk.core.services import handover_merging as merging
from healthdesk.core.services import handover_opening as opening
from healthdesk.core.services import handover_packing as packing
from healthdesk.core.services import settings as desk_settings
from healthdesk.core.store import tables
from tests import make
from tests.core.services import handover_story as story

LOG = {"batch_row", "batch_usage", "import_batch", "import_part"}
"""What an import that was taken back leaves: that it was one."""


@pytest.fixture
def desks(tmp_path):
    with story.two(tmp_path) as both:
        yield both


def touch(subject, account="a0", body="", kind="call"):
    return TouchDraft(account, kind, "outbound" if kind != "note" else "", 20_500, subject, body)


def test_accounts_arrive_whole_and_as_they_were(desks):
    ann, ben = desks
    pack = story.give(ann)
    coming = ben.read(merging.preview, pack)
    assert (coming.new, coming.known, coming.conflicts) == (("Account 0", "Account 1"), (), ())
    assert coming.values == 60
    taken = story.take(ben, pack)
    assert (taken.rejected, taken.kept, taken.notes) == (0, 0, ())
    assert story.state(ben) == story.state(ann)
    assert dict(make.dump(ben))["attachment"][0][-1] == b"a"
    assert ben.read(lambda tx: tx.execute(text("SELECT count(*) FROM account")).scalar()) == 2


def test_taking_in_is_one_step_that_undo_takes_back(desks):
    ann, ben = desks
    pack, before = story.give(ann), make.dump(ben)
    story.take(ben, pack)
    after = make.dump(ben)
    assert ben.undo() == "Take handover in"
    there = make.dump(ben)
    assert {name for name in there if there[name] != before[name]} <= LOG
    ben.redo()
    there = make.dump(ben)
    assert {name for name in there if there[name] != after[name]} <= LOG


def test_a_week_of_both_comes_together_and_the_log_says_who(desks):
    ann, ben = desks
    pack = story.give(ann)
    story.take(ben, pack)
    ben.do(touches.add, touch("Spoke to them"))
    ben.do(tasks.add, TaskDraft("Send the plan", "a0", 20_600))
    ben.do(pulses.put, "a0", -1.0, "Angry about invoices")
    ben.do(edits.set_account, "a1", "tier", "silver")
    ben.do(edits.set_account, "a0", "name", "Their name")
    ann.do(edits.set_account, "a0", "name", "My name")
    ann.do(touches.add, touch("Mine"))
    returned = story.back(ben, pack, "Ben")
    (met,) = ann.read(merging.preview, returned).conflicts
    assert (met.where, met.was, met.mine, met.theirs) == (
        ("accounts", "a0", "name"), "Account 0", "My name", "Their name",
    )  # fmt: skip
    taken = ann.do(merging.take, returned)
    assert (taken.added, taken.changed, taken.kept) == (3, 1, 1)
    (*_, whose, why) = ann.read(pulses.latest, "a0", 30_000)
    assert (whose, why) == ("Ben", "Angry about invoices")
    told = {
        one.title: dict(one.more).get("By")
        for one in ann.read(timeline.read, "a0", 30_000).entries
        if one.group == "touch"
    }
    assert told["Call from us: Spoke to them"] == "Ben"
    assert told["Call from us: Mine"] is None
    before = make.dump(ann)
    again = ann.read(merging.preview, returned)
    assert (again.changes, again.conflicts, again.values) == ((), (), 0)
    ann.do(merging.take, returned)
    assert make.dump(ann) == before


def test_what_was_removed_goes_and_what_was_changed_meanwhile_is_asked(desks):
    ann, ben = desks
    one, two = (ann.do(moments.add, MomentDraft("a0", "promise", name, 20_000)) for name in "xy")
    pack = story.give(ann)
    story.take(ben, pack)
    here = {m.text: m.id for m in ben.read(moments.of_account, "a0", 30_000)}
    ben.do(moments.remove, here["x"])
    ben.do(moments.remove, here["y"])
    ann.do(moments.edit, two, MomentDraft("a0", "promise", "changed", 20_000))
    returned = story.back(ben, pack, "Ben")
    coming = ann.read(merging.preview, returned)
    assert [change.way for change in coming.changes] == ["remove"]
    (met,) = coming.conflicts
    assert met.field == ""
    assert met.theirs is None
    assert met.mine["text"] == "changed"
    ann.do(merging.take, returned)
    assert "changed" in {m.text for m in ann.read(moments.of_account, "a0", 30_000)}
    assert one not in {m.id for m in ann.read(moments.of_account, "a0", 30_000)}


CANARIES = {
    "notes": ("zznote", "zzbody", "zzpersonal", "zzpulse", "zztask", "zzfinding", "zzreason"),
    "addresses": ("zzmail@example.test", "+49zz777"),
    "others": ("zzother",),
}


@op("Seed")
def seed(tx):
    """Something to look for in every place that a pack may leave out."""
    tx.execute(text("UPDATE finding SET hypothesis = 'zzfinding'"))
    tx.execute(text("UPDATE forecast SET reason = 'zzreason'"))
    tx.execute(text("UPDATE account SET name = 'zzother' WHERE account_id = 'a2'"))
    tx.execute(text("UPDATE ticket SET subject = 'write to ZZmail@example.test' WHERE id = 1"))


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    with story.two(tmp_path_factory.mktemp("seeded")) as (ann, _):
        ann.do(seed)
        ann.do(touches.add, touch("Inside", body="zznote", kind="note"))
        ann.do(touches.add, touch("A call", body="zzbody and zzmail@example.test"))
        ann.do(pulses.put, "a0", -1.0, "zzpulse", "Ann")
        ann.do(tasks.add, TaskDraft("Ring", "a0", note="zztask"))
        person = ContactDraft("Ada", "zzmail@example.test", "+49zz777", "Head", "champion", False)
        ann.do(
            contacts.edit, "c0", person, CareDraft(3, "friendly", "signs", None, None, "zzpersonal")
        )
        yield ann


@pytest.mark.parametrize("notes", [False, True])
@pytest.mark.parametrize("addresses", [False, True])
def test_what_was_left_out_is_in_no_byte_of_the_file(seeded, tmp_path, notes, addresses):
    options = PackOptions(notes=notes, addresses=addresses, usage=False)
    made = seeded.read(making.make, making.Giving(("a0",), options=options))
    written = making.write(made, tmp_path / "x.hdpack")
    with zipfile.ZipFile(written.path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    members["the page beside"] = written.page.read_bytes()
    wanted = {"notes": notes, "addresses": addresses, "others": False}
    whole = b"".join(members.values()).lower()
    for kind, told in CANARIES.items():
        for canary in told:
            found = [name for name, data in members.items() if canary.encode() in data.lower()]
            assert bool(found) == wanted[kind], (canary, found)
    raw = written.path.read_bytes() + b"".join(name.encode() for name in members)
    assert b"zzother" not in raw
    assert b"ann.healthdesk" not in whole


def test_a_pack_without_notes_brings_its_changes_back_and_harms_no_note(seeded):
    pack = story.give(seeded, ("a0",), options=PackOptions(addresses=False))
    returned = packing.Pack(pack.manifest, pack.state)
    coming = seeded.read(merging.preview, returned)
    assert (coming.changes, coming.conflicts) == ((), ())
    seeded.undo()


def test_a_passphrase_locks_it_and_nothing_is_readable(seeded):
    made = seeded.read(making.make, making.Giving(("a0",), options=story.ALL))
    data = packing.as_bytes(made.pack, "correct horse")
    assert data.startswith(packing.AGE)
    assert b"zznote" not in data
    assert b"facts/" not in data
    with pytest.raises(LockedPack):
        opening.opened(data)
    assert opening.opened(data, "correct horse").state == made.pack.state


def test_a_desk_without_the_checklist_gets_it(desks):
    ann, ben = desks
    ben.do(playbooks.remove, "Handover")
    story.take(ben, story.give(ann, lasting=True))
    started = text("SELECT count(*) FROM run WHERE name = 'Handover' AND status = 'active'")
    assert ben.read(lambda tx: tx.execute(started).scalar()) == 2


def test_for_good_changes_owner_marks_the_pulse_and_starts_the_checklist(desks):
    ann, ben = desks
    pack = story.give(ann, lasting=True)
    assert ann.read(lambda tx: owner(tx, "a0")) == "Ben"
    story.take(ben, pack)
    assert ben.read(lambda tx: owner(tx, "a0")) == "Ben"
    today = ben.read(desk_settings.today)
    assert ben.read(lasting.inherited, "a0", today) == lasting.WORDS
    ends = [one for one in ben.read(loose_ends.read, today).ends if one.kind == "stale"]
    assert any(lasting.WORDS in one.text for one in ends)
    started = text("SELECT count(*) FROM run WHERE owner = 'Ben' AND origin = 'handover'")
    assert ben.read(lambda tx: tx.execute(started).scalar()) == 2
    ben.do(pulses.put, "a0", 0.5, "Well", "Ben")
    assert ben.read(lasting.inherited, "a0", today) == ""
    while ben.undo_label != "Take handover in":
        ben.undo()
    ben.undo()
    assert ben.read(lambda tx: tx.execute(text("SELECT count(*) FROM run")).scalar()) == 0


def owner(tx, account):
    sql = (
        "SELECT v.value FROM attribute_value v JOIN attribute k ON k.id = v.attribute_id JOIN"
        " account a ON a.id = v.account_id WHERE k.key = 'owner' AND a.account_id = :id"
        " ORDER BY v.day DESC LIMIT 1"
    )
    return tx.execute(text(sql), {"id": account}).scalar()


def test_an_account_that_is_here_already_is_asked_field_by_field(desks):
    ann, ben = desks
    ben.do(make.fill)
    ben.do(edits.set_account, "a0", "name", "As Ben calls it")
    ann.do(edits.set_account, "a1", "tier", "silver")
    coming = ben.read(merging.preview, story.give(ann))
    assert {one.where for one in coming.conflicts} == {
        ("accounts", "a0", "name"), ("accounts", "a1", "tier"),
    }  # fmt: skip
    assert all(one.was is None for one in coming.conflicts)


def test_ids_of_other_accounts_of_mine_are_never_touched(desks):
    ann, ben = desks
    ben.do(make.fill)
    ann.do(edits.set_value, "contacts", ["c0"], "name", "Mallory")
    pack = story.give(ann, ("a0",))
    row = pack.state["contacts"].pop("c0")
    pack.state["contacts"]["c2"] = {**row, "contact_id": "c2"}
    before = [one for one in make.dump(ben)["contact"] if one[1] == "c2"]
    taken = story.take(ben, pack, "theirs")
    assert "left aside" in taken.notes[0]
    assert [one for one in make.dump(ben)["contact"] if one[1] == "c2"] == before


def test_nothing_is_made_of_nothing_and_a_cover_has_an_end(desks):
    ann, _ = desks
    with pytest.raises(UsageError):
        ann.read(making.make, making.Giving(()))
    with pytest.raises(UsageError):
        ann.read(making.make, making.Giving(("a0",), until=1))


def edit_account(account, value, desk):
    desk.do(edits.set_account, account, "tier", value)


def log_touch(account, value, desk):
    desk.do(touches.add, touch(value, account))


def promise(account, value, desk):
    desk.do(moments.add, MomentDraft(account, "promise", value, 20_000))


def retitle(account, value, desk):
    row = desk.read(tasks.of_account, account, 30_000)[0]
    desk.do(tasks.edit, row.id, TaskDraft(value, account))


def drop_promise(account, value, desk):
    del value
    found = [m.id for m in desk.read(moments.of_account, account, 30_000) if m.kind == "promise"]
    if found:
        desk.do(moments.remove, found[0])


EDITS = st.lists(
    st.builds(
        partial,
        st.sampled_from([edit_account, log_touch, promise, retitle, drop_promise]),
        st.sampled_from(story.IDS),
        st.sampled_from(["x", "y", "z"]),
    ),
    max_size=4,
)


@given(EDITS, EDITS, EDITS)
@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_two_desks_edited_at_random_meet(tmp_path_factory, first, mine, theirs):
    with story.two(tmp_path_factory.mktemp("law")) as (ann, ben):
        for one in first:
            one(ann)
        pack = story.give(ann)
        story.take(ben, pack)
        for one in mine:
            one(ann)
        for one in theirs:
            one(ben)
        told = story.state(ann), story.state(ben)
        returned = story.back(ben, pack, "Ben")
        story.take(ann, returned)
        for table in ("touchpoints", "moment"):
            here = story.state(ann)[table]
            for side in told:
                made = {key for key in side[table] if key not in pack.state[table]}
                assert made <= set(here)
        before = make.dump(ann)
        story.take(ann, returned)
        assert make.dump(ann) == before
        story.take(ben, story.back(ann, pack, "Ann"), "theirs")
        assert story.state(ben) == story.state(ann)


def test_the_head_of_an_account_says_that_its_pulse_came_with_it(desks):
    ann, ben = desks
    story.take(ben, story.give(ann, lasting=True))
    today = ben.read(desk_settings.today)
    assert ben.read(accounts.account_header, "a0", today).pulse_inherited == lasting.WORDS
    ben.do(pulses.put, "a0", 0.5, "Well")
    assert ben.read(accounts.account_header, "a0", today).pulse_inherited == ""
    ben.undo()
    assert ben.read(accounts.account_header, "a0", today).pulse_inherited == lasting.WORDS


def test_giving_and_ending_are_steps_that_undo_takes_back(desks):
    ann, _ = desks
    before = make.dump(ann)
    made = ann.read(making.make, making.Giving(("a0",), to="Ben", lasting=True))
    row = ann.do(making.record, made)
    assert ann.do(making.record, made) == row
    ann.do(handover_listing.close, row)
    after = make.dump(ann)
    for _ in range(2):
        ann.undo()
    assert make.dump(ann) == before
    for _ in range(2):
        ann.redo()
    assert make.dump(ann) == after


LOGINS = parse_ref({"kind": "touches"}, (), CATALOGUE, "reading")


@op("Look back")
def look_back(tx):
    row = tx.query(tables.Account).filter_by(account_id="a0").one().id
    tx.add(tables.Outcome(account_id=row, day=20_300, kind="churned", reason="Price"))
    tx.add(
        tables.Retro(
            account_id=row,
            day=20_300,
            fit="poor",
            words="Too dear",
            known_on=20_301,
            closed_on=20_302,
        )
    )
    tx.flush()
    retro = tx.query(tables.Retro).one().id
    for name, reading in (("Fewer logins", LOGINS), ("Sponsor left", None)):
        retros.add_signal(tx, retro, SignalDraft(name, 20_250, reading=reading, missed=True))


def test_what_is_said_of_a_loss_goes_along_unless_notes_stay(tmp_path):
    with story.two(tmp_path) as (ann, ben):
        ann.do(look_back)
        story.take(ben, story.give(ann))
        found = ben.read(retros.loss, "a0", 20_400)
        assert (found.state, found.retro.draft.words) == ("closed", "Too dear")
        assert [(one.draft.name, one.draft.missed) for one in found.retro.signals] == [
            ("Fewer logins", True),
            ("Sponsor left", True),
        ]
        assert found.retro.signals[0].draft.reading == LOGINS
        bare = story.give(ann, ("a0",), options=PackOptions(notes=False))
        assert not bare.state.get("retro")


@op("Tell more of the loss")
def tell_more(tx):
    first, second = (one.row for one in retros.loss(tx, "a0", 20_400).retro.signals)
    retros.mark(tx, first, missed=False, note="Ann was away")
    retros.remove_signal(tx, second)
    retros.add_signal(tx, _retro(tx), SignalDraft("Tickets with anger"))


def _retro(tx):
    return retros.loss(tx, "a0", 20_400).retro.row


def _signs(desk):
    signals = desk.read(retros.loss, "a0", 20_400).retro.signals
    return [(one.draft.name, one.draft.missed, one.draft.note) for one in signals]


def test_signs_before_a_loss_come_back_changed_and_undo_takes_that_back(tmp_path):
    with story.two(tmp_path) as (ann, ben):
        ann.do(look_back)
        pack = story.give(ann)
        story.take(ben, pack)
        ben.do(tell_more)
        before = _signs(ann)
        returned = story.back(ben, pack, "Ben")
        story.take(ann, returned)
        after = [("Fewer logins", False, "Ann was away"), ("Tickets with anger", False, "")]
        assert _signs(ann) == _signs(ben) == after
        ann.undo()
        assert _signs(ann) == before
        ann.redo()
        assert _signs(ann) == after


def test_signs_that_both_changed_are_asked_and_stay_mine_without_a_word(tmp_path):
    with story.two(tmp_path) as (ann, ben):
        ann.do(look_back)
        pack = story.give(ann)
        story.take(ben, pack)
        ben.do(tell_more)
        ann.do(op("Tell")(lambda tx: retros.add_signal(tx, _retro(tx), SignalDraft("Budget cut"))))
        returned = story.back(ben, pack, "Ben")
        (met,) = ann.read(merging.preview, returned).conflicts
        assert (met.table, met.field) == ("retro", "signs")
        story.take(ann, returned)
        assert [one[0] for one in _signs(ann)] == ["Fewer logins", "Sponsor left", "Budget cut"]
        ann.undo()
        story.take(ann, returned, "theirs")
        assert _signs(ann) == _signs(ben)
