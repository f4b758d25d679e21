"""Import of a million usage rows against the bare floor, its memory, and the size on disk."""

from __future__ import annotations

import csv
import gc
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from measure import line
from sqlcipher3 import dbapi2

from healthdesk.core.desk import Desk
from healthdesk.core.services import imports

METRICS = ("active_users", "sessions", "exports", "reports")
EPOCH = date(1970, 1, 1)
MEGABYTE = 1024.0


def make_folder(folder: Path, accounts: int, days: int) -> int:
    """An exchange folder with accounts x days x four usage rows, a day after another."""
    folder.mkdir()
    with (folder / "accounts.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("account_id", "name"))
        writer.writerows((f"A{number:05}", f"Account {number}") for number in range(accounts))
    first = date(2025, 1, 1)
    with (folder / "usage.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("account_id", "metric", "day", "value"))
        for offset in range(days):
            day = (first + timedelta(offset)).isoformat()
            writer.writerows(
                (f"A{number:05}", metric, day, (number * 7 + offset * 3 + place) % 50)
                for number in range(accounts)
                for place, metric in enumerate(METRICS)
            )
    return accounts * days * len(METRICS)


def floor(folder: Path, target: Path) -> None:
    """Read, convert, pivot, sort and insert: no checks, no batch, no way back."""
    known: dict[str, int] = {}
    days: dict[str, int] = {}
    place = {metric: index + 2 for index, metric in enumerate(METRICS)}
    rows: dict[tuple[int, int], list[float | None]] = {}
    with (folder / "usage.csv").open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader)
        for account, metric, day, value in reader:
            number = known.setdefault(account, len(known))
            if day not in days:
                days[day] = (date.fromisoformat(day) - EPOCH).days
            key = (number, days[day])
            row = rows.get(key)
            if row is None:
                row = rows[key] = [*key, None, None, None, None]
            row[place[metric]] = float(value)
    base = dbapi2.connect(str(target))
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    columns = ", ".join(f"m{index} REAL" for index in range(4))
    base.execute(
        f"CREATE TABLE usage(a INTEGER, d INTEGER, {columns}, PRIMARY KEY(a, d)) WITHOUT ROWID"
    )
    base.executemany("INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?)", sorted(rows.values()))
    base.commit()
    base.close()


def ours(folder: Path, target: Path) -> None:
    """The import as the command line runs it."""
    desk = Desk.create(target)
    result = desk.do(imports.run, [folder])
    if any(count.rejected for count in result.tables.values()):
        raise SystemExit("rows were rejected: the bench compares nothing")
    desk.close()


def peak(script: str, kind: str, folder: Path, target: Path) -> float:
    """Peak memory of one import in a process of its own, in MB."""
    command = [sys.executable, script, kind, str(folder), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    return float(done.stdout)


def own_peak() -> float:
    """Peak memory of this process in MB; Linux's ru_maxrss would count the parent's too."""
    status = Path("/proc/self/status")
    if status.exists():
        words = status.read_text().split()
        return float(words[words.index("VmHWM:") + 1]) / MEGABYTE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def timed(work: Path, folder: Path, runs: int) -> tuple[float, float]:
    """Least seconds of ours and the floor, in turn (a disk only ever adds)."""
    best = [float("inf"), float("inf")]
    for run in range(runs):
        for index, function in enumerate((ours, floor)):
            gc.collect()
            began = time.perf_counter()
            function(folder, work / f"{function.__name__}-{run}.healthdesk")
            best[index] = min(best[index], time.perf_counter() - began)
    return best[0], best[1]


def main() -> int:
    """Compare time, memory and size."""
    ok = True
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        os.environ["HEALTHDESK_FOLDER"] = str(work / "home")
        rows = make_folder(work / "million", 1_000, 250)
        make_folder(work / "three", 1_000, 750)
        mine, bare = timed(work, work / "million", 3)
        ok &= line("import 1M usage rows", mine, bare, 3.0, "s")
        small = peak(__file__, "ours", work / "million", work / "small.healthdesk")
        large = peak(__file__, "ours", work / "three", work / "large.healthdesk")
        ok &= line("peak memory, 3M rows (floor: 1M rows)", large, small, 1.5, "MB")
        size = (work / "ours-0.healthdesk").stat().st_size / rows
        bare_size = (work / "floor-0.healthdesk").stat().st_size / rows
        ok &= line("bytes in the file per usage row", size, bare_size, None, "B")
    return 0 if ok else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        ours(Path(sys.argv[2]), Path(sys.argv[3]))
        print(own_peak())
        raise SystemExit(0)
    raise SystemExit(main())
