from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.op import op
from healthdesk.core.store import undo, usage
from healthdesk.core.store.tables import Account, Contact, Metric, Setting, Survey
from tests import make

UGLY = ["", "it's", 'say "x"', "a\x00b", "ünï\n", "'; DROP TABLE account; --", "𝄞" * 50]


def run(tx, sql, *parameters):
    return tx.connection().exec_driver_sql(sql, parameters)


def ids(tx, mapped):
    return tx.scalars(select(mapped.id)).all()


# --- random operations: each takes a transaction and a source of chance ---------------------------


def add_account(tx, dice):
    parent = dice.choice([None, *ids(tx, Account)])
    name = dice.choice(UGLY)
    make.account(tx, f"a{dice.random()}", name=name, parent_id=parent)


def rename_all(tx, dice):
    tx.execute(update(Account).values(name=Account.name + dice.choice(UGLY)))


def delete_account(tx, dice):
    for row in ids(tx, Account)[: dice.randint(0, 2)]:
        tx.execute(delete(Account).where(Account.id == row))


def delete_by_the_orm(tx, dice):
    for row in ids(tx, Account)[:1]:
        tx.delete(tx.get_one(Account, row))
    tx.flush()  # plain SQL that follows would not wait for it


def add_people(tx, dice):
    for row in ids(tx, Account)[:3]:
        person = make.contact(tx, row, f"c{dice.random()}", name=dice.choice(UGLY))
        make.survey(tx, row, f"r{dice.random()}", contact_id=person, rating=dice.random() * 10)


def delete_person(tx, dice):
    for row in ids(tx, Contact)[:1]:  # its surveys stay, without it
        tx.execute(delete(Contact).where(Contact.id == row))


def add_metric(tx, dice):
    if len(ids(tx, Metric)) < 4:
        make.metric(tx, f"m{dice.random()}")


def drop_metric(tx, dice):
    for row in ids(tx, Metric)[:1]:
        usage.assign(
            tx, [row], [(a, d, None) for a, d in run(tx, "SELECT account_id, day FROM usage")]
        )
        usage.drop_empty(tx)
        tx.execute(delete(Metric).where(Metric.id == row))


def write_usage(tx, dice):
    metrics = ids(tx, Metric)
    if metrics:
        chosen = dice.sample(metrics, dice.randint(1, len(metrics)))
        rows = [
            (a, d, *(dice.choice([None, 0.1, -1e308, 5.0]) for _ in chosen))
            for a in ids(tx, Account)
            for d in range(dice.randint(0, 5))
        ]
        usage.upsert(tx, chosen, rows)
        usage.drop_empty(tx)


def upsert_setting(tx, dice):
    run(
        tx,
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        dice.choice("abc"),
        str(dice.random()),
    )


def replace_setting(tx, dice):
    run(tx, "INSERT OR REPLACE INTO setting (key, value) VALUES (?, 'r')", dice.choice("abc"))


def swap_settings(tx, dice):
    rows = tx.scalars(select(Setting)).all()
    for row in rows:  # a unique column passed around in several updates of one row
        row.key = f"-{row.key}"
    tx.flush()
    for row, key in zip(rows, reversed([row.key[1:] for row in rows]), strict=True):
        row.key = key
    tx.flush()


def move_ids(tx, dice):
    run(tx, "UPDATE setting SET id = id + 1000")


def delete_everything(tx, dice):
    run(tx, "DELETE FROM account")


def in_bulk(tx, dice):
    """Like an import: not logged, taken back by its own doing."""
    name = f"bulk{dice.random()}"

    def write(tx):
        run(tx, "INSERT INTO segment (name, body) VALUES (?, '{}')", name)

    def take_back(tx):
        run(tx, "DELETE FROM segment WHERE name = ?", name)

    upsert_setting(tx, dice)
    with undo.suspended(tx):
        write(tx)
    undo.register(tx, undo=take_back, redo=write)
    rename_all(tx, dice)


def nothing(tx, dice):
    pass


KINDS = [
    add_account,
    rename_all,
    delete_account,
    delete_by_the_orm,
    add_people,
    delete_person,
    add_metric,
    drop_metric,
    write_usage,
    upsert_setting,
    replace_setting,
    swap_settings,
    move_ids,
    delete_everything,
    in_bulk,
    nothing,
]


@op("Random")
def several(tx, kinds, seed, fail):
    dice = random.Random(seed)
    for kind in kinds:
        kind(tx, dice)
    if fail:
        raise ArithmeticError


STEP = st.tuples(
    st.lists(st.sampled_from(KINDS), min_size=1, max_size=4),
    st.integers(0, 2**32),
    st.sampled_from([False] * 5 + [True]),
)


