"""The readings of the sample's model from its rows, one account and one day, read aloud."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from healthdesk.core.domain.facts import to_day
from healthdesk.core.sample.tables import COLUMNS, SampleTables


class Plain:
    """One account's rows of a sample."""

    def __init__(self, sample: SampleTables, account: str):
        self.sample = sample
        self.account = account
        self.place = sample.account_ids.index(account)

    def rows(self, table: str) -> list[dict]:
        rows = (dict(zip(COLUMNS[table], row, strict=True)) for row in self.sample.tables[table])
        return [row for row in rows if row["account_id"] == self.account]

    def values(self, metric: str, last: date, days: int) -> np.ndarray:
        grid = next(one for one in self.sample.usage if one.metric == metric)
        end = to_day(last) - self.sample.first + 1
        return np.nan_to_num(grid.values[self.place, max(0, end - days) : end])

    def level(self, day: date) -> float:
        return float(self.values("active_users", day, 28).sum()) / 28

    def trend(self, day: date) -> float:
        return self.level(day) / self.level(day - timedelta(28)) - 1

    def features(self, day: date) -> int:
        keys = [row[0] for row in self.sample.tables["metrics"] if row[4]]
        return sum(bool(self.values(key, day, 28).any()) for key in keys)

    def since_touch(self, day: date) -> int:
        return (day - max(row["day"] for row in self.touches(day))).days

    def touches(self, day: date) -> list[dict]:
        return [
            row for row in self.rows("touchpoints") if row["day"] <= day and row["kind"] != "note"
        ]

    def ways(self, day: date, days: int = 90) -> tuple[int, int]:
        ways = [row["direction"] for row in self.touches(day) if row["day"] > day - timedelta(days)]
        return ways.count("inbound"), ways.count("outbound")

    def open_tickets(self, day: date) -> list[dict]:
        return [
            row
            for row in self.rows("tickets")
            if row["opened_on"] <= day and (row["closed_on"] is None or row["closed_on"] > day)
        ]

    def nps(self, day: date) -> tuple[float, int]:
        latest = {}
        for row in sorted(self.rows("surveys"), key=lambda one: (one["day"], one["response_id"])):
            if row["kind"] == "nps" and day - timedelta(180) < row["day"] <= day:
                latest[row["contact_id"]] = row["rating"]
        ratings = list(latest.values())
        good, bad = sum(one >= 9 for one in ratings), sum(one <= 6 for one in ratings)
        return 100 * (good - bad) / len(ratings), len(ratings)

    def sentiment(self, day: date) -> float:
        felt = [(row["day"], row["value"]) for row in self.rows("pulses")]
        for table, when in (
            ("touchpoints", "day"),
            ("tickets", "opened_on"),
            ("surveys", "day"),
            ("mentions", "day"),
        ):
            felt += [(row[when], row["sentiment"]) for row in self.rows(table)]
        known = [
            (0.5 ** ((day - when).days / 30), value)
            for when, value in felt
            if value is not None and day - timedelta(90) < when <= day
        ]
        return sum(weight * value for weight, value in known) / sum(weight for weight, _ in known)

    def seats(self, day: date) -> int:
        return sum(
            row["seats"] for row in self.rows("subscriptions") if row["start"] <= day < row["end"]
        )

    def overdue(self, day: date) -> int:
        late = [
            (day - row["due_on"]).days
            for row in self.rows("invoices")
            if row["issued_on"] <= day
            and row["due_on"] < day
            and (row["paid_on"] is None or row["paid_on"] > day)
        ]
        return max(late, default=0)
