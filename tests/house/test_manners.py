"""Rules of the house that a linter does not know, each with the reason it exists."""

from __future__ import annotations

import ast

import pytest

from tests.house.source import PACKAGE, ROOT, calls, imported, modules, place, tree

GUI = PACKAGE / "gui"
SCREEN = [*modules(GUI), PACKAGE / "app.py"]


def offenders(names, paths, allowed=()):
    return [
        place(path, call)
        for path in paths
        if str(path.relative_to(PACKAGE)) not in allowed
        for name, call in calls(path)
        if name in names
    ]


def test_no_lambda_or_partial_is_connected():
    """They keep their receiver alive: the widget never dies."""
    wrong = [
        place(path, call)
        for path in SCREEN
        for name, call in calls(path)
        if name == "connect"
        for argument in call.args
        if isinstance(argument, ast.Lambda)
        or (isinstance(argument, ast.Call) and "partial" in ast.unparse(argument.func))
    ]
    assert wrong == []


def test_nobody_pumps_events():
    assert offenders({"processEvents"}, SCREEN) == []


def test_only_dialogs_ask():
    """One place to fake, and no nested loop anywhere else."""
    allowed = ("gui/base/dialogs.py", "app.py")
    assert offenders({"exec", "exec_"}, SCREEN, allowed) == []
    modal = {"QMessageBox", "QFileDialog", "QInputDialog", "QProgressDialog"}
    wrong = [
        place(path, node)
        for path in SCREEN
        if str(path.relative_to(PACKAGE)) != "gui/base/dialogs.py"
        for name, node in imported(path)
        if name.rsplit(".", 1)[-1] in modal
    ]
    assert wrong == []


def test_only_jobs_make_threads():
    banned = {"QThread", "QRunnable", "QThreadPool"}
    wrong = [
        place(path, node)
        for path in SCREEN
        if str(path.relative_to(PACKAGE)) != "gui/base/jobs.py"
        for name, node in imported(path)
        if name.rsplit(".", 1)[-1] in banned
        or name.split(".")[0] == "threading"
        or name.startswith("concurrent.futures")
    ]
    assert wrong == []


def test_only_the_theme_styles():
    allowed = ("gui/base/theme.py",)
    assert offenders({"setStyleSheet"}, SCREEN, allowed) == []


def test_colours_have_names():
    """A literal colour is right in one theme at the most."""
    wrong = []
    for path in SCREEN:
        if path.parent == GUI / "base" and path.name in ("colors.py", "theme.py", "sheet.py"):
            continue
        wrong += [
            place(path, node)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and len(node.value) in (4, 7, 9)
            and node.value.startswith("#")
            and all(c in "0123456789abcdefABCDEF" for c in node.value[1:])
        ]
    assert wrong == []


def test_only_the_desk_commits():
    paths = [path for path in modules(PACKAGE / "core") if path.name != "desk.py"]
    allowed = tuple(f"core/store/{name}.py" for name in ("db", "migrations", "backup", "undo"))
    assert offenders({"commit"}, paths, allowed) == []


def test_no_item_widgets():
    """They hold every cell as an object; 10,000 rows freeze the window."""
    banned = {"QTableWidget", "QListWidget", "QTreeWidget", "QSortFilterProxyModel"}
    wrong = [
        place(path, node)
        for path in SCREEN
        for name, node in imported(path)
        if name.rsplit(".", 1)[-1] in banned
    ]
    assert wrong == []


def test_the_domain_knows_no_clock_no_chance_no_locale():
    banned = ("random", "time", "locale", "secrets", "numpy.random", "os")
    wrong = [
        place(path, node)
        for path in modules(PACKAGE / "core" / "domain")
        for name, node in imported(path)
        if any(name == ban or name.startswith(ban + ".") for ban in banned)
    ]
    assert wrong == []
    clocks = {"now", "today", "utcnow", "default_rng"}
    assert offenders(clocks, modules(PACKAGE / "core" / "domain")) == []


def test_nothing_runs_data():
    """No pickle, no eval: a desk from a colleague is data and stays data."""
    wrong = [
        place(path, node)
        for path in modules()
        for name, node in imported(path)
        if name.split(".")[0] in ("pickle", "shelve", "marshal", "joblib")
    ]
    assert wrong == []
    bare = [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("eval", "exec", "compile")
    ]
    assert bare == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for_and_is_short(path):
    assert ast.get_docstring(tree(path)), "no docstring"
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 600


def test_slots_are_marked_and_have_no_defaults():
    """`clicked` delivers False into a defaulted parameter."""
    wrong = [
        place(path, node)
        for path in SCREEN
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and any("Slot" in ast.unparse(mark) for mark in node.decorator_list)
        and (node.args.defaults or any(default for default in node.args.kw_defaults))
    ]
    assert wrong == []