def the_undo_law(desk, steps):
    """Undo all: as before. Redo all: as after. In between, each step matches its state."""
    states = [make.dump(desk)]
    for number, (kinds, chance, fail) in enumerate(steps):
        seed = f"{chance}/{number}"
        before = desk.undo_label, len(desk._history.done)
        if fail:
            with pytest.raises(ArithmeticError):
                desk.do(several, kinds, seed, fail=True)
            assert make.dump(desk) == states[-1]
            assert (desk.undo_label, len(desk._history.done)) == before
            continue
        desk.do(several, kinds, seed, fail=False)
        if len(desk._history.done) > before[1]:
            states.append(make.dump(desk))
        else:
            assert make.dump(desk) == states[-1]
    for state in reversed(states[:-1]):
        assert desk.undo() == "Random"
        assert make.dump(desk) == state
    assert desk.undo() is None
    for state in states[1:]:
        assert desk.redo() == "Random"
        assert make.dump(desk) == state
    assert desk.redo() is None
    while desk.undo():
        pass
    assert make.dump(desk) == states[0]
    assert [p.code for p in desk.check() if p.code in {"dangling", "damaged", "metric"}] == []


@settings(max_examples=20, deadline=None)
@given(steps=st.lists(STEP, max_size=10))
def test_r19_undo_and_redo_of_random_operations(tmp_path_factory, steps):
    with make.desk(tmp_path_factory.mktemp("undo")) as desk:
        the_undo_law(desk, steps)


@pytest.mark.long
@settings(max_examples=200, deadline=None)
@given(steps=st.lists(STEP, min_size=30, max_size=30))
def test_r19_undo_and_redo_of_long_sequences(tmp_path_factory, steps):
    with make.desk(tmp_path_factory.mktemp("undo")) as desk:
        the_undo_law(desk, steps)


# --- single properties ----------------------------------------


@op("Add account")
def add(tx, account_id="a1"):
    return make.account(tx, account_id)


@op("Rename")
def rename(tx, name):
    tx.execute(update(Account).values(name=name))


def test_labels_say_what_is_next(desk):
    assert (desk.undo_label, desk.redo_label) == (None, None)
    desk.do(add)
    desk.do(rename, "x")
    assert (desk.undo_label, desk.redo_label) == ("Rename", None)
    assert desk.undo() == "Rename"
    assert (desk.undo_label, desk.redo_label) == ("Add account", "Rename")
    desk.do(rename, "y")
    assert (desk.undo_label, desk.redo_label) == ("Rename", None)


def test_fifty_steps_back_and_no_further(desk):
    for number in range(60):
        desk.do(add, f"a{number}")
    undone = 0
    while desk.undo():
        undone += 1
    assert undone == undo.STEPS
    assert len(make.dump(desk)["account"]) == 10
    with desk._writer.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM undo_log").scalar() < 150


def test_the_log_is_bounded_and_the_latest_step_always_there(desk, monkeypatch):
    monkeypatch.setattr(undo, "ROWS", 10)

    @op("Several")
    def few(tx, first, number):
        for n in range(number):
            make.setting(tx, f"{first}.{n}", "1")

    for first, number in enumerate((4, 4, 4)):
        desk.do(few, first, number)
    assert len(desk._history.done) == 2
    desk.do(few, 9, 30)
    assert [step.rows for step in desk._history.done] == [30]
    assert desk.undo() == "Several"
    assert (desk.undo(), desk.redo(), desk.undo()) == (None, "Several", "Several")
    assert len(make.dump(desk)["setting"]) == 12


def test_a_row_comes_back_with_its_id_and_every_value_exact(desk):
    desk.do(make.fill)

    @op("Set")
    def exact(tx):
        run(tx, "UPDATE survey SET comment = ?, rating = 0.1 + 0.2", "nul \x00 inside")
        run(tx, "UPDATE usage SET m1 = 1.7976931348623157e308")
        run(tx, "INSERT INTO snapshot (key, stamp, payload) VALUES ('k', 1, x'00ff')")

    desk.do(exact)
    before = make.dump(desk)

    @op("Clear")
    def clear(tx):
        run(tx, "DELETE FROM account")

    desk.do(clear)
    assert make.dump(desk)["survey"] == []
    assert make.dump(desk)["usage_long"] == []
    desk.undo()
    assert make.dump(desk) == before


