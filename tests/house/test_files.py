"""What the repository may hold: locks without hosts, licences beside borrowed things, one tree."""

from __future__ import annotations

import re

from tests.house.source import ROOT, tracked

TOP = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "README.md",
    "healthdesk",
    "packaging",
    "pyproject.toml",
    "resources",
    "tests",
}
GUESSWORK = {"utils", "common", "helpers", "manager", "misc"}


def test_the_top_of_the_tree_is_agreed():
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP


def test_names_say_what_is_inside():
    wrong = [p for p in tracked() if GUESSWORK & set(p.with_suffix("").relative_to(ROOT).parts)]
    assert wrong == []


def test_locks_hold_hashes_and_no_hosts():
    locks = sorted((ROOT / "packaging" / "lock").glob("*.txt"))
    assert [lock.name for lock in locks] == ["app.txt", "check.txt", "core.txt"]
    for lock in locks:
        text = lock.read_text()
        assert not re.search(r"https?:|file:|index-url|find-links|@ ", text), lock
        assert text.count("==") > 5
        for entry in re.split(r"\n(?=\S)", text):
            assert "--hash=sha256:" in entry, entry


def test_the_window_is_not_in_the_core_lock():
    core = (ROOT / "packaging" / "lock" / "core.txt").read_text().lower()
    assert "pyside" not in core
    assert "pyqtgraph" not in core


def test_the_smaller_locks_agree_with_the_whole():
    def versions(name):
        text = (ROOT / "packaging" / "lock" / name).read_text()
        return set(re.findall(r"^([\w.-]+==[\w.]+)", text, re.MULTILINE))

    assert versions("app.txt") < versions("check.txt")
    assert versions("core.txt") < versions("check.txt")


def test_what_others_made_has_its_licence_beside_it():
    for folder in ("fonts", "icons"):
        names = {path.name for path in (ROOT / "resources" / folder).iterdir()}
        assert any(name.startswith(("LICENSE", "OFL")) for name in names), folder


def test_no_test_is_skipped_or_expected_to_fail():
    marks = re.compile(r"pytest\.mark\.(skip|xfail)|pytest\.(skip|xfail)\(")
    wrong = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if path.name != "test_files.py" and marks.search(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []
