"""What a new desk holds before any fact: settings, the default profile, the starter segments.

Not here: the file itself (core/desk.py).
"""

from __future__ import annotations

from healthdesk.core.services import profiles, segments, settings
from healthdesk.core.services.settings import DeskSettings
from healthdesk.core.services.summary import desk_summary
from healthdesk.core.store.db import Tx

__all__ = ["desk_summary", "furnish"]


def furnish(tx: Tx, name: str, zone: str = "", currency: str = "") -> None:
    """Give a new desk what it starts with; part of the transaction that makes the desk."""
    # The name of a file may hold bytes that are no text.
    told = name.encode("utf-8", "replace").decode()[:200]
    settings.write(tx, DeskSettings(name=told, zone=zone, currency=currency))
    profiles.ensure_default(tx)
    segments.create_starters(tx)
    # Brings all that playbooks need, which opening a desk does not wait for.
    from healthdesk.core.services import playbooks, plays  # noqa: PLC0415

    playbooks.create_starters(tx)
    plays.create_starters(tx)
