"""Foreign files on the command line: questions, answers, mappings, names that nobody knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from healthdesk import cli
from healthdesk.core.desk import Desk
from healthdesk.core.services import mappings
from tests import child, folders, make

ACCOUNTS = "account_id,name\na1,Tindra Dairy\na2,Aldermoor Freight\n"
TICKETS = (
    "Ticket ID;Organization;Created at;Priority;Subject\n"
    "51;Tindra Dairy;21.11.2025;urgent;Scale lost\n"
    "52;Aldermor Freight;03.11.2025;low;Label\n"
)
OPEN = TICKETS.replace("21.11.2025", "01.11.2025")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "desk.healthdesk"


@pytest.fixture
def call(file, capsys):
    """Run a command; give its status, what it printed and what it said."""

    def run(*words):
        status = cli.main(["--desk", str(file), *map(str, words)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


@pytest.fixture
def known(call, tmp_path):
    """The same on a desk that has accounts."""
    assert call("import", folders.write(tmp_path / "own", {"accounts": ACCOUNTS}))[0] == 0
    return call


def drop(tmp_path, text, name="help.csv"):
    return folders.write(tmp_path / "in", {name: text}) / name


def test_a_foreign_file_comes_in_and_its_batch_is_told(known, tmp_path):
    status, out, _ = known("--json", "import", drop(tmp_path, TICKETS))
    told = json.loads(out)
    assert status == 3, "a row waits"
    assert list(told)[:5] == ["batch", "dry_run", "tables", "rejects", "rejects_file"]
    assert told["tables"]["tickets"] == {
        "read": 2, "new": 1, "changed": 0, "same": 0, "rejected": 0,
    }  # fmt: skip
    assert told["waiting"] == {"tickets": 1}
    (unknown,) = told["unmatched"]
    assert (unknown["value"], unknown["candidates"][0]["account_id"]) == ("Aldermor Freight", "a2")
    assert told["mapping"]["files"][0]["tables"][0]["table"] == "tickets"
    assert (told["questions"], [one["name"] for one in told["files"]]) == ([], ["help.csv"])


def test_a_name_that_nobody_knows_is_matched_at_once(known, tmp_path):
    path = drop(tmp_path, TICKETS)
    status, _, err = known("import", path, "--dry-run")
    assert status == 3
    assert '--match "Aldermor Freight=ACCOUNT"' in err
    status, out, _ = known("--json", "import", path, "--match", "Aldermor Freight=a2")
    assert (status, json.loads(out)["tables"]["tickets"]["new"]) == (0, 2)


def test_an_open_question_is_one_sentence_and_writes_nothing(known, tmp_path, file):
    path = drop(tmp_path, OPEN)
    status, out, err = known("--json", "import", path)
    told = json.loads(out)
    assert (status, told["batch"], told["tables"], len(told["questions"])) == (1, None, {}, 1)
    (sentence,) = err.strip().splitlines()
    assert "help.csv" in sentence
    assert "Created at" in sentence
    assert "--answer" in sentence
    assert len(json.loads(known("--json", "imports")[1])) == 1
    status, out, _ = known("--json", "import", path, "--dry-run")
    assert status == 1
    (question,) = json.loads(out)["questions"]
    answer = f"{question['question']}={question['choices'][0]['choice']}"
    assert known("import", path, "--answer", answer)[0] == 3, "a row waits"


def test_an_answer_that_is_none_is_wrong_use(known, tmp_path):
    path = drop(tmp_path, OPEN)
    _, out, _ = known("--json", "import", path, "--dry-run")
    key = json.loads(out)["questions"][0]["question"]
    status, _, err = known("import", path, "--answer", f"{key}=nonsense")
    assert status == 2
    assert "nonsense is no answer" in err
    for words in (["--answer", "x"], ["--match", "x"], ["--as", "things"]):
        assert known("import", path, *words)[0] == 2


def test_a_mapping_goes_to_a_file_and_comes_back_edited(known, tmp_path):
    path, saved = drop(tmp_path, OPEN), tmp_path / "mine.json"
    assert known("import", path, "--dry-run", "--save-mapping", saved)[0] == 1
    document = json.loads(saved.read_text(encoding="utf-8"))
    document["files"][0]["tables"][0]["columns"]["opened_on"] = {
        "source": "Created at",
        "date": "dmy",
    }
    saved.write_text(json.dumps(document), encoding="utf-8")
    status, out, _ = known("--json", "import", path, "--mapping", saved)
    assert (status, json.loads(out)["tables"]["tickets"]["new"]) == (3, 1)
    document["files"][0]["tables"][0]["columns"]["opened_on"]["date"] = "d.m.y"
    saved.write_text(json.dumps(document), encoding="utf-8")
    status, _, err = known("import", path, "--mapping", saved)
    assert status == 1
    assert "columns > opened_on > date" in err


def test_a_mapping_is_kept_under_a_name_and_used_by_it(known, tmp_path):
    path = drop(tmp_path, TICKETS)
    assert known("import", path, "--save-mapping", "Weekly")[0] == 3
    status, out, _ = known("--json", "import", path, "--mapping", "weekly")
    assert (status, json.loads(out)["tables"]["tickets"]["same"]) == (3, 1)
    status, _, err = known("import", path, "--mapping", "Monthly")
    assert status == 1
    assert "no mapping called Monthly" in err


def test_one_file_of_a_batch_is_taken_back(call, tmp_path, file):
    folder = folders.write(tmp_path / "own", {"accounts": ACCOUNTS})
    status, out, _ = call("--json", "import", folder, drop(tmp_path, TICKETS))
    batch = json.loads(out)["batch"]
    assert status == 3
    assert call("undo-import", batch, "--file", "help.csv")[0] == 0
    (told,) = json.loads(call("--json", "imports")[1])
    assert (told["undone"], told["undone_files"]) == (False, ["help.csv"])
    assert call("undo-import", batch)[0] == 0
    assert call("undo-import", batch)[0] == 1
    (told,) = json.loads(call("--json", "imports")[1])
    assert told["undone"]


def test_a_question_leaves_no_new_desk(call, tmp_path, file):
    assert call("import", drop(tmp_path, OPEN))[0] == 1
    assert not file.exists()
    assert Path(tmp_path / "in").exists()


def contents(file, folder):
    """Everything a desk holds but its own count of changes."""
    with Desk.open(file, read_only=True) as desk:
        folders.exported(desk, folder)
        return make.dump(desk)


def test_a_dry_run_writes_nothing(known, tmp_path, file):
    before = contents(file, tmp_path / "out 1")
    path = drop(tmp_path, TICKETS)
    status, out, _ = known("--json", "import", path, "--dry-run", "--save-mapping", "Weekly")
    told = json.loads(out)
    assert (status, told["batch"], told["dry_run"]) == (3, None, True)
    assert contents(file, tmp_path / "out 2") == before
    for one in (tmp_path / "out 1").iterdir():
        assert (tmp_path / "out 2" / one.name).read_bytes() == one.read_bytes()
    assert not list(tmp_path.glob("*rejects*"))
    with Desk.open(file, read_only=True) as desk:
        assert desk.read(mappings.all) == ()
    assert len(json.loads(known("--json", "imports")[1])) == 1


HOLDER = """
import sys, threading
from pathlib import Path
from healthdesk.core.desk import Desk
desk = Desk.open(Path(sys.argv[1]))
print("open", flush=True)
threading.Event().wait()  # until it is killed
"""


def test_a_desk_that_is_open_elsewhere_takes_nothing_in(known, tmp_path, file):
    path = drop(tmp_path, TICKETS)
    before = contents(file, tmp_path / "out 1")
    holder = child.start(HOLDER, file)
    try:
        assert child.line(holder) == "open"
        for words in (["import", path], ["import", path, "--dry-run"], ["undo-import", 1]):
            status, out, err = known(*words)
            assert (status, out, len(err.strip().splitlines())) == (1, "", 1)
            assert "desk.healthdesk" in err
        assert known("imports")[0] == 0
    finally:
        child.kill(holder)
    assert contents(file, tmp_path / "out 2") == before
    assert known("import", path)[0] == 3


def test_a_file_that_is_not_there_and_one_of_no_known_kind_are_sentences(known, tmp_path):
    odd = tmp_path / "odd.bin"
    odd.write_bytes(bytes(range(256)) * 8)
    for place in (tmp_path / "gone.csv", odd, "postgresql://nobody@127.0.0.1:9/none"):
        status, out, err = known("--json", "import", place)
        assert (status, out, len(err.strip().splitlines())) == (1, "", 1)
    assert known("undo-import", 99)[0] == 1
    assert known("undo-import", 1, "--file", "nothing.csv")[0] == 1
