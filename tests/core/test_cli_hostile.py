"""Bad input from outside: refused or rejected in a sentence; what was there is untouched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from healthdesk import cli
from healthdesk.cli import desks
from healthdesk.core.domain.errors import DiskTrouble
from tests.core import worked_example


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-03-14")
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def file(tmp_path: Path, capsys) -> Path:
    """A desk that holds the worked example."""
    made = tmp_path / "desk.healthdesk"
    folder = worked_example.write(tmp_path / "good")
    assert cli.main(["--desk", str(made), "import", str(folder)]) == 0
    capsys.readouterr()
    return made


def scores(file: Path, capsys) -> object:
    assert cli.main(["--desk", str(file), "scores", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(file: Path, capsys, *words: str) -> str:
    """A command that must fail in one sentence and change nothing; give the sentence."""
    before = scores(file, capsys)
    assert cli.main(["--desk", str(file), *words, "--json"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    (sentence,) = told.err.strip().splitlines()
    assert "Traceback" not in sentence
    assert scores(file, capsys) == before
    return sentence


def rejected(file: Path, capsys, folder: Path) -> list[dict[str, object]]:
    """An import that takes what it can; give the rejects."""
    assert cli.main(["--desk", str(file), "import", str(folder), "--json"]) == 3
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["rejects"]
    return found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("accounts.csv", b"name\nA\n"),
        ("accounts.csv", b""),
        ("accounts.csv", "account_id,name\na,Müller\n".encode("latin-1")),
        ("accounts.csv", b"\x00\x01\x02\x03"),
        ("profiles.json", b"{"),
        ("profiles.json", b"[]"),
        ("profiles.json", b"\xff\xfe\xff"),
    ],
)
def test_files_that_cannot_be_read_refuse_the_batch(file, tmp_path, capsys, name, content):
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / name).write_bytes(content)
    assert name.partition(".")[0] in refused(file, capsys, "import", str(folder))
    assert cli.main(["--desk", str(file), "imports", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_an_unknown_metric_in_a_profile_is_named_with_its_place(file, tmp_path, capsys):
    folder = tmp_path / "bad"
    folder.mkdir()
    text = json.dumps([worked_example.PROFILE]).replace("active_users", "no_such_metric")
    (folder / "profiles.json").write_text(text)
    sentence = refused(file, capsys, "import", str(folder))
    assert "usage > level" in sentence
    assert "no_such_metric" in sentence


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("a1,active_users,2026-02-30,1", "day"),
        ("a1,active_users,2026-03-01,1e400", "value"),
        ("a1,active_users,2026-03-01,nan", "value"),
        ("a1,active_users,2026-03-01,12 apples", "value"),
        (f"{'x' * 10_000},active_users,2026-03-01,1", "account_id"),
        ("nobody,active_users,2026-03-01,1", "account_id"),
    ],
)
def test_rows_that_cannot_be_true_are_rejected_and_the_rest_goes_in(
    file, tmp_path, capsys, cells, column
):
    folder = tmp_path / "bad"
    folder.mkdir()
    good = "a1,active_users,2026-03-14,11"
    (folder / "usage.csv").write_text(f"account_id,metric,day,value\n{cells}\n{good}\n")
    (row,) = rejected(file, capsys, folder)
    assert (row["file"], row["line"], row["column"]) == ("usage.csv", 2, column)
    assert row["reason"]
    assert len(str(row["value"])) < 500, "a value of 10,000 letters is cut"


def test_a_file_in_the_folders_place_and_a_folder_that_is_not_there(file, tmp_path, capsys):
    (tmp_path / "plain").write_bytes(bytes(range(256)))
    refused(file, capsys, "import", str(tmp_path / "plain"))
    refused(file, capsys, "import", str(tmp_path / "nowhere"))
    refused(file, capsys, "export", str(tmp_path / "plain"))
    refused(file, capsys, "restore", str(tmp_path / "plain"))


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00" + b"\x00" * 4096])
def test_a_file_that_is_no_desk(tmp_path, capsys, content):
    path = tmp_path / "odd.healthdesk"
    path.write_bytes(content)
    for words in (["scores"], ["check"], ["import", str(tmp_path)], ["backup"]):
        assert cli.main(["--desk", str(path), *words]) == 1
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert path.read_bytes() == content


def test_a_desk_where_none_can_be(tmp_path, capsys):
    (tmp_path / "plain").write_text("hello")
    folder = worked_example.write(tmp_path / "good")
    words = ["--desk", str(tmp_path / "plain" / "x.healthdesk"), "import", str(folder)]
    assert cli.main(words) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_second_process_may_read_but_not_write(file, tmp_path):
    """While one process holds the desk, others read it; who wants to write is told so."""
    code = (
        "import sys; from pathlib import Path; from healthdesk.core.desk import Desk\n"
        f"desk = Desk.open(Path({str(file)!r}))\n"
        "print('open', flush=True); sys.stdin.read(); desk.close()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline().strip() == "open"
        again = [sys.executable, "-m", "healthdesk", "--desk", str(file)]
        read = subprocess.run(
            [*again, "scores", "--json"], capture_output=True, text=True, check=False
        )
        assert read.returncode == 0, read.stderr
        assert len(json.loads(read.stdout)) == 1
        write = subprocess.run(
            [*again, "undo-import", "1"], capture_output=True, text=True, check=False
        )
        assert write.returncode == 1
        assert len(write.stderr.strip().splitlines()) == 1
    finally:
        holder.communicate("", timeout=30)


def test_markup_and_control_letters_come_out_plain(tmp_path, capsys):
    folder = worked_example.write(
        tmp_path / "odd", accounts='account_id,name\na1,"\x1b[31m<b>Al\nder\x07"\n'
    )
    path = str(tmp_path / "odd.healthdesk")
    assert cli.main(["--desk", path, "import", str(folder)]) in {0, 3}
    capsys.readouterr()
    assert cli.main(["--desk", path, "scores"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\x07" not in out


@pytest.mark.parametrize("value", ["1e99", "1e-320"])
def test_figures_of_any_size_leave_a_desk_that_can_be_read(tmp_path, capsys, value):
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "accounts.csv").write_text("account_id,name\na,A\n")
    rows = "".join(f"a,active_users,2026-03-{day:02},{value}\n" for day in range(1, 14))
    (folder / "usage.csv").write_text(f"account_id,metric,day,value\n{rows}")
    file = tmp_path / "odd.healthdesk"
    assert cli.main(["--desk", str(file), "import", str(folder)]) == 0
    capsys.readouterr()
    assert scores(file, capsys)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_names_are_told_whatever_the_output_can_spell(tmp_path, encoding):
    folder = tmp_path / "names"
    folder.mkdir()
    accounts = "account_id,name,started_on\nü,日本,2026-01-01\n"
    (folder / "accounts.csv").write_text(accounts, encoding="utf-8")
    file = tmp_path / "names.healthdesk"
    assert cli.main(["--desk", str(file), "import", str(folder)]) == 0

    def told(*words: str) -> bytes:
        ran = subprocess.run(
            [sys.executable, "-m", "healthdesk", "--desk", str(file), "scores", *words],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=True,
        )
        return ran.stdout

    assert json.loads(told("--json").decode(encoding))[0]["name"] == "日本"
    assert ("日本" if encoding == "utf-8" else "??") in told().decode(encoding)


def test_a_place_that_cannot_be_cleared_hides_no_reason(tmp_path, capsys, monkeypatch):
    """On a read-only disk even taking away what is not there fails."""

    def read_only(path):
        raise OSError(30, "Read-only file system", str(path))

    def unmade(path):
        raise DiskTrouble(f"{path.parent} cannot be written to; nothing was touched.")

    monkeypatch.setattr(desks, "discard", read_only)
    monkeypatch.setattr(desks, "make", unmade)
    folder = worked_example.write(tmp_path / "good")
    assert cli.main(["--desk", str(tmp_path / "new.healthdesk"), "import", str(folder)]) == 1
    assert "nothing was touched" in capsys.readouterr().err
