"""Health profiles: which are published, in which version, and how a new version comes about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.default_profile import FURTHER
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.op import op
from healthdesk.core.domain.profile import (
    Profile,
    Published,
    dump_profile,
    parse_profile,
    parse_profiles,
)
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import fitting, settings
from healthdesk.core.services.documents import canonical, decoded, readings_in
from healthdesk.core.services.memory import remembered
from healthdesk.core.store.db import Tx

DEFAULT: Final = "default"
MADE: Final = "made with the desk"
FITTED: Final = "fitted to the data"
OWN: Final = frozenset({MADE, FITTED})
"""Why the desk itself publishes a version."""
_LATEST = """
SELECT p.id, p.key, v.version, v.day, v.body FROM profile p
JOIN profile_version v ON v.profile_id = p.id
WHERE NOT p.retired
  AND v.version = (SELECT max(version) FROM profile_version WHERE profile_id = p.id)
ORDER BY p.position, p.id"""


@dataclass(frozen=True)
class VersionView:
    """One published version of a profile: when, and why."""

    profile: str
    version: int
    day: int
    at: str
    reason: str
    row: int = -1


def published(tx: Tx) -> tuple[Published, ...]:
    """The profiles that score today, in their order, each in its newest version."""
    return remembered(tx, "published profiles", lambda: _published(tx))


def _published(tx: Tx) -> tuple[Published, ...]:
    rows = tuple(tx.execute(text(_LATEST)))
    if not rows:
        return ()
    bodies = [decoded(row[4]) for row in rows]
    # A metric whose import was taken back may still be named: it reads as missing.
    metrics = known_metrics(tx) | metrics_named(bodies)
    profiles = parse_profiles(bodies, metrics, CATALOGUE)
    return tuple(
        Published(profile, version, day)
        for profile, (_, _, version, day, _) in zip(profiles, rows, strict=True)
    )


def version(tx: Tx, key: str, number: int) -> Published:
    """A profile as it was published in some version."""
    sql = (
        "SELECT v.day, v.body FROM profile_version v JOIN profile p ON p.id = v.profile_id"
        " WHERE p.key = :key AND v.version = :number"
    )
    row = tx.execute(text(sql), {"key": key, "number": number}).first()
    if row is None:
        raise NotFound(f"The health profile {key!r} has no version {number}.")
    return Published(read_one(tx, decoded(row[1])), number, row[0])


def read_one(tx: Tx, document: Any) -> Profile:  # noqa: ANN401 - any JSON value
    """A stored document of one profile; a metric whose import was taken back reads as missing."""
    return parse_profile(document, known_metrics(tx) | metrics_named(document), CATALOGUE)


def documents(tx: Tx) -> list[dict[str, Any]]:
    """The published profiles as they stand in `profiles.json`, in order."""
    return [decoded(row[4]) for row in tx.execute(text(_LATEST))]


def versions(tx: Tx, key: str = "") -> tuple[VersionView, ...]:
    """Every version ever published, oldest first; of one profile, or of all."""
    sql = (
        "SELECT p.key, v.version, v.day, v.at, v.reason, v.id FROM profile_version v"
        " JOIN profile p ON p.id = v.profile_id WHERE :key IN ('', p.key) ORDER BY v.day, v.id"
    )
    return tuple(VersionView(*row) for row in tx.execute(text(sql), {"key": key}))


def known_metrics(tx: Tx) -> set[str]:
    """The keys of the metrics that the desk knows."""
    return {key for (key,) in tx.execute(text("SELECT metric FROM metric"))}


def metrics_named(document: Any) -> set[str]:  # noqa: ANN401 - any JSON value
    """The metrics that stored documents name."""
    return {str(one["metric"]) for one in readings_in(document) if "metric" in one}


@op("Publish health profile")
def publish(tx: Tx, profile: Profile, reason: str, day: int | None = None) -> int:
    """Publish a new version of a profile; a new one comes before the last, which takes all others.

    Return the version that is published now; without a difference there is no new one.
    """
    listed: list[Any] = list(documents(tx))
    document = dump_profile(profile)
    if any(one["key"] == profile.key for one in listed):
        listed = [document if one["key"] == profile.key else one for one in listed]
    else:
        listed.insert(max(len(listed) - 1, 0), document)
    metrics = known_metrics(tx) | metrics_named(documents(tx))
    profiles = parse_profiles(listed, metrics, CATALOGUE)
    replace_all(tx, profiles, settings.today(tx) if day is None else day, reason=reason)
    return next(one.version for one in published(tx) if one.profile.key == profile.key)


def retire(tx: Tx, key: str) -> None:
    """Take a profile out of the order; its versions stay for what was reported."""
    found = tx.execute(
        text("UPDATE profile SET retired = 1 WHERE key = :key RETURNING id"), {"key": key}
    )
    if found.first() is None:
        raise NotFound(f"No health profile has the key {key!r}; nothing was changed.")


def replace_all(
    tx: Tx,
    profiles: Sequence[Profile],
    day: int,
    batch: int | None = None,
    reason: str = "imported",
) -> None:
    """Make these the profiles, in this order: new versions where they differ; the others retire."""
    kept = {profile.key for profile in profiles}
    stored = {row[1]: row[4] for row in tx.execute(text(_LATEST))}
    for key in stored.keys() - kept:
        tx.execute(text("UPDATE profile SET retired = 1 WHERE key = :key"), {"key": key})
    for position, profile in enumerate(profiles):
        if stored.get(profile.key) != canonical(dump_profile(profile)):
            _publish(tx, profile, reason, day, batch)
        tx.execute(
            text("UPDATE profile SET position = :at WHERE key = :key AND position <> :at"),
            {"at": position, "key": profile.key},
        )


def ensure_default(tx: Tx) -> bool:
    """Make the default profile, or fit it to new kinds of facts; say whether it was published.

    Only as long as nobody but HealthDesk itself has changed it, and only when the data brings or
    takes away a measure: figures that drift from import to import move no curve unasked. On the
    day of a fit all facts that come count, so that the order of a desk's first files does not.
    """
    stored = {row[1]: row[4] for row in tx.execute(text(_LATEST))}
    told = versions(tx)
    if stored.keys() - {DEFAULT} or any(
        one.reason not in OWN or one.profile != DEFAULT for one in told
    ):
        return False
    today = settings.today(tx)
    settled = not told or told[-1].day != today
    if DEFAULT in stored and settled and _same_readings(stored[DEFAULT], fitting.outline(tx)):
        return False
    found = fitting.fitted(tx, today)
    if stored.get(DEFAULT) == canonical(dump_profile(found)):
        return False
    _publish(tx, found, FITTED if DEFAULT in stored else MADE, today, None)
    return True


def _same_readings(body: str, outline: Profile) -> bool:
    """Whether a default reads what the outline reads, whatever either makes of it."""
    return _readings(body) == _readings(canonical(dump_profile(outline)))


def _readings(body: str) -> set[str]:
    """What a default reads, over however many days.

    Which metrics stand beside the first changes with how often each is used: that is no new kind
    of facts, and a desk that was made before there were any keeps its profile.
    """
    document = decoded(body)
    for dimension in document.get("dimensions", ()):
        dimension["measures"] = [one for one in dimension["measures"] if one["key"] not in FURTHER]
    return {
        canonical({key: value for key, value in one.items() if key != "days"})
        for one in readings_in(document)
    }


def _publish(tx: Tx, profile: Profile, reason: str, day: int, batch: int | None) -> int:
    """Write a version, and the profile itself if it is new or was retired."""
    row = tx.execute(
        text(
            "INSERT INTO profile (key, name, position, retired) VALUES"
            " (:key, :name, (SELECT count(*) FROM profile WHERE NOT retired), 0)"
            " ON CONFLICT (key) DO UPDATE SET name = excluded.name, retired = 0 RETURNING id"
        ),
        {"key": profile.key, "name": profile.name},
    ).scalar_one()
    latest = tx.execute(
        text("SELECT coalesce(max(version), 0) FROM profile_version WHERE profile_id = :id"),
        {"id": row},
    ).scalar_one()
    tx.execute(
        text(
            "INSERT INTO profile_version (profile_id, version, day, at, reason, body, batch_id)"
            " VALUES (:id, :version, :day, :at, :reason, :body, :batch)"
        ),
        {
            "id": row,
            "version": latest + 1,
            "day": day,
            "at": tx.info["clock"].now().isoformat(timespec="seconds"),
            "reason": reason,
            "body": canonical(dump_profile(profile)),
            "batch": batch,
        },
    )
    return int(latest) + 1
