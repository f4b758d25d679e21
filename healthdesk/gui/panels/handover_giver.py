"""Asks what goes into a handover pack, makes it and writes it: accounts for a colleague."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject

from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain import passphrase
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.handover import SUFFIX, PackOptions
from healthdesk.core.domain.kept_file import safe_name
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.services import handover_making as making
from healthdesk.core.services import settings
from healthdesk.core.services.handover_making import Giving, Made, Written
from healthdesk.gui.base.dialogs import PACKS
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field

_WHAT_FOR: Final = (
    "What a colleague's HealthDesk opens: state, people, promises, dates, risks and history of"
    " these accounts alone. What is not ticked is not in the file."
)


class HandoverGiver(QObject):
    """Asks until a pack is written or the person goes back."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._ui = ui
        self._accounts: tuple[str, ...] = ()
        self._asked: Values = {}
        self._made: Made | None = None

    def start(self, accounts: Sequence[str]) -> None:
        """Ask what is to go in of these accounts."""
        self._accounts = tuple(accounts)
        if not accounts:
            self._ui.toast("No account is chosen", "Tick the accounts first.", kind="notice")
            self.deleteLater()
            return
        if self._ui.refuses_changes():
            self.deleteLater()
            return
        self._ui.read(_me, then=self._on_me_read)

    def _on_me_read(self, me: str) -> None:
        self._asked = {"by": me, "addresses": True, "usage": True, "page": True}
        self._ask("")

    def _ask(self, wrong: str) -> None:
        count = self._ui.words.count(len(self._accounts), "account")
        values = ask_form(
            self._ui,
            f"Handover pack of {count}",
            _fields(self._asked),
            text=wrong or _WHAT_FOR,
            yes="Make handover pack",
            check=_check,
        )
        if values is None:
            self.deleteLater()
            return
        self._asked = values
        name = safe_name(f"Handover {values['to'] or count}")
        path = self._ui.dialogs.save_as("Save the handover pack", Path(f"{name}{SUFFIX}"), PACKS)
        desk = self._ui.desk
        if path is None or desk is None:
            self.deleteLater()
            return
        self._ui.work(
            _give,
            desk,
            _giving(self._accounts, values),
            with_suffix(path),
            values["passphrase"],
            page=bool(values["page"]),
            then=self._on_written,
            failed=self._on_failed,
            label="Making the handover pack",
        )

    def _on_written(self, written: Written) -> None:
        beside = f", with {written.page.name} beside it" if written.page else ""
        size = self._ui.words.size(written.size)
        self._ui.toast("Handover pack written", f"{written.path.name}, {size}{beside}")
        self.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        self._ask(str(error) if isinstance(error, DeskError) else "It could not be written.")


def with_suffix(path: Path) -> Path:
    """The path, named as packs are."""
    return path if path.suffix == SUFFIX else path.with_name(f"{path.name}{SUFFIX}")


def _me(tx: Tx) -> str:
    return settings.read(tx).person


def _give(
    desk: Desk,
    giving: Giving,
    path: Path,
    passphrase: str,
    *,
    page: bool,
    progress: Progress = NOBODY,
) -> Written:
    """Make a pack, write it, and keep what was given."""
    made = desk.read(making.make, giving, progress=progress)
    written = making.write(made, path, passphrase, page=page, progress=progress)
    desk.do(making.record, made)
    return written


def _giving(accounts: tuple[str, ...], values: Values) -> Giving:
    return Giving(
        accounts,
        to=values["to"],
        by=values["by"],
        until=values["until"],
        lasting=values["lasting"],
        options=PackOptions(
            notes=values["notes"],
            addresses=values["addresses"],
            attachments=values["attachments"],
            usage=values["usage"],
        ),
    )


def _fields(known: dict[str, Any]) -> Sequence[Field]:
    def tick(key: str, label: str, hint: str) -> Field:
        return Field(key, label, "tick", bool(known.get(key)), hint=hint)

    return (
        Field("to", "For", "line", known.get("to", ""), required=True, hint="Your colleague"),
        Field("by", "From", "line", known.get("by", ""), hint="Your name"),
        Field("until", "Cover until", "day", known.get("until")),
        tick("lasting", "For good", "They become the colleague's accounts"),
        tick("notes", "Personal notes", "Internal notes, what is noted of persons, pulses, tones"),
        tick("addresses", "Addresses", "Mail addresses and phone numbers"),
        tick("attachments", "Files", "Files kept with the accounts and their touches"),
        tick("usage", "Daily use", "Values of every day, for charts and scores"),
        Field(
            "passphrase",
            "Passphrase",
            "secret",
            known.get("passphrase", ""),
            hint="Encrypts the pack (age); tell it by another way",
            says=passphrase.strength,
        ),
        tick("page", "Page beside", "A page for any browser, which is not encrypted"),
    )


def _check(values: Values) -> dict[str, str]:
    wrongs: dict[str, str] = {}
    if told := passphrase.wrong(values["passphrase"]):
        wrongs["passphrase"] = told
    if values["passphrase"] and values["page"]:
        wrongs["page"] = (
            "The page could be read by anybody; untick it, or leave the passphrase out."
        )
    if values["lasting"] and values["until"] is not None:
        wrongs["until"] = "For good has no last day."
    return wrongs
