"""What a pack holds and would do, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from healthdesk.core.domain.handover import Manifest, RowChange
from healthdesk.core.services.handover_listing import HandoverRow
from healthdesk.core.services.handover_merging import Coming, Taken
from healthdesk.gui.base.words import Words

_SAID: Mapping[str, tuple[str, ...]] = {
    "accounts": ("account",),
    "contacts": ("contact",),
    "surveys": ("survey answer",),
    "pulses": ("pulse",),
    "touchpoints": ("touchpoint",),
    "tickets": ("ticket",),
    "subscriptions": ("contract",),
    "invoices": ("invoice",),
    "milestones": ("milestone",),
    "mentions": ("mention",),
    "overrides": ("override",),
    "outcomes": ("outcome",),
    "account_care": ("word on what matters", "words on what matters"),
    "contact_care": ("person noted", "persons noted"),
    "meeting_asked": ("invitation",),
    "advocate_ask": ("ask of an advocate", "asks of advocates"),
    "attachment": ("file",),
    "moment": ("promise, win or thanks", "promises, wins and thanks"),
    "feedback": ("piece of feedback", "pieces of feedback"),
}
_SHOWN = 6
_NAMED = 3


def title(manifest: Manifest) -> str:
    """Name a pack: whose, and which way it goes."""
    what = "Changes" if manifest.way == "returned" else "Handover"
    return f"{what} from {manifest.by}" if manifest.by else what


def subtitle(manifest: Manifest, words: Words) -> str:
    """Say how many accounts, of which day, how long."""
    parts = [words.count(len(manifest.accounts), "account"), words.day(manifest.day)]
    if manifest.lasting:
        parts.append("for good")
    elif manifest.until is not None:
        parts.append(f"cover until {words.day(manifest.until)}")
    return ", ".join(parts)


def would(coming: Coming, words: Words) -> Iterator[tuple[str, str]]:
    """What happens when it is taken in: a heading and a sentence each."""
    if coming.new:
        yield "New here", some(coming.new)
    if coming.known:
        yield "Here already", some(coming.known)
    for way, name in (("add", "Comes in"), ("set", "Changes"), ("remove", "Goes")):
        if told := _counted([one for one in coming.changes if one.way == way], words):
            yield name, told
    if coming.values:
        yield "Daily use", f"{words.count(coming.values, 'value')} that are not here yet"
    if not coming.changes and not coming.conflicts and not coming.values:
        yield "Nothing new", "All that is in it stands here already."
    if coming.manifest.lasting and not coming.known_pack:
        yield "For good", "Pulses are marked to be renewed, and the playbook Handover starts."
    if coming.manifest.left_out:
        yield "Not in it", "; ".join(coming.manifest.left_out)
    for note in coming.notes:
        yield "Left aside", note


def some(names: Sequence[str]) -> str:
    """The first of some names, and how many more."""
    more = len(names) - _SHOWN
    told = ", ".join(names[:_SHOWN])
    return f"{told} and {more} more" if more > 0 else told


def taken(result: Taken, words: Words) -> str:
    """What was done, in one line."""
    parts = [
        f"{words.number(number)} {what}"
        for number, what in (
            (result.added, "new"),
            (result.changed, "changed"),
            (result.removed, "removed"),
            (result.kept, "kept as mine"),
            (result.rejected, "rejected"),
        )
        if number
    ]
    if result.values:
        parts.insert(0, words.count(result.values, "daily value"))
    return ", ".join(parts) or "Nothing was new"


def accounts(row: HandoverRow, words: Words) -> str:
    """How many accounts a handover is of, and which."""
    count = words.count(len(row.accounts), "account")
    if 0 < len(row.names) < len(row.accounts):
        count = f"{words.number(len(row.names))} of {count} still here"
    told = ", ".join(row.names[:_NAMED])
    more = len(row.names) - _NAMED
    if not told:
        return f"{count}, none here any more"
    return f"{count}: {told}{f' and {more} more' if more > 0 else ''}"


def cover(row: HandoverRow, words: Words) -> str:
    """From when to when."""
    first = words.short_day(row.day)
    if row.lasting:
        return f"{first}, for good"
    return f"{first} on" if row.until is None else f"{first} to {words.day(row.until)}"


def state(row: HandoverRow, words: Words, today: int) -> str:
    """How it stands: with whom, how long, what came back."""
    if row.closed_on is not None:
        told = f"ended {words.day(row.closed_on)}"
    elif row.lasting:
        told = "theirs" if row.given else "yours"
    elif row.until is None:
        told = "under way"
    elif row.until < today:
        told = f"over since {words.days(today - row.until)}, not ended"
    elif row.until == today:
        told = "last day"
    else:
        told = f"{words.days(row.until - today)} left"
    if row.met is not None and (row.given or row.met > row.day):
        told += f"; changes of {words.short_day(row.met)} are in"
    return told


def _counted(changes: Sequence[RowChange], words: Words) -> str:
    counts = Counter(one.table for one in changes)
    return ", ".join(
        words.count(n, *_SAID.get(table, (table,))) for table, n in counts.most_common()
    )
