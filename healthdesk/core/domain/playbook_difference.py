"""What differs between two playbooks, or between a playbook and its copy on one account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from healthdesk.core.domain.playbook import Playbook, Step, When, dump_playbook

Kind = Literal["added", "removed", "changed", "moved"]
_WORDS: Final[Mapping[str, str]] = {
    "kind": "kind",
    "name": "name",
    "required": "whether it is required",
    "hold": "whether what follows waits for it",
    "owner": "owner",
    "only_if": "its condition",
    "until": "the rule it waits for",
}
_TOLD: Final = frozenset({"kind", "name", "owner"})
"""Of these it is told what they were and are."""
_HEAD: Final = ("name", "purpose", "cause", "measure")


@dataclass(frozen=True)
class Difference:
    """One thing that differs; `step` is the id of the step, "" = the playbook itself."""

    step: str
    kind: Kind
    words: str


@dataclass(frozen=True)
class _Place:
    step: Step
    where: tuple[str, str]
    """Id of the branch it stands in and name of the arm; empty = the playbook's own line."""


def differences(old: Playbook, new: Playbook) -> tuple[Difference, ...]:
    """What the new one has otherwise: of its head first, then step by step in its order.

    A step is the same one where its id is. It was moved where it stands in another arm, or comes
    before or behind others than it did; of those that changed places as few as possible are named.
    """
    before, after = _places(old), _places(new)
    found = list(_head(old, new))
    stayed = _stayed([k for k in before if k in after], [k for k in after if k in before])
    for key, place in after.items():
        name = place.step.name
        if key not in before:
            found.append(Difference(key, "added", f"{name} was added"))
            continue
        was = before[key]
        if was.where != place.where or key not in stayed:
            found.append(Difference(key, "moved", _moved(name, was, place, after)))
        found.extend(_changed(key, was.step, place.step))
    for key, place in before.items():
        if key not in after:
            found.append(Difference(key, "removed", f"{place.step.name} was taken out"))
    return tuple(found)


def _places(playbook: Playbook) -> dict[str, _Place]:
    return {place.step.id: place for place in _walk(playbook.steps, ("", ""))}


def _walk(steps: tuple[Step, ...], where: tuple[str, str]) -> Iterator[_Place]:
    for step in steps:
        yield _Place(step, where)
        for arm in step.arms:
            yield from _walk(arm.steps, (step.id, arm.name))


def _head(old: Playbook, new: Playbook) -> Iterator[Difference]:
    for key in _HEAD:
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            yield Difference("", "changed", f"the {key}: {_quoted(was)}, now {_quoted(now)}")
    if old.sign_off != new.sign_off:
        word = "is asked for" if new.sign_off else "is no longer asked for"
        yield Difference("", "changed", f"a sign-off at the end {word}")


def _stayed(before: list[str], after: list[str]) -> frozenset[str]:
    """The longest row of ids that follow one another in both orders (by patience sorting)."""
    rank = {key: at for at, key in enumerate(before)}
    tails: list[str] = []
    came: dict[str, str | None] = {}
    for key in after:
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            if rank[tails[middle]] < rank[key]:
                low = middle + 1
            else:
                high = middle
        came[key] = tails[low - 1] if low else None
        tails[low : low + 1] = [key]
    kept = set()
    at = tails[-1] if tails else None
    while at is not None:
        kept.add(at)
        at = came[at]
    return frozenset(kept)


def _moved(name: str, was: _Place, now: _Place, after: Mapping[str, _Place]) -> str:
    if was.where == now.where:
        return f"{name} stands at another place"
    branch, arm = now.where
    if not branch:
        return f"{name} was moved out of its branch"
    title = after[branch].step.name if branch in after else branch
    return f"{name} was moved to “{arm}” of {title}"


def _changed(key: str, was: Step, now: Step) -> Iterator[Difference]:
    name = now.name
    for part, words in _WORDS.items():
        old, new = getattr(was, part), getattr(now, part)
        if old == new:
            continue
        was_now = f": {_quoted(old or None)}, now {_quoted(new or None)}"
        told = was_now if part in _TOLD else " changed"
        yield Difference(key, "changed", f"{was.name}: {words}{told}")
    if was.when != now.when:
        words = f"{name}: {when_words(was.when)}, now {when_words(now.when)}"
        yield Difference(key, "changed", words)
    for option in sorted({*was.options, *now.options}):
        if was.options.get(option) != now.options.get(option):
            title = option.replace("_", " ")
            yield Difference(key, "changed", f"{name}: {_option(title, was, now, option)}")
    if _arms(was) != _arms(now):
        yield Difference(key, "changed", f"{name}: its ways or their conditions changed")


def _arms(step: Step) -> list[tuple[str, Any]]:
    return [(arm.name, arm.rule) for arm in step.arms]


def _option(title: str, was: Step, now: Step, key: str) -> str:
    old, new = was.options.get(key), now.options.get(key)
    short = all(
        one is None or isinstance(one, int | float) or (isinstance(one, str) and len(one) < 40)
        for one in (old, new)
    )
    if not short:
        return f"{title} changed"
    return f"{title}: {_quoted(old)}, now {_quoted(new)}"


def when_words(when: When) -> str:
    """A step's day in words: "2 working days after the one before"."""
    anchors = {"start": "the start", "previous": "the one before", "renewal": "the renewal"}
    anchor = anchors.get(when.after, when.after)
    days = abs(when.days)
    if not days:
        return f"on the day of {anchor}"
    unit = ("working " if when.working else "") + ("day" if days == 1 else "days")
    return f"{days} {unit} {'before' if when.days < 0 else 'after'} {anchor}"


def _quoted(value: object) -> str:
    if value is None:
        return "as usual"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{value}”" if isinstance(value, str) else str(value)


def same(old: Playbook, new: Playbook) -> bool:
    """Whether two are the same document."""
    return dump_playbook(old) == dump_playbook(new)
