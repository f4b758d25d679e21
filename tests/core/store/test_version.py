from __future__ import annotations

import pytest

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.store import version


@pytest.mark.parametrize(
    ("told", "safe"),
    [
        ("3.40.1", False),
        ("3.44.5", False),
        ("3.44.6", True),
        ("3.45.0", False),
        ("3.50.6", False),
        ("3.50.7", True),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.53.4", True),
        ("4.0.0", True),
    ],
)
def test_which_versions_may_write(told, safe):
    assert version.is_safe(told) is safe


def test_the_installed_one_may():
    version.require_safe()


def test_an_unsafe_one_is_refused(monkeypatch):
    monkeypatch.setattr(version.dbapi2, "sqlite_version", "3.40.1")
    with pytest.raises(DeskError, match=r"3\.40\.1"):
        version.require_safe()