@pytest.mark.parametrize(
    ("change", "topics"),
    [
        (lambda tx: make.setting(tx, "a", "1"), {Topic.SETTINGS}),
        (
            lambda tx: run(tx, "INSERT INTO segment (name, body) VALUES ('s', '{}')"),
            {Topic.SEGMENTS},
        ),
        (lambda tx: make.account(tx, "new"), {Topic.ACCOUNTS, Topic.SCORES}),
        (lambda tx: run(tx, "DELETE FROM ticket"), {Topic.FACTS, Topic.SCORES}),
        (lambda tx: run(tx, "UPDATE usage SET m1 = 2"), {Topic.FACTS, Topic.SCORES}),
        (
            lambda tx: run(
                tx,
                "INSERT INTO score_reported (account_id, day, profile, version, band, coverage,"
                " measures) VALUES (1, 1, 'p', 1, 'Poor', 1, '[]')",
            ),
            {Topic.SCORES},
        ),
        (
            lambda tx: run(tx, "DELETE FROM contact"),
            {Topic.CONTACTS, Topic.FACTS, Topic.SCORES, Topic.WORK},  # surveys lost their contact
        ),
    ],
)
def test_topics_come_from_the_tables_touched(desk, change, topics):
    desk.do(make.fill)
    heard = []
    desk.on_change(heard.append)
    desk.do(op("Change")(lambda tx: change(tx) and None), origin="here")
    assert [(c.label, c.topics, c.origin) for c in heard] == [("Change", topics, "here")]
    if desk.undo_label == "Change":
        desk.undo()
        desk.redo()
        assert [(c.label, c.topics) for c in heard[1:]] == [
            ("Undo Change", topics),
            ("Redo Change", topics),
        ]


def test_every_table_of_the_desk_is_undone_or_left_out_on_purpose():
    from healthdesk.core.store import schema  # noqa: PLC0415

    assert set(undo.UNDOABLE) | set(undo.NOTICED) | {"snapshot", "desk_stamp"} == set(
        schema.tables()
    )


def test_what_is_kept_for_speed_is_no_change(desk):
    heard = []
    desk.on_change(heard.append)
    before = desk.stamp
    desk.do(
        op("Keep")(lambda tx: run(tx, "INSERT INTO snapshot VALUES (1, 'k', 1, x'00')") and None)
    )
    assert (desk.stamp, heard, desk.undo_label) == (before, [], None)


def test_bulk_work_is_taken_back_by_what_it_registered(desk):
    calls = []

    @op("Import")
    def bulk(tx):
        with undo.suspended(tx):
            row = make.account(tx, "bulk")

        def back(tx):
            calls.append("undo")
            tx.execute(delete(Account).where(Account.id == row))

        def again(tx):
            calls.append("redo")
            make.account(tx, "bulk", id=row)

        undo.register(tx, undo=back, redo=again)

    desk.do(add, "before")
    desk.do(bulk)
    after = make.dump(desk)
    desk.do(add, "after")
    assert [desk.undo(), desk.undo(), desk.undo(), desk.undo()] == [
        "Add account",
        "Import",
        "Add account",
        None,
    ]
    assert make.dump(desk)["account"] == []
    desk.redo()
    desk.redo()
    assert make.dump(desk) == after
    desk.undo()
    desk.undo()
    assert calls == ["undo", "redo", "undo"]


def test_a_way_back_that_refuses_leaves_all_as_it_was(desk):
    @op("Import")
    def bulk(tx):
        with undo.suspended(tx):
            make.account(tx, "bulk")
        undo.register(tx, undo=refuse, redo=refuse)

    def refuse(tx):
        run(tx, "DELETE FROM account")
        raise ArithmeticError

    desk.do(bulk)
    before = make.dump(desk)
    for _ in range(2):
        with pytest.raises(ArithmeticError):
            desk.undo()
        assert make.dump(desk) == before
        assert desk.undo_label == "Import"
    desk.do(rename, "logged again")
    desk.undo()
    assert make.dump(desk) == before


def test_bulk_work_is_not_logged_whatever_it_writes_and_what_follows_is(desk):
    @op("Bulk")
    def bulk(tx):
        with undo.suspended(tx):
            make.fill(tx)
            logged = run(tx, "SELECT count(*) FROM undo_log").scalar_one()
        make.account(tx, "after")
        return logged, run(tx, "SELECT name, kind FROM undo_log").all()

    assert desk.do(bulk) == (0, [("account", "I")])


def test_bulk_work_without_a_way_back_ends_undo(desk):
    desk.do(add, "before")

    @op("Bulk")
    def bulk(tx):
        with undo.suspended(tx):
            run(tx, "DELETE FROM account")

    heard = []
    desk.on_change(heard.append)
    desk.do(bulk)
    assert desk.undo() is None
    assert heard[0].topics == frozenset(Topic) - {Topic.SETTINGS}
    desk.do(add, "after")
    assert desk.undo() == "Add account"


def test_an_exception_swallowed_inside_bulk_work_does_not_stop_the_log(desk):
    @op("Clumsy")
    def clumsy(tx):
        with suppress(ZeroDivisionError), undo.suspended(tx):
            run(tx, f"never run: {1 / 0}")
        make.account(tx, "unseen")

    desk.do(clumsy)
    assert desk.undo() is None
    desk.do(add, "seen")
    assert desk.undo() == "Add account"
    assert len(make.dump(desk)["account"]) == 1


