"""The two commands say what is wrong in a sentence, and do nothing twice."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tomllib

import pytest

from tests.house.source import ROOT

PACKAGING = ROOT / "packaging"


def load(name):
    spec = importlib.util.spec_from_file_location(name, PACKAGING / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def environment():
    yield load("environment")
    del sys.modules["environment"]


@pytest.fixture(scope="module")
def run(environment):
    yield load("run")
    del sys.modules["run"]


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["--desk", "my.healthdesk"], True),
        (["--desk=my.healthdesk"], True),
        (["demo"], False),
        (["--desk", "my.healthdesk", "scores"], False),
        (["--json", "scores"], False),
        (["--help"], False),
        (["--version"], False),
    ],
)
def test_only_a_start_without_command_needs_a_display(run, arguments, window):
    assert run.wants_window(arguments) is window


def test_without_display_the_window_says_what_works(run, monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(run.sys, "platform", "linux")
    monkeypatch.setattr(run.environment, "ensure", lambda *_names: "python")
    assert run.main([]) == 1
    said = capsys.readouterr().err
    assert "no display" in said
    assert "run.py demo" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("NewConnectionError: Temporary failure in name resolution", "could not be reached"),
        ("ERROR: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "no ready build"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the one the lock names"),
        ("something else", "pip ended with"),
    ],
)
def test_what_pip_says_becomes_a_sentence(environment, words, sentence):
    assert sentence in environment.reason_of_pip(words)


def test_an_old_python_is_named_with_what_to_do(environment, monkeypatch):
    monkeypatch.setattr(environment.sys, "version_info", (3, 8, 0))
    monkeypatch.setattr(environment.shutil, "which", lambda _name: None)
    with pytest.raises(environment.Trouble, match=r"needs Python 3\.11 .* apt-get install"):
        environment.require_python()


def test_missing_libraries_are_named_with_their_packages(environment, monkeypatch):
    monkeypatch.setattr(environment, "QT_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(environment.sys, "platform", "linux")
    monkeypatch.setattr(environment, "install_packages", lambda _packages: False)
    with pytest.raises(environment.Trouble, match=r"libnowhere\.so\.9.*install libnowhere9"):
        environment.require_libraries(screen=False)


def test_a_python_without_venv_is_told(environment, monkeypatch, tmp_path):
    def no_venv(command, **_options):
        return subprocess.CompletedProcess(command, 1, "", "ensurepip is not available")

    monkeypatch.setattr(environment.subprocess, "run", no_venv)
    monkeypatch.setattr(environment, "install_packages", lambda _packages: False)
    with pytest.raises(environment.Trouble, match=r"apt-get install python3\.\d+-venv"):
        environment.make_venv(tmp_path / "env")


def test_an_environment_that_fits_is_not_made_again(environment, monkeypatch, tmp_path):
    made = []

    def make(folder):
        made.append(folder)
        place = folder / ("Scripts" if os.name == "nt" else "bin")
        place.mkdir(parents=True)
        (place / ("python.exe" if os.name == "nt" else "python")).touch()

    monkeypatch.setattr(environment, "home_of_environments", lambda: tmp_path)
    monkeypatch.setattr(environment, "make_venv", make)
    monkeypatch.setattr(environment, "install", lambda *_arguments: None)
    first = environment.ensure(".venv", "app.txt")
    assert environment.ensure(".venv", "app.txt") == first
    assert len(made) == 1
    (tmp_path / ".venv" / environment.STAMP).write_text("of another lock")
    environment.ensure(".venv", "app.txt")
    assert len(made) == 2


def test_a_broken_set_up_leaves_no_stamp(environment, monkeypatch, tmp_path):
    def break_off(*_arguments):
        raise environment.Trouble("pip ended")

    monkeypatch.setattr(environment, "home_of_environments", lambda: tmp_path)
    monkeypatch.setattr(environment, "make_venv", lambda folder: folder.mkdir())
    monkeypatch.setattr(environment, "install", break_off)
    with pytest.raises(environment.Trouble):
        environment.ensure(".venv", "app.txt")
    assert not (tmp_path / ".venv" / environment.STAMP).exists()


def test_set_up_can_be_read_by_an_old_python():
    """Syntax newer than 3.8 would show a traceback where a sentence is promised."""
    import ast  # noqa: PLC0415 - only this test parses

    for name in ("environment", "run"):
        source = (PACKAGING / f"{name}.py").read_text(encoding="utf-8")
        ast.parse(source, feature_version=(3, 8))


def test_every_folder_of_resources_is_installed_with_the_program():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = {
        pattern.rpartition("/")[0]
        for patterns in told["tool"]["setuptools"]["data-files"].values()
        for pattern in patterns
    }
    folders = {
        file.parent.relative_to(ROOT).as_posix()
        for file in (ROOT / "resources").rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }
    assert folders - listed == set()
