"""The errors a user may see, and the one that means "stop".

    Exception
    ├── DeskError            expected: carries a sentence for the user
    │   ├── UsageError       the call itself is wrong (command line: exit status 2)
    │   │   └── BadRuleText      a rule written as text cannot be read, from a character on
    │   ├── NotADesk         the file is no desk: empty, foreign, truncated, unreadable
    │   ├── NewerDesk        the desk was written by a newer HealthDesk
    │   ├── DamagedDesk      the desk's file fails its integrity check
    │   ├── DeskInUse        another process holds the desk
    │   ├── DiskTrouble      full, read-only or failing storage
    │   ├── BadDocument      a profile, rule or other document is wrong at a named place
    │   ├── BadImport        a batch is refused as a whole; nothing was written
    │   └── NotFound         an account, batch, segment or file that is not there
    └── Cancelled            the user stopped the work; it is rolled back

Everything else that is raised is a bug.
"""

from __future__ import annotations


class DeskError(Exception):
    """An expected failure, told in one sentence: what happened, what is untouched, what to do."""

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()


class UsageError(DeskError):
    """The caller asked in a way that cannot be understood."""


class BadRuleText(UsageError):
    """A rule's text that cannot be read: from which character, how many, and why."""

    def __init__(self, at: int, length: int, sentence: str) -> None:
        super().__init__(sentence)
        self.at = at
        self.length = max(length, 1)


class NotADesk(DeskError):
    """The file is not a desk."""


class NewerDesk(DeskError):
    """The desk was written by a newer version of HealthDesk; it is left as it is."""


class DamagedDesk(DeskError):
    """The desk's file fails its integrity check."""


class DeskInUse(DeskError):
    """Another process has this desk open; `pid` says which, where it is known."""

    def __init__(self, sentence: str, remedy: str = "", pid: int | None = None) -> None:
        super().__init__(sentence, remedy)
        self.pid = pid


class DiskTrouble(DeskError):
    """The disk is full, read-only or failing; what was there before is untouched."""


class BadDocument(DeskError):
    """A document is wrong; `place` names where, as in "default > usage > level > scale"."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class BadPack(DeskError):
    """A file that is no handover pack, or one that is not to be trusted."""


class LockedPack(DeskError):
    """A handover pack under a passphrase, and none or another one was given."""


class BadImport(DeskError):
    """An import is refused as a whole; nothing of it was written."""


class NotFound(DeskError):
    """What was asked for is not in the desk."""


class Cancelled(Exception):
    """The user stopped the work; whatever it did is rolled back."""
