"""Drafts of health profiles, kept in the desk: changed, discarded, published, rolled back."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.model_draft import ModelDraft, applied, changes
from healthdesk.core.domain.op import op
from healthdesk.core.domain.profile import Profile, Published
from healthdesk.core.services import profiles, settings
from healthdesk.core.services.queries import pairs
from healthdesk.core.store.db import Tx

PREFIX: Final = "model draft "
"""Before a profile's key: the setting that holds its draft."""


def find(tx: Tx, key: str) -> ModelDraft:
    """The draft of a profile; an empty one where there is none."""
    row = tx.execute(
        text("SELECT value FROM setting WHERE key = :key"), {"key": PREFIX + key}
    ).scalar()
    if row is None:
        return ModelDraft()
    try:
        return msgspec.json.decode(row, type=ModelDraft)
    except msgspec.MsgspecError:
        return ModelDraft()


def keys(tx: Tx) -> frozenset[str]:
    """The profiles that have a draft."""
    rows = tx.execute(text("SELECT key FROM setting WHERE key LIKE :like"), {"like": f"{PREFIX}%"})
    return frozenset(key.removeprefix(PREFIX) for (key,) in rows)


@op("Change health model draft")
def change(tx: Tx, key: str, draft: ModelDraft) -> None:
    """Keep a draft of a profile; one without any difference is none."""
    profile = published(tx, key).profile
    if profile.model != "weighted" and draft.weights:
        raise UsageError("A rank model has no weights; nothing was changed.")
    _keep(tx, key, draft)


@op("Discard health model draft")
def discard(tx: Tx, key: str) -> None:
    """Forget the draft of a profile."""
    _keep(tx, key, ModelDraft())


@op("Publish health model")
def publish(tx: Tx, key: str, reason: str, day: int) -> int:
    """Publish a profile as its draft has it, from a day; the draft is done with.

    Returns the number of the new version.

    Raises:
        UsageError: nothing would change, no reason is given, or the day cannot be.
    """
    held = published(tx, key)
    draft = find(tx, key)
    if not changes(draft, held.profile):
        raise UsageError("The draft changes nothing; nothing was published.")
    number = _publish(tx, held, applied(draft, held.profile), reason, day)
    _keep(tx, key, ModelDraft())
    return number


@op("Roll back health model")
def roll_back(tx: Tx, key: str, version: int, reason: str) -> int:
    """Publish an older version again as a new one, from today; a draft is forgotten.

    Returns the number of the new version.
    """
    held = published(tx, key)
    older = profiles.version(tx, key, version).profile
    if older == held.profile:
        raise UsageError(f"Version {version} is what holds now; nothing was published.")
    number = _publish(tx, held, older, reason, settings.today(tx))
    _keep(tx, key, ModelDraft())
    return number


def published(tx: Tx, key: str) -> Published:
    """The version of a profile that scores now."""
    for one in profiles.published(tx):
        if one.profile.key == key:
            return one
    raise NotFound(f"No health profile has the key {key!r}; nothing was changed.")


def wrong_day(tx: Tx, held: Published, day: int) -> str:
    """What is wrong with a day to publish from, "" if nothing."""
    if day > settings.today(tx):
        return "A version cannot begin in the future; the draft keeps until then."
    if day < held.day:
        return f"Version {held.version} began later than that day; versions begin in their order."
    return ""


def _publish(tx: Tx, held: Published, profile: Profile, reason: str, day: int) -> int:
    told = " ".join(reason.split())
    if not told:
        raise UsageError("A version needs a reason; nothing was published.")
    wrong = wrong_day(tx, held, day)
    if wrong:
        raise UsageError(wrong)
    return profiles.publish(tx, profile, told, day)


def _keep(tx: Tx, key: str, draft: ModelDraft) -> None:
    """Write the draft's row, or take it away."""
    if key not in pairs(tx, "SELECT key, id FROM profile"):
        raise NotFound(f"No health profile has the key {key!r}; nothing was changed.")
    if draft.empty:
        tx.execute(text("DELETE FROM setting WHERE key = :key"), {"key": PREFIX + key})
    else:
        settings.put(tx, PREFIX + key, msgspec.json.encode(draft).decode())
