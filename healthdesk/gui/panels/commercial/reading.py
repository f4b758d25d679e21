"""What the tab Commercial reads from a desk; runs on a reader, no widget in sight."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.commercial import CommercialView
from healthdesk.core.domain.feedback import Listening, Voice
from healthdesk.core.domain.forecast import Priority, RenewalForecast
from healthdesk.core.domain.usage_view import SeatUse
from healthdesk.core.services import commercial, feedback, forecasts


@dataclass(frozen=True)
class Commercial:
    """What an account pays, what is expected of its renewals."""

    view: CommercialView
    forecasts: tuple[RenewalForecast, ...]

    def said_of(self, renewal: int) -> RenewalForecast:
        """What was said of a renewal, perhaps nothing."""
        found = next((one for one in self.forecasts if one.renewal == renewal), None)
        return found or RenewalForecast(renewal, ())


@dataclass(frozen=True)
class Said:
    """What an account said and what became of it; `themes` are those of the desk."""

    account_id: str
    day: int
    voices: tuple[Voice, ...]
    listening: Listening
    themes: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Beside:
    """What takes the readings: seats in use, how soon each renewal asks for work."""

    account_id: str
    day: int
    seats: SeatUse
    priorities: dict[int, Priority]
    """By the day of the renewal."""


def read_commercial(tx: Tx, account_id: str, day: int) -> Commercial:
    """The contracts, and what is expected of them."""
    return Commercial(
        commercial.view(tx, account_id, day), forecasts.of_account(tx, account_id, day)
    )


def read_said(tx: Tx, account_id: str, day: int) -> Said:
    """What was said."""
    voices = feedback.of_account(tx, account_id, day)
    listening = feedback.listened(tx, account_id, day, voices)
    return Said(account_id, day, voices, listening, feedback.names(tx))


def read_beside(
    tx: Tx, account_id: str, day: int, renewals: tuple[tuple[int, float | None], ...]
) -> Beside:
    """The seats in use, and the priority of renewals of which day and ARR are given."""
    return Beside(
        account_id,
        day,
        commercial.seats(tx, account_id, day),
        {on: forecasts.priority_of(tx, account_id, arr, on - day, day) for on, arr in renewals},
    )
