"""Tests that passwords live in the system's keyring or nowhere."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.services import passwords

URL = "postgresql://kim:s3cret@db.example:5432/crm"
SHOWN = "postgresql://kim@db.example:5432/crm"


class Ring(SimpleNamespace):
    """A keyring that remembers, or refuses everything."""

    def __init__(self, priority: float = 5.0, *, refuses: bool = False) -> None:
        super().__init__(held={}, priority=priority, refuses=refuses)

    def get_keyring(self):
        return self

    def get_password(self, service, name):
        self._look()
        return self.held.get((service, name))

    def set_password(self, service, name, password):
        self._look()
        self.held[service, name] = password

    def delete_password(self, service, name):
        del self.held[service, name]

    def _look(self):
        if self.refuses:
            raise RuntimeError("locked")


@pytest.fixture
def ring(monkeypatch):
    made = Ring()
    monkeypatch.setitem(sys.modules, "keyring", made)
    return made


def test_an_address_is_parted_from_its_password():
    found = passwords.split(URL)
    assert (found.shown, found.password) == (SHOWN, "s3cret")
    assert passwords.joined(SHOWN, "s3cret") == URL
    assert passwords.joined(SHOWN, "") == SHOWN


def test_a_sqlite_file_is_its_own_address(tmp_path):
    file = tmp_path / "crm.db"
    file.touch()
    assert passwords.split(f"sqlite:///{file}") == passwords.Address(str(file))
    assert passwords.split(f" {file} ") == passwords.Address(str(file))
    assert not passwords.wants(str(file))


def test_letters_that_mean_something_in_addresses_survive():
    odd = "p@ss:w/rd%?"
    whole = passwords.joined(SHOWN, odd)
    assert passwords.split(whole) == passwords.Address(SHOWN, odd)


@pytest.mark.parametrize("text", ["", "nothing", "postgresql://", "http"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(UsageError, match="no address of a database"):
        passwords.split(text)


def test_who_is_asked_for_a_password():
    assert passwords.wants(SHOWN)
    assert not passwords.wants("postgresql://db.example/crm")


def test_the_keyring_keeps_and_forgets(ring):
    assert passwords.recall(SHOWN) == ""
    assert passwords.keep(SHOWN, "s3cret")
    assert ring.held == {("HealthDesk", SHOWN): "s3cret"}
    assert passwords.recall(SHOWN) == "s3cret"
    assert passwords.available()
    passwords.forget(SHOWN)
    passwords.forget(SHOWN)
    assert passwords.recall(SHOWN) == ""


@pytest.mark.parametrize("made", [None, Ring(refuses=True), Ring(priority=0.0)])
def test_no_keyring_is_no_error(monkeypatch, made):
    monkeypatch.setitem(sys.modules, "keyring", made)
    assert passwords.recall(SHOWN) == ""
    if made is None or made.refuses:
        assert not passwords.keep(SHOWN, "s3cret")
    if made is None or not made.priority:
        assert not passwords.available()


def test_a_password_does_not_stand_in_sentences():
    told = passwords.without("no such user at kim:s3cret@db", "s3cret")
    assert "s3cret" not in told
    assert passwords.without("as it was", "") == "as it was"
