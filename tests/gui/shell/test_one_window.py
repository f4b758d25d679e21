"""A second start on the same desk raises the first window."""

from __future__ import annotations

import secrets

from PySide6.QtCore import QObject

from healthdesk.gui.shell.one_window import OneWindow, raise_other


def test_the_second_start_raises_the_first_window(qtbot):
    name, owner = f"healthdesk-test-{secrets.token_hex(6)}", QObject()
    first = OneWindow(owner)
    first.listen(name)
    with qtbot.waitSignal(first.raise_requested):
        assert raise_other(name)
    first.listen("")


def test_with_no_window_there_is_nobody_to_raise(qapp):
    assert not raise_other(f"healthdesk-test-{secrets.token_hex(6)}")


def test_a_window_is_found_under_its_latest_name_only(qtbot):
    one, two = (f"healthdesk-test-{secrets.token_hex(6)}" for _ in range(2))
    owner = QObject()
    window = OneWindow(owner)
    window.listen(one)
    window.listen(two)
    assert not raise_other(one)
    with qtbot.waitSignal(window.raise_requested):
        assert raise_other(two)
    window.listen("")
