"""The command `report`: a file whole or not at all, its answer, and what is refused."""

from __future__ import annotations

import json

import pytest

from healthdesk import cli
from healthdesk.core.exporters import csv
from tests.core.services.reports import review_story as story


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    with story.desk(tmp_path_factory.mktemp("report")) as made:
        return str(made.path)


def run(file, *words):
    return cli.main(["--desk", file, "report", *words])


def test_a_report_is_written_and_its_pages_and_bytes_are_told(file, tmp_path, capsys):
    to = tmp_path / "review.pdf"
    words = ("account_review", "--account", "v", "--day", "2026-11-23", "--to", str(to))
    assert run(file, *words, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"file": str(to), "pages": 10, "bytes": to.stat().st_size}
    first = to.read_bytes()
    assert run(file, *words) == 0
    assert to.read_bytes() == first
    assert "Quarterly review, 10 pages" in capsys.readouterr().out
    assert [one.name for one in tmp_path.iterdir()] == ["review.pdf"]


def test_what_is_inside_is_told_beside_the_result(file, tmp_path, capsys):
    to = tmp_path / "brief.pdf"
    assert run(file, "account_brief", "--account", "v", "--day", "2026-11-23", "--to", str(to)) == 0
    told = capsys.readouterr()
    assert "It contains names of people, internal notes." in told.err
    assert "1 page," in told.out


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (
            ["nothing", "--to", "x.pdf"],
            (2, "There are: account_review,"),
        ),
        (["account_review", "--to", "x.pdf"], (2, "is of one account. Name it: --account A.")),
        (["account_review", "--account", "v", "--to", "x.doc"], (2, ".doc is no format")),
        (["account_review", "--account", "v", "--to", "x"], (2, "x does not say the format")),
        (["account_review", "--account", "z", "--to", "x.pdf"], (1, "No account has the id 'z'.")),
        (["account_brief", "--account", "v", "--segment", "S", "--to", "x.pdf"], (2, "--segment")),
        (["account_review", "--account", "v", "--period", "soon", "--to", "x.pdf"], (2, "2026-Q4")),
        (
            ["account_brief", "--account", "v", "--day", "2020-01-01", "--to", "x.pdf"],
            (1, "Velora was not known yet on 2020-01-01."),
        ),
        (
            ["account_review", "--account", "v", "--to", "x.pdf", "--template", "deck.pptx"],
            (2, "takes no template"),
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(file, tmp_path, capsys, words, refusal):
    at = words.index("--to") + 1
    told = [*words[:at], str(tmp_path / words[at]), *words[at + 1 :]]
    assert run(file, *told) == refusal[0]
    assert refusal[1] in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_day_that_is_none_is_wrong_use(file, tmp_path):
    with pytest.raises(SystemExit) as stop:
        run(
            file,
            "account_brief",
            "--account",
            "v",
            "--day",
            "soon",
            "--to",
            str(tmp_path / "x.pdf"),
        )
    assert stop.value.code == 2


def test_a_file_that_cannot_be_written_leaves_what_was_there(file, tmp_path, capsys, monkeypatch):
    to = tmp_path / "review.csv"
    to.write_text("before")

    def fail(*told, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(csv, "write", fail)
    words = ("account_review", "--account", "v", "--day", "2026-11-23", "--to", str(to))
    assert run(file, *words) == 1
    assert "could not be written" in capsys.readouterr().err
    assert to.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["review.csv"]
