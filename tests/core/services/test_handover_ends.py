"""What follows a handover: who did what, what differs in daily use, its end, taking it back."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from healthdesk.core.domain.errors import Cancelled, UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.handover import MOST_ACCOUNTS, PackOptions
from healthdesk.core.domain.op import op
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import (
    feeds,
    handover_ending,
    handover_listing,
    summary,
    tasks,
    timeline,
    touches,
)
from healthdesk.core.services import handover_making as making
from healthdesk.core.services import handover_merging as merging
from healthdesk.core.services import settings as desk_settings
from healthdesk.core.services.reports.kinds import handover
from tests import make
from tests.core.services import handover_story as story

LOG = {"batch_row", "batch_usage", "import_batch", "import_part"}


@pytest.fixture
def desks(tmp_path):
    with story.two(tmp_path) as both:
        yield both


@op("Set value")
def put_value(tx, day, value, account=1):
    tx.execute(
        text("UPDATE usage SET m1 = :value WHERE day = :day AND account_id = :account"),
        {"day": day, "value": value, "account": account},
    )


def value_on(desk, day):
    sql = "SELECT m1 FROM usage WHERE day = :day AND account_id = 1"
    return desk.read(lambda tx: tx.execute(text(sql), {"day": day}).scalar())


def count_of(desk, table):
    return desk.read(lambda tx: tx.execute(text(f"SELECT count(*) FROM {table}")).scalar())


def touch(subject):
    return TouchDraft("a0", "call", "outbound", 20_500, subject)


def test_who_has_no_name_of_their_own_is_whom_the_pack_names(desks):
    ann, ben = desks
    pack = story.give(ann)
    story.take(ben, pack)
    ben.do(touches.add, touch("Rang"))
    returned = story.back(ben, pack, "")
    assert returned.manifest.by == "Ben"
    story.take(ann, returned)
    entries = ann.read(timeline.read, "a0", 30_000).entries
    told = {one.title: dict(one.more).get("By") for one in entries if one.group == "touch"}
    assert told["Call from us: Rang"] == "Ben"


def test_changes_of_nobody_are_not_sent(desks):
    ann, ben = desks
    pack = story.give(ann, to="")
    story.take(ben, pack)
    with pytest.raises(UsageError, match="name"):
        ben.read(making.make_return, pack.manifest.pack)
    returned = story.back(ben, pack, "Bea")
    story.take(ann, returned)
    assert ann.read(handover_listing.listed)[0].colleague == "Bea"


def test_daily_values_that_differ_are_asked_as_one_line_and_asked_once(desks):
    ann, ben = desks
    pack = story.give(ann)
    story.take(ben, pack)
    days = [
        day
        for (day,) in ann.read(
            lambda tx: tx.execute(
                text("SELECT day FROM usage WHERE account_id=1 ORDER BY day")
            ).all()
        )
    ]
    mine = value_on(ann, days[3])
    ben.do(put_value, days[3], 777.0)
    ben.do(put_value, days[5], 778.0)
    returned = story.back(ben, pack, "Ben")
    (met,) = ann.read(merging.preview, returned).conflicts
    assert (met.table, met.theirs["count"], met.theirs["first"]) == (
        "usage", 2, to_date(days[3]).isoformat(),
    )  # fmt: skip
    assert met.mine["values"][0] == mine
    assert met.theirs["values"] == [777.0, 778.0]
    kept = story.take(ann, returned)
    assert (kept.kept, value_on(ann, days[3])) == (1, mine)
    before = make.dump(ann)
    assert ann.read(merging.preview, returned).conflicts == ()
    ann.do(merging.take, returned)
    assert make.dump(ann) == before
    ben.do(put_value, days[3], 779.0)
    assert story.take(ann, story.back(ben, pack, "Ben"), "theirs").values == 2
    assert [value_on(ann, days[at]) for at in (3, 5)] == [779.0, 778.0]


def test_files_of_internal_notes_stay_where_the_notes_do(desks):
    ann, _ = desks
    note = ann.do(touches.add, TouchDraft("a0", "note", "", 20_500, "Inside", "zz"))
    ann.do(attach, note)
    told = {}
    for notes in (False, True):
        options = PackOptions(attachments=True, notes=notes)
        pack = ann.read(making.make, making.Giving(("a0",), by="Ann", options=options)).pack
        told[notes] = b"zzfile" in pack.files.values()
    assert told == {False: False, True: True}


@op("Attach")
def attach(tx, note):
    tx.execute(
        text(
            "INSERT INTO attachment (account_id, touchpoint_id, name, note, made_on, size, content)"
            " VALUES (1, :note, 'inside.txt', '', 20500, 6, :data)"
        ),
        {"note": note, "data": b"zzfile"},
    )


def test_what_came_by_a_pack_is_of_its_day_and_no_late_source(desks):
    ann, ben = desks
    story.take(ben, story.give(ann))
    found = ben.read(feeds.feeds, 30_000)
    assert found
    today = ben.read(desk_settings.today)
    assert {one.pack for one in found} == {today}
    seen = ben.read(summary.desk_summary, 30_000)
    assert (seen.late, len(seen.packs), seen.pack_day) == ((), len(found), today)
    assert all("of the pack of 14 Mar" in one.sentence for one in found)


def test_taking_a_pack_back_leaves_nothing_of_it(desks):
    ann, ben = desks
    before = make.dump(ben)
    story.take(ben, story.give(ann))
    (row,) = ben.read(handover_listing.listed)
    assert ben.do(handover_ending.take_back, row.row) == ()
    after = make.dump(ben)
    assert {name for name in after if after[name] != before[name]} <= {*LOG, "metric", "attribute"}
    ben.undo()
    assert story.state(ben) == story.state(ann)


def test_taking_a_pack_back_leaves_what_was_done_since(desks):
    ann, ben = desks
    story.take(ben, story.give(ann, lasting=True))
    ben.do(tasks.add, TaskDraft("Mine", "a0"))
    (row,) = ben.read(handover_listing.listed)
    notes = ben.do(handover_ending.take_back, row.row)
    assert any("Account 0" in one for one in notes)
    assert count_of(ben, "account") == 1
    assert [one.title for one in ben.read(tasks.of_account, "a0", 30_000) if one.title == "Mine"]
    assert ben.read(handover_listing.listed)[0].closed_on is not None


def test_an_end_keeps_the_accounts_or_removes_those_that_came(desks):
    ann, ben = desks
    story.take(ben, story.give(ann))
    ben.do(touches.add, touch("Rang"))
    (row,) = ben.read(handover_listing.listed)
    ben.do(handover_listing.close, row.row)
    assert (count_of(ben, "account"), row.came) == (2, ("a0", "a1"))
    ben.undo()
    assert ben.do(handover_ending.end_and_remove, row.row) == 2
    assert (count_of(ben, "account"), count_of(ben, "usage"), count_of(ben, "touchpoint")) == (
        0,
        0,
        0,
    )
    assert ben.read(handover_listing.listed)[0].closed_on is not None
    assert ben.check() == []
    ben.undo()
    assert (count_of(ben, "account"), count_of(ben, "usage")) == (2, 60)


def test_a_pack_of_many_accounts_has_a_report_of_all_of_them(desks):
    option = next(one for one in handover.SPEC.options if one.key == "accounts")
    many = [f"a{number}" for number in range(MOST_ACCOUNTS)]
    assert len(option.parse(many, (), "Accounts")) == MOST_ACCOUNTS
    with pytest.raises(UsageError, match="2,000"):
        desks[0].read(making.make, making.Giving((*many, "more")))


def test_for_good_open_tasks_are_the_colleagues_on_the_giving_desk(desks):
    ann, ben = desks
    done = ann.do(tasks.add, TaskDraft("Done before", "a0"))
    ann.do(tasks.complete, done)
    open_ = ann.do(tasks.add, TaskDraft("Open", "a0"))
    other = ann.do(tasks.add, TaskDraft("Other", "a2"))
    pack = story.give(ann, lasting=True)
    today = ann.read(desk_settings.today)
    assert ann.read(tasks.one, open_, today).owner == "Ben"
    assert ann.read(tasks.one, other, today).owner == ""
    assert ann.read(tasks.one, done, today).owner == ""
    story.take(ben, pack)
    here = ben.read(tasks.of_account, "a0", today)
    assert {
        one.owner for one in here if one.state == "open" and not one.origin.startswith("play")
    } == {""}
    told = str(pack.report)
    assert "Ben" in told
    assert "open tasks of these accounts" in told
    ben.do(tasks.add, TaskDraft("Since", "a0"))
    returned = story.back(ben, pack, "Ben")
    assert returned.report.title == "Changes for Ann"
    assert "from now on" not in str(returned.report)
    story.take(ann, returned)
    later = {one.title: one.owner for one in ann.read(tasks.of_account, "a0", today)}
    assert later["Since"] == "Ben"


def test_making_a_pack_tells_of_each_account_and_can_be_stopped(desks):
    class Stops:
        def __init__(self):
            self.told = []

        def step(self, done, total, words):
            self.told.append((words, done, total))
            if words.startswith("Writing the page") and done == 1:
                raise Cancelled("Stopped.")

    stops = Stops()
    with pytest.raises(Cancelled):
        desks[0].read(making.make, making.Giving(story.IDS, by="Ann"), progress=stops)
    assert [one[1:] for one in stops.told if one[0].startswith("Writing the page")] == [
        (0, 2), (1, 2),
    ]  # fmt: skip
