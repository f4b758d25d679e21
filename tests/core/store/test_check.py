from __future__ import annotations

import os
from contextlib import closing
from datetime import date

import pytest

from healthdesk.core.domain.facts import to_day
from healthdesk.core.store import db
from healthdesk.core.store.check import Problem
from tests import make

_RUN = (
    "INSERT INTO run (name, version, template, account_id, status, start_day, seen_day, moved,"
    " pauses, made_on) VALUES ('p', 1, '{{}}', 1, '{}', 1, 1, '{{}}', '[]', 1)"
)
SEEDED = {
    "dangling": "UPDATE survey SET account_id = 999",
    "stamp": "DELETE FROM desk_stamp",
    "survey-rating": "UPDATE survey SET rating = 11",
    "sentiment": "UPDATE ticket SET sentiment = -1.5",
    "word": "UPDATE touchpoint SET kind = 'pigeon'",
    "subscription": 'UPDATE subscription SET "end" = start - 1',
    "override": "UPDATE score_override SET until_day = first_day + 91",
    "document": "INSERT INTO segment (name, body) VALUES ('s', '{not json')",
    "profile-version": "INSERT INTO profile (key, name) VALUES ('p', 'P')",
    "playbook": "INSERT INTO playbook (name, version) VALUES ('p', 1)",
    "play": "INSERT INTO play (name, active) VALUES ('p', 1)",
    "firing": "INSERT INTO firing (play, version, account_id, day, known_on, cause_day, because,"
    " state) VALUES ('p', 1, 1, 20000, 20000, 20000, '[]', 'lapsed')",
    "run": _RUN.format("done"),
    "run-step": _RUN.format("active") + "; INSERT INTO run_step (run_id, step, state, planned_day,"
    " raised_day) VALUES (1, 's', 'done', 1, 1)",
    "message": "INSERT INTO message (account_id, recipients, missing, state, made_on)"
    " VALUES (1, '[]', '[]', 'handed', 1)",
    "touchpoint-contact": "UPDATE touchpoint SET contacts = contacts || ';999'",
    "parent": "UPDATE account SET parent_id = (SELECT max(id) FROM account) + 1 - id",
    "reported": "INSERT INTO score_reported (account_id, day, profile, version, score, band,"
    " coverage, measures) VALUES (1, 1, 'p', 1, 101, 'Poor', 1, '[]')",
    "merge": "INSERT INTO account_merge (kind, kept, gone, kept_name, gone_name, at, after_batch,"
    " body) VALUES ('accounts', 'a1', 'a2', 'A', 'B', '2026', 0, x'')",
    "merge-kept": "INSERT INTO account_merge (kind, kept, gone, kept_name, gone_name, at,"
    " after_batch, body) VALUES ('accounts', 'nobody', 'b2', 'A', 'B', '2026', 0, x'')",
    "kept-apart": "INSERT INTO kept_apart (kind, low, high) VALUES ('accounts', 'b', 'a')",
    "waiting": "INSERT INTO waiting_row (batch_id, table_name, file, line, by, value, cells)"
    " VALUES (1, 'things', 'f', 2, 'name', 'x', '{}')",
    "alias": "INSERT INTO account_alias (by, value) VALUES ('name', ' ')",
    "typed": "INSERT INTO hand_edit (table_name, row_id, field, day, at)"
    " VALUES ('ticket', 999, 'subject', 1, '2026')",
    "part": "INSERT INTO import_part (batch_id, load_id) VALUES (2, 1)",
    "batch": "UPDATE survey SET batch_id = 1",
    "day": "UPDATE invoice SET due_on = 99999",
    "metric": "INSERT INTO metric (metric) VALUES ('placeless')",
    "usage-metric": "DELETE FROM metric WHERE id = 1",
    "usage-empty": "UPDATE usage SET m1 = NULL",
    "usage-value": "UPDATE usage SET m1 = 9e999",
    "attribute": "UPDATE attribute SET kind = 'number'",
}