def test_a_rehearsal_gives_its_result_and_keeps_nothing(desk):
    desk.do(add, "before")
    before, stamp = make.dump(desk), desk.stamp

    @op("Rehearse")
    def rehearse(tx):
        undo.roll_back(tx)
        with undo.suspended(tx):
            make.metric(tx, "new")
            return make.account(tx, "bulk")

    assert isinstance(desk.do(rehearse), int)
    assert (make.dump(desk), desk.stamp, desk.undo_label) == (before, stamp, "Add account")
    assert desk.read(usage.columns) == ()
    assert desk.undo() == "Add account"


def test_undo_outside_an_operation_is_a_bug(desk):
    with pytest.raises(TypeError, match=r"Desk\.do"):
        desk.read(lambda tx: undo.register(tx, undo=print, redo=print))


def test_undo_does_not_outlive_the_session(tmp_path):
    from healthdesk.core.desk import Desk  # noqa: PLC0415

    with make.desk(tmp_path) as opened:
        opened.do(add)
        path = opened.path
    with Desk.open(path) as again:
        assert (again.undo(), again.undo_label) == (None, None)
        assert len(make.dump(again)["account"]) == 1


def test_surveys_keep_their_person_after_undo(desk):
    desk.do(make.fill)
    before = make.dump(desk)["survey"]
    desk.do(op("Forget")(lambda tx: tx.execute(delete(Contact)) and None))
    assert {row[3] for row in make.dump(desk)["survey"]} == {None}
    desk.undo()
    assert make.dump(desk)["survey"] == before
    assert desk.read(lambda tx: tx.scalar(select(Survey.contact_id).limit(1))) is not None


def test_an_upsert_of_reported_scores_is_noticed_once_per_table(desk):
    desk.do(make.fill)
    sql = (
        "INSERT INTO score_reported (account_id, day, profile, version, band, coverage, measures)"
        " VALUES (?, 1, 'p', 1, 'Poor', 1, '[]')"
        " ON CONFLICT (account_id, day) DO UPDATE SET band = excluded.band"
    )
    heard = []
    desk.on_change(heard.append)

    @op("Report")
    def report(tx):
        for account in (*ids(tx, Account), *ids(tx, Account)):
            run(tx, sql, account)
        run(tx, sql.replace("INSERT", "INSERT OR REPLACE").partition(" ON ")[0], 1)

    desk.do(report)
    assert [change.topics for change in heard] == [{Topic.SCORES}]
    assert len(make.dump(desk)["score_reported"]) == 3
    assert desk.undo_label == "Fill"


@pytest.mark.parametrize("text", UGLY)
def test_writing_what_stands_there_already_is_no_step(tmp_path, text):
    @op("Name")
    def name(tx, said):
        tx.execute(update(Account).values(name=said))

    with make.desk(tmp_path) as desk:
        desk.do(make.fill)
        desk.do(name, text)
        stamp, label = desk.stamp, desk.undo_label
        desk.do(name, text)
        assert (desk.stamp, desk.undo_label) == (stamp, label)
        desk.do(name, text + "A")
        desk.do(name, text + "a")
        desk.undo()
        assert desk.read(lambda tx: run(tx, "SELECT DISTINCT name FROM account").all()) == [
            (text + "A",)
        ]


def _dump(desk):
    return desk.read(lambda tx: run(tx, "SELECT * FROM setting ORDER BY id").fetchall())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["", "one", "two"]), min_size=1, max_size=8))
def test_operations_of_one_go_are_one_step(tmp_path_factory, visits):
    """As many steps as there are goes in a row; back and forth again is the identity."""

    @op("Write")
    def write(tx, number):
        tx.merge(Setting(id=1_000_000, key="go", value=str(number)))

    with make.desk(tmp_path_factory.mktemp("go")) as desk:
        states, last = [_dump(desk)], ""
        for number, visit in enumerate(visits):
            desk.do(write, number, together=visit)
            if visit and visit == last:
                states.pop()
            states.append(_dump(desk))
            last = visit
        for state in reversed(states[:-1]):
            assert desk.undo() == "Write"
            assert _dump(desk) == state
        for state in states[1:]:
            assert desk.redo() == "Write"
            assert _dump(desk) == state


def test_what_was_undone_begins_another_step(desk):
    @op("Write")
    def write(tx, number):
        tx.merge(Setting(id=1_000_000, key="go", value=str(number)))

    for number in range(3):
        desk.do(write, number, together="a visit")
    desk.undo()
    desk.redo()
    desk.do(write, 7, together="a visit")
    desk.undo()
    assert ("2",) in [row[2:3] for row in _dump(desk)]
