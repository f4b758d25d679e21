"""What the tab Work reads from a desk; runs on a reader, no widget in sight."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.investigation import FindingView
from healthdesk.core.domain.moment import MomentView
from healthdesk.core.domain.plan import ExitState, PlanView
from healthdesk.core.domain.stamp import Stamp
from healthdesk.core.domain.task import TaskView
from healthdesk.core.domain.trend_view import Record
from healthdesk.core.services import findings, milestones, moments, people, plans, tasks, trends
from healthdesk.core.services.facts import metrics


@dataclass(frozen=True)
class Work:
    """What there is to do about an account."""

    account_id: str
    day: int
    tasks: tuple[TaskView, ...]
    plans: tuple[PlanView, ...]
    contacts: tuple[tuple[str, str], ...]
    """Ids and names of people, for forms to choose from."""

    @property
    def loose(self) -> tuple[TaskView, ...]:
        """Tasks that are no actions of a plan that still runs."""
        running = {one.id for one in self.plans if one.is_open}
        return tuple(one for one in self.tasks if one.plan_id not in running)


@dataclass(frozen=True)
class Kept:
    """What is kept of an account, and found but not acted on."""

    account_id: str
    day: int
    moments: tuple[MomentView, ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True)
class Stamps:
    """The milestones of an account."""

    account_id: str
    day: int
    stamps: tuple[Stamp, ...]


def read_work(tx: Tx, account_id: str, day: int) -> Work:
    """Tasks and plans, but not how far the plans are, which needs the readings."""
    return Work(
        account_id,
        day,
        tasks.of_account(tx, account_id, day),
        plans.of_account(tx, account_id, day),
        people.names(tx, account_id),
    )


def read_kept(tx: Tx, account_id: str, day: int) -> Kept:
    """Promises, wins and perks; findings of which nothing came yet."""
    waiting = tuple(one for one in findings.of_account(tx, account_id, day) if not one.action)
    return Kept(account_id, day, moments.of_account(tx, account_id, day), waiting)


def read_stamps(tx: Tx, account_id: str, day: int) -> Stamps:
    """The milestones, with what usage says of them."""
    return Stamps(account_id, day, milestones.of_account(tx, account_id, day))


def read_states(tx: Tx, running: tuple[int, ...], day: int) -> dict[int, ExitState]:
    """How far the exit conditions of plans hold."""
    found = {one: plans.state(tx, one, day) for one in running}
    return {plan: state for plan, state in found.items() if state is not None}


def read_records(tx: Tx, account_id: str, day: int) -> tuple[Record, ...]:
    """The best months and weeks that ended lately: reasons for a thank-you.

    Those that somebody was thanked for since are none any more.
    """
    kept = moments.of_account(tx, account_id, day)
    thanked = max((one.day for one in kept if one.kind == "thanks"), default=0)
    found = trends.records(tx, account_id, day)
    return tuple(one for one in found if one.best and one.last > thanked)


def read_metrics(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Keys and names of the metrics of the desk."""
    return tuple((key, one.name) for key, one in metrics(tx).items())
