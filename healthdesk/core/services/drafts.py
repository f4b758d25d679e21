"""Drafts of health profiles, kept in the desk: changed, discarded, published, rolled back.

A profile that was never published has a draft alone. Not here: what a draft changes
(domain/model_draft.py, domain/profile_edit.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.errors import BadDocument, NotFound, UsageError
from healthdesk.core.domain.model_draft import ModelDraft, applied, edited
from healthdesk.core.domain.op import op
from healthdesk.core.domain.profile import Profile, Published, dump_profile
from healthdesk.core.services import profiles, settings
from healthdesk.core.services.documents import decoded
from healthdesk.core.store.db import Tx

PREFIX: Final = "model draft "
"""Before a profile's key: the setting that holds its draft."""


def find(tx: Tx, key: str) -> ModelDraft:
    """The draft of a profile; an empty one where there is none, or where it cannot be read."""
    row = tx.execute(
        text("SELECT value FROM setting WHERE key = :key"), {"key": PREFIX + key}
    ).scalar()
    if row is None:
        return ModelDraft()
    try:
        return _read(tx, decoded(row))
    except (msgspec.MsgspecError, BadDocument, ValueError):
        return ModelDraft()


def _read(tx: Tx, told: dict[str, Any]) -> ModelDraft:
    whole = told.pop("whole", None)
    draft = msgspec.convert(told, ModelDraft)
    if whole is None:
        return draft
    return msgspec.structs.replace(draft, whole=profiles.read_one(tx, whole))


def keys(tx: Tx) -> frozenset[str]:
    """The profiles that have a draft, those included that were never published."""
    return frozenset(_drafted(tx))


def _drafted(tx: Tx) -> tuple[str, ...]:
    rows = tx.execute(
        text("SELECT key FROM setting WHERE key LIKE :like ORDER BY key"), {"like": f"{PREFIX}%"}
    )
    return tuple(key.removeprefix(PREFIX) for (key,) in rows)


def unpublished(tx: Tx) -> tuple[Profile, ...]:
    """Profiles that have a draft and were never published, or are retired, by their names."""
    known = {one.profile.key for one in profiles.published(tx)}
    drafts = (find(tx, key).whole for key in _drafted(tx) if key not in known)
    return tuple(sorted((one for one in drafts if one is not None), key=_name))


def _name(profile: Profile) -> tuple[str, str]:
    return profile.name.casefold(), profile.key


@op("Change health model draft")
def change(tx: Tx, key: str, draft: ModelDraft) -> None:
    """Keep a draft of a profile; one without any difference is none.

    Raises:
        BadDocument: the profile as it would be cannot be; nothing was changed.
    """
    held = _held(tx, key)
    if held is None and draft.whole is None:
        raise NotFound(f"No health profile has the key {key!r}; nothing was changed.")
    if held is not None and held.profile.model != "weighted" and draft.weights:
        raise UsageError("A rank model has no weights; nothing was changed.")
    if draft.whole is not None:
        read = profiles.read_one(tx, dump_profile(draft.whole))
        if read.key != key:
            raise UsageError("The key of a profile stays as it is; nothing was changed.")
        if held is not None:
            draft = edited(draft, held.profile, draft.whole)
        else:
            draft = msgspec.structs.replace(draft, new=True)
    _keep(tx, key, draft)


@op("New health profile")
def begin(tx: Tx, profile: Profile) -> str:
    """Begin a profile as a draft; return its key, which is another one where that is taken.

    It scores nobody until it is published; then it comes before the last, which takes all others.
    """
    taken = {key for (key,) in tx.execute(text("SELECT key FROM profile"))} | keys(tx)
    key, number = profile.key, 1
    while key in taken:
        number += 1
        key = f"{profile.key}-{number}"
    made = msgspec.structs.replace(profile, key=key)
    profiles.read_one(tx, dump_profile(made))
    _keep(tx, key, ModelDraft(whole=made, new=True))
    return key


@op("Order health profiles")
def order(tx: Tx, wanted: Sequence[str]) -> None:
    """Put the published profiles into an order; the first whose rule holds scores an account.

    Raises:
        UsageError: not each stands there once, or the one without a rule would not be the last.
    """
    listed = {one.profile.key: one.profile for one in profiles.published(tx)}
    if sorted(wanted) != sorted(listed):
        raise UsageError("Each profile has one place in the order; nothing was changed.")
    if any(listed[key].applies_to is None for key in wanted[:-1]):
        raise UsageError("The profile without a rule is for all others: it stays the last.")
    for place, key in enumerate(wanted):
        tx.execute(
            text("UPDATE profile SET position = :at WHERE key = :key AND position <> :at"),
            {"at": place, "key": key},
        )


@op("Retire health profile")
def retire(tx: Tx, key: str) -> None:
    """Take a profile out of the order: its accounts go to the next whose rule holds.

    Its versions stay for what was reported, its draft is forgotten.

    Raises:
        UsageError: it is the one that takes all others.
    """
    held = published(tx, key)
    if held.profile.applies_to is None:
        raise UsageError("The last profile is for all others: it cannot be taken away.")
    profiles.retire(tx, key)
    _keep(tx, key, ModelDraft())


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
    held, draft = _held(tx, key), find(tx, key)
    if held is None and draft.whole is None:
        raise NotFound(f"No health profile has the key {key!r}; nothing was changed.")
    wanted = draft.whole if held is None else applied(draft, held.profile)
    if wanted is None or (held is not None and wanted == held.profile):
        raise UsageError("The draft changes nothing; nothing was published.")
    _check_rule(tx, held, wanted)
    number = _publish(tx, held, wanted, reason, day)
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
    found = _held(tx, key)
    if found is None:
        raise NotFound(f"No health profile has the key {key!r}; nothing was changed.")
    return found


def _held(tx: Tx, key: str) -> Published | None:
    return next((one for one in profiles.published(tx) if one.profile.key == key), None)


def wrong_day(tx: Tx, held: Published | None, day: int) -> str:
    """What is wrong with a day to publish from, "" if nothing."""
    if day > settings.today(tx):
        return "A version cannot begin in the future; the draft keeps until then."
    if held is not None and day < held.day:
        return f"Version {held.version} began later than that day; versions begin in their order."
    return ""


def _check_rule(tx: Tx, held: Published | None, wanted: Profile) -> None:
    """Refuse what would leave no profile for all others, or two."""
    last = held is not None and held.profile.applies_to is None
    first = held is None and not profiles.published(tx)
    if wanted.applies_to is None and not (last or first):
        raise UsageError(
            "Another profile takes all others: say for whom this one is; nothing was published."
        )
    if wanted.applies_to is not None and (last or first):
        raise UsageError("This profile takes all others and has no rule; nothing was published.")


def _publish(tx: Tx, held: Published | None, profile: Profile, reason: str, day: int) -> int:
    told = " ".join(reason.split())
    if not told:
        raise UsageError("A version needs a reason; nothing was published.")
    wrong = wrong_day(tx, held, day)
    if wrong:
        raise UsageError(wrong)
    return profiles.publish(tx, profile, told, day)


def _keep(tx: Tx, key: str, draft: ModelDraft) -> None:
    """Write the draft's row, or take it away."""
    if draft.empty:
        tx.execute(text("DELETE FROM setting WHERE key = :key"), {"key": PREFIX + key})
        return
    told: dict[str, object] = {name: getattr(draft, name) for name in ("weights", "bands", "kept")}
    if draft.whole is not None:
        told |= {"whole": dump_profile(draft.whole), "new": draft.new}
    settings.put(tx, PREFIX + key, msgspec.json.encode(told).decode())
