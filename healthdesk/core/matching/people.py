"""Judges which contacts are likely the same person: by mail, phone, name and account."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from healthdesk.core.matching import duplicates, names
from healthdesk.core.matching.duplicates import Group, Pair

_SHARED = frozenset(
    (
        *("info", "office", "sales", "support", "help", "helpdesk", "contact", "kontakt", "admin"),
        *("accounts", "billing", "finance", "hello", "team", "mail", "service", "it", "hr", "jobs"),
        *("noreply", "no-reply", "marketing", "press", "ap", "invoices", "buchhaltung", "contacto"),
    )
)
"""Mailboxes that several people read."""


@dataclass(frozen=True)
class PersonLook:
    """What is compared of a contact."""

    id: str
    account: str
    name: str = ""
    email: str = ""
    phone: str = ""


def find(people: Sequence[PersonLook], kept_apart: Collection[tuple[str, str]] = ()) -> list[Group]:
    """Groups of contacts that are likely one person, the surest first."""
    never = duplicates.apart(kept_apart, [one.id for one in people])
    return duplicates.groups(find_pairs(people, kept_apart), never=never)


def find_pairs(
    people: Sequence[PersonLook], kept_apart: Collection[tuple[str, str]] = ()
) -> list[Pair]:
    """Two and two contacts that are likely one person, the surest first."""
    judge = _Judge(people)
    never = duplicates.apart(kept_apart, [one.id for one in people])
    return duplicates.pairs(judge.keys(), judge.ordered, judge, never=never)


def fold_mail(text: str) -> str:
    """An address as it is compared: without case and without what follows a "+"."""
    local, at, host = text.strip().strip("<>").casefold().rpartition("@")
    return f"{local.split('+')[0]}@{host}" if at and local else ""


def fold_phone(text: str) -> str:
    """The digits of a phone number that tell it apart; "" when there are too few."""
    head = text.casefold().split("ext")[0].split("x")[0]
    digits = "".join(filter(str.isdigit, head)).lstrip("0")
    return digits[-9:] if len(digits) >= 6 else ""


class _Judge:
    """Compares two contacts of a list."""

    def __init__(self, people: Sequence[PersonLook]) -> None:
        # Costs 26 ms to import: paid by those who look for duplicates.
        from rapidfuzz.distance import OSA, JaroWinkler  # noqa: PLC0415

        self._alike = JaroWinkler.similarity
        self._apart = OSA.distance
        self._people = people
        self._words = [names.person(one.name) for one in people]
        self._sorted = [tuple(sorted(words)) for words in self._words]
        self.ordered = [" ".join(words) for words in self._sorted]
        self._mails = [fold_mail(one.email) for one in people]
        self._phones = [fold_phone(one.phone) for one in people]

    def keys(self) -> list[set[Hashable]]:
        """What each contact may be found by."""
        out: list[set[Hashable]] = []
        for at, one in enumerate(self._people):
            mine: set[Hashable] = set()
            mail, phone, words = self._mails[at], self._phones[at], self._words[at]
            if mail:
                local, _, host = mail.partition("@")
                mine |= {("mail", mail), ("near", host, local[:4]), ("near", host, local[-4:])}
            if phone:
                mine |= {("phone", phone), ("first", phone[:4]), ("last", phone[-4:])}
            mine.update(("word", one.account, sound(word)) for word in words)
            mine.add(("name", " ".join(self._sorted[at])))
            mine.add(("sound", *sorted(map(sound, words))))
            out.append(mine)
        return out

    def __call__(self, low: int, high: int) -> tuple[float, tuple[str, ...]]:
        """How sure it is that two contacts are one person, and why."""
        name = self._name(low, high)
        reasons: list[str] = []
        doubt = 1.0
        doubt *= self._mail(low, high, name, reasons)
        doubt *= self._phone(low, high, name, reasons)
        if name >= 0.8:
            turned = self._words[low] != self._words[high] and name == 1.0
            same = "same name, in another order" if turned else "same name"
            reasons.append(same if name == 1.0 else "similar name")
            doubt *= 0.35 if name == 1.0 else 0.35 + (1.0 - name) * 1.5
        if self._people[low].account == self._people[high].account:
            doubt *= 0.45 if name >= 0.8 else 0.9
            if name >= 0.8:
                reasons.append("same account")
        elif reasons:
            reasons.append("in different accounts")
        return max(0.0, min(0.99, 1.0 - doubt)), tuple(reasons)

    def _mail(self, low: int, high: int, name: float, reasons: list[str]) -> float:
        """How much the addresses leave in doubt."""
        one, other = self._mails[low], self._mails[high]
        if not one or not other:
            return 1.0
        if one == other:
            reasons.append(f"same mail {one}")
            if one.partition("@")[0] in _SHARED:
                return 0.6
            return 0.05 if name >= 0.6 or name < 0 else 0.3
        if name >= 0.8 and one.partition("@")[2] == other.partition("@")[2]:
            if self._apart(one, other, score_cutoff=2) <= 2:
                reasons.append("nearly the same mail")
                return 0.5
            return 1.6
        return 1.3

    def _phone(self, low: int, high: int, name: float, reasons: list[str]) -> float:
        """How much the phone numbers leave in doubt."""
        one, other = self._phones[low], self._phones[high]
        if not one or not other:
            return 1.0
        if one == other:
            reasons.append("same phone")
            # People of one office share a number, seldom a name.
            return 0.2 if name >= 0.6 or name < 0 else 0.6
        if name >= 0.7 and self._apart(one, other, score_cutoff=1) <= 1:
            reasons.append("nearly the same phone")
            return 0.45
        return 1.3

    def _name(self, low: int, high: int) -> float:
        """How alike two names are, 1 = the same words in any order; -1 where one is not known."""
        one, other = self._sorted[low], self._sorted[high]
        if not one or not other:
            return -1.0
        if one == other:
            return 1.0
        if len(one) == 1 or len(other) == 1:
            few, many = sorted((one, other), key=len)
            return 0.78 if few[0] in many else 0.9 * max(self._alike(few[0], w) for w in many)
        return float(self._of_words(self._words[low], self._words[high]))

    def _of_words(self, one: Sequence[str], other: Sequence[str]) -> float:
        """The likeness of two names of several words: first and last, straight or turned."""
        straight = (self._word(one[0], other[0]), self._word(one[-1], other[-1]))
        turned = (self._word(one[0], other[-1]), self._word(one[-1], other[0]))
        return max(_both(straight), _both(turned))

    def _word(self, one: str, other: str) -> float:
        if one == other:
            return 1.0
        if len(one) == 1 or len(other) == 1:
            return 0.8 if one[0] == other[0] else 0.0
        return float(min(0.97, self._alike(one, other)))


def _both(words: tuple[float, float]) -> float:
    """The likeness of two pairs of words; one of them should be right, or both nearly so."""
    low, high = min(words), max(words)
    if low <= 0.7:
        return 0.425 * (low + high)
    return 0.5 * (low + high) * (1.0 if high == 1.0 else 0.92)


_SOUNDS = {
    letter: digit
    for letters, digit in (
        *(("bfpvw", "1"), ("cgjkqsxz", "2"), ("dt", "3")),
        *(("l", "4"), ("mn", "5"), ("r", "6")),
    )
    for letter in letters
}


def sound(word: str) -> str:
    """About how a word sounds: its first letter and the kinds of its consonants."""
    out = word[:1]
    last = _SOUNDS.get(out, "")
    for letter in word[1:]:
        digit = _SOUNDS.get(letter, "")
        if digit and digit != last:
            out += digit
        if letter not in "hw":
            last = digit
        if len(out) == 4:
            break
    return out
