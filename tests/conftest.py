"""Settings of pytest-qt are known where it is not installed: the core's tests run without Qt."""

from __future__ import annotations

from importlib.util import find_spec

QT_SETTINGS = ("qt_api", "qt_log_level_fail", "qt_log_ignore")


def pytest_addoption(parser):
    if find_spec("pytestqt") is None:
        for name in QT_SETTINGS:
            parser.addini(name, "of pytest-qt, which is not installed here")