@pytest.fixture
def filled(desk):
    desk.do(make.fill)
    desk.do(
        make.op("Batch")(
            lambda tx: (
                tx.connection().exec_driver_sql(
                    "INSERT INTO import_batch (at, day, files, tables, undone)"
                    " VALUES ('2026', 1, '[]', '{}', 1), ('2026', 1, '[]', '{}', 0)"
                )
                and None
            )
        )
    )
    return desk


def test_all_is_well_with_a_new_desk_and_a_filled_one(tmp_path, filled):
    with make.desk(tmp_path, "new") as new:
        assert new.check() == []
    assert filled.check() == []
    assert filled.check(full=False) == []


def test_a_problem_is_told_as_a_sentence():
    assert str(Problem("code", "Surveys are odd.", 1)) == "Surveys are odd."
    assert str(Problem("code", "Surveys are odd.", 1234)) == "Surveys are odd. (1,234)"


@pytest.mark.parametrize("code", SEEDED)
def test_r25_each_violation_is_found_alone(filled, code):
    with closing(db.connect(filled.path, "rw")) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.executescript(SEEDED[code])
    (problem,) = filled.check()
    assert problem.code == code
    assert problem.count >= 1
    assert problem.sentence.endswith(".")


@pytest.mark.parametrize(
    "told",
    [
        "UPDATE run SET status = 'asleep'",
        "UPDATE run SET outcome = 'perhaps', outcome_on = 1",
        "UPDATE run_step SET state = 'lost'",
        "UPDATE message SET state = 'sent', handed_on = NULL",
        "UPDATE message SET how = 'pigeon'",
    ],
)
def test_words_of_runs_and_messages_are_known(filled, told):
    with closing(db.connect(filled.path, "rw")) as connection:
        connection.executescript(_RUN.format("active"))
        connection.executescript(
            "INSERT INTO run_step (run_id, step, state, planned_day) VALUES (1, 's', 'planned', 1);"
            "INSERT INTO message (account_id, recipients, missing, state, made_on)"
            " VALUES (1, '[]', '[]', 'draft', 1)"
        )
        assert filled.check() == []
        connection.executescript(told)
    assert [one.code for one in filled.check()] == ["word"]


def test_no_two_steps_share_a_task(filled):
    with closing(db.connect(filled.path, "rw")) as connection:
        connection.executescript(_RUN.format("active"))
        connection.executescript(
            "INSERT INTO task (title, priority, made_on, checklist) VALUES ('t', 'normal', 1, '[]')"
        )
        for step in "ab":
            connection.execute(
                "INSERT INTO run_step (run_id, step, state, planned_day, raised_day, task_id)"
                " SELECT 1, ?, 'open', 1, 1, max(id) FROM task",
                (step,),
            )
    assert [one.code for one in filled.check()] == ["run-step"]


def test_overrides_of_exactly_ninety_days_are_right(filled):
    with closing(db.connect(filled.path, "rw")) as connection:
        connection.execute("UPDATE score_override SET until_day = first_day + 90")
    assert filled.check() == []


def test_an_end_that_means_never_is_right(filled):
    never = to_day(date(9999, 12, 31))
    with closing(db.connect(filled.path, "rw")) as connection:
        connection.execute('UPDATE subscription SET "end" = ?', (never,))
    assert filled.check() == []


def test_a_damaged_file_is_one_problem(filled):
    filled.do(
        make.op("Much")(
            lambda tx: [make.setting(tx, str(n), "x" * 900) for n in range(500)] and None
        )
    )
    filled.checkpoint()
    with filled.path.open("r+b") as file:
        file.seek(filled.path.stat().st_size // 2 // db.PAGE * db.PAGE)
        file.write(os.urandom(db.PAGE * 4))
    (problem,) = filled.check()
    assert problem.code == "damaged"
    assert "Restore a backup" in problem.sentence
    assert isinstance(problem, Problem)
