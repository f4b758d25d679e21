"""Campaigns in words: where a person stands, how many get it, what came of it."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.campaign import (
    STATES,
    CampaignPerson,
    CampaignState,
    CampaignView,
    Scores,
)
from healthdesk.core.domain.sending import Post
from healthdesk.core.domain.template import title_of
from healthdesk.gui.base.words import Words

FEW: Final = 10
"""Accounts under which nothing is said of what their scores did."""
_STATES: Final = {
    "draft": "in the outbox",
    "held": "in the outbox, a field is empty",
    "queued": "waits to be sent",
    "handed": "went out",
    "dropped": "dropped",
    "refused": "refused by the mail server",
    "unsure": "may have been sent",
}
OPEN: Final = frozenset({"draft", "held", "refused"})
"""States of messages that a person can still have sent."""


def key_of(one: CampaignPerson) -> str:
    """What names a line: account and person."""
    return f"{one.account_id}\n{one.person.contact_id if one.person is not None else ''}"


def gets(one: CampaignPerson) -> bool:
    """Whether they get it."""
    return one.person is not None and not one.left_out


def state(one: CampaignPerson, words: Words) -> str:
    """Where a person stands."""
    if one.left_out:
        return f"left out: {one.left_out}"
    if one.answered is not None:
        return f"answered on {words.day(one.answered)}"
    if one.message_state:
        return _STATES.get(one.message_state, one.message_state)
    if one.missing:
        return "no value: " + ", ".join(title_of(key) for key in one.missing)
    return "gets it, own words" if one.own else "gets it"


def is_late(one: CampaignPerson) -> bool:
    """Whether something of them wants a look."""
    if one.left_out:
        return False
    return one.message_state in {"held", "refused", "unsure"} or bool(
        one.missing and not one.message_state
    )


def summary(view: CampaignView, words: Words) -> str:
    """How many get it, or what came of it, in one line."""
    if view.fault:
        return view.fault
    mine = [one for one in view.people if gets(one)]
    left = len(view.people) - len(mine)
    if view.state == "draft":
        parts = [f"{words.count(len(mine), 'person gets', 'people get')} it"]
        held = sum(bool(one.missing) for one in mine)
        if held:
            parts.append(f"{words.number(held)} with a field that has no value")
    else:
        parts = _came(mine, words)
    if left:
        parts.append(f"{words.number(left)} left out")
    return ", ".join(parts)


def _came(mine: list[CampaignPerson], words: Words) -> list[str]:
    counts = {key: sum(one.message_state == key for one in mine) for key in _STATES}
    out, answered = counts["handed"], sum(one.answered is not None for one in mine)
    share = f" ({words.percent(answered / out)})" if out else ""
    told = [f"{words.number(out)} of {words.number(len(mine))} went out"]
    told += [f"{words.number(answered)} answered{share}"] if out else []
    waits = counts["draft"] + counts["held"]
    told += [f"{words.number(waits)} in the outbox"] if waits else []
    told += [f"{words.number(counts['queued'])} wait to be sent"] if counts["queued"] else []
    told += [f"{words.number(counts['refused'])} refused"] if counts["refused"] else []
    told += [f"{words.number(counts['unsure'])} may have been sent"] if counts["unsure"] else []
    return told


def effect(view: CampaignView, words: Words) -> str:
    """What the scores of those who got it did since, beside the others; "" before it was written.

    Others are not the same kind of accounts: no more is said than what both did.
    """
    mine, others = view.reached, view.others
    if view.written_on is None or mine is None:
        return ""
    if mine.accounts < FEW:
        many = words.count(mine.accounts, "account")
        return f"Too few to tell what it did: {many} with a score got it."
    told = f"Mean score of the {_moved(mine, words)} since {words.day(view.written_on)}"
    if others is None or others.accounts < FEW:
        return f"{told}. Too few did not get it to compare with."
    told += f"; of the {_moved(others, words)} that did not get it"
    return f"{told}. That is no proof: others may differ in more than this."


def _moved(scores: Scores, words: Words) -> str:
    many = words.number(scores.accounts)
    return f"{many} accounts: {words.number(scores.then)} → {words.number(scores.now)}"


def state_words(view: CampaignView) -> str:
    """The state of a campaign."""
    mine = [one for one in view.people if gets(one)]
    return state_of(view.state, sum(one.message_state == "handed" for one in mine), len(mine))


def state_of(kept: CampaignState, out: int, people: int) -> str:
    """The same of one that `people` get, of whose messages so many went out."""
    return "all went out" if kept == "written" and people and out >= people else STATES[kept]


def to_send(view: CampaignView, post: Post) -> tuple[int, ...]:
    """Messages that the mail server could be asked to send; none where there is none."""
    if not post.ready or view.state == "draft":
        return ()
    return tuple(
        one.message for one in view.people if one.message is not None and one.message_state in OPEN
    )
