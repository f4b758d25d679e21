"""Playbooks of every shape for tests of what changes, lays out and judges them."""

from __future__ import annotations

from hypothesis import strategies as st

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.playbook import PREVIOUS, START, Arm, Playbook, Step, When, every
from healthdesk.core.domain.playbook_edit import Place, lists

OWNERS = ("", "", "Marta Keil")
KINDS = ("task", "message", "wait", "note", "outcome", "end")


@st.composite
def playbooks(draw, anchored=True):
    """A playbook of up to 14 steps, branches up to three deep, some counting from others."""
    count = draw(st.integers(1, 14))
    number = iter(range(1000))
    before = []

    def steps(left, deep):
        out = []
        while left > 0:
            key = f"s{next(number)}"
            branch = deep < 3 and left > 1 and draw(st.integers(0, 3)) == 0
            after = draw(st.sampled_from([PREVIOUS, START, *(before if anchored else [])]))
            when = When(draw(st.integers(0, 9)), after, draw(st.booleans()))
            before.append(key)
            left -= 1
            arms = ()
            if branch:
                shares = [draw(st.integers(0, left)) for _ in range(draw(st.integers(2, 3)))]
                made = []
                for at, share in enumerate(shares):
                    given = min(share, left)
                    left -= given
                    made.append(Arm(f"way {at + 1}", None, steps(given, deep + 1)))
                arms = tuple(made)
            kind = "branch" if branch else draw(st.sampled_from(KINDS))
            owner = draw(st.sampled_from(OWNERS)) if CATALOGUE[kind].SPEC.by_hand else ""
            out.append(Step(key, kind, f"Step {key}", when, arms=arms, owner=owner))
        return tuple(out)

    return Playbook("Made", steps=steps(count, 0), sign_off=draw(st.booleans()))


def places(playbook):
    """Every place that a step can be put into."""
    return [
        Place(branch, arm, at)
        for branch, arm, steps in lists(playbook.steps)
        for at in range(len(steps) + 1)
    ]


def ids(playbook):
    return [step.id for step in every(playbook.steps)]


def chain(*steps, **more):
    return Playbook("Made", steps=tuple(steps), **more)


def step(key, kind="task", *, arms=(), **more):
    return Step(key, kind, more.pop("name", key.capitalize()), arms=tuple(arms), **more)
