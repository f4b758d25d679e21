"""A Data page on a new desk, and folders to drop on it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from healthdesk.core.clock import system_clock
from healthdesk.gui.pages.data import DataPage
from tests import make

ACCOUNTS = "account_id,name,tier\nA1,Alpha,Gold\nA2,Beta,Silver\nA2,Beta two,Silver\n"
SURVEYS = (
    "response_id,account_id,kind,rating,day\n"
    "r1,A1,nps,11,2026-11-02\n"
    "r2,A1,nps,9,2026-02-30\n"
    "r3,ZZ,nps,9,2026-11-02\n"
    "r4,A1,nps,8,2026-11-02\n"
)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "weekly"
    made.mkdir()
    (made / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (made / "surveys.csv").write_text(SURVEYS, encoding="utf-8")
    return made


@pytest.fixture
def desk(tmp_path):
    made = make.desk(tmp_path, "d", system_clock())
    yield made
    made.close()


@pytest.fixture
def page(qtbot, ui, desk):
    ui.set_desk(desk)
    made = DataPage(ui)
    qtbot.addWidget(made)
    made.resize(1240, 826)
    made.show()
    return made


@pytest.fixture
def told(ui):
    found = []
    ui.noticed.connect(found.append)
    yield found
    ui.noticed.disconnect(found.append)


def texts(table, key):
    at = [column.key for column in table.rows.columns].index(key)
    rows = table.rows
    return [rows.data(rows.index(line, at)) for line in range(rows.rowCount())]


def accounts_in(desk):
    return desk.read(lambda tx: tx.execute(text("SELECT count(*) FROM account")).scalar_one())


def write(folder, name, lines):
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
