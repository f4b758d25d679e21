"""The composition root: which desk is opened, the crash report, and a light first frame."""

from __future__ import annotations

import subprocess
import sys

from healthdesk import app


def test_the_named_desk_comes_before_the_latest_and_the_default(tmp_path, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_FOLDER", str(tmp_path))
    latest = tmp_path / "latest.healthdesk"
    assert app.desk_to_open(str(tmp_path / "named.healthdesk"), [latest]).name == "named.healthdesk"
    assert app.desk_to_open(None, [latest]) == latest
    assert app.desk_to_open(None, []) is None
    (tmp_path / "My desk.healthdesk").touch()
    assert app.desk_to_open(None, []).name == "My desk.healthdesk"


def test_the_crash_report_names_versions_and_place_but_no_path_of_desks():
    report = app.bug_report("Traceback ...\nZeroDivisionError: division by zero\n")
    assert "HealthDesk" in report
    assert "Qt 6" in report
    assert report.endswith("ZeroDivisionError: division by zero")


def test_the_first_frame_waits_for_nothing_heavy():
    code = (
        "import sys, healthdesk.app;"
        "print([m for m in ('numpy', 'sqlalchemy', 'pyqtgraph', 'sqlcipher3') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_today_as_it_is_kept_waits_for_nothing_heavy():
    code = (
        "import sys, healthdesk.app as a;"
        "from importlib import import_module as i;"
        "[i(m) for m in a.SCREEN];"
        "print([m for m in ('numpy', 'sqlalchemy', 'pyqtgraph', 'sqlcipher3') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_window_paints_and_goes_when_only_that_is_asked(tmp_path):
    """The whole program in a process of its own: paint, tell when, quit with 0."""
    env = {
        "HEALTHDESK_FOLDER": str(tmp_path),
        "HEALTHDESK_TELL_PAINT": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "healthdesk"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**env, "PYTHONPATH": ":".join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.strip().splitlines()[-1]) > 1e9
