"""Import of a million usage rows from a foreign CSV against the exchange folder, and its memory.

The foreign file is looked through, recognised, converted and written: all that a drop of it takes.
"""

from __future__ import annotations

import csv
import gc
import os
import sys
import tempfile
import time
from pathlib import Path

from import_bench import make_folder, ours, own_peak, peak
from measure import line

from healthdesk.core.desk import Desk
from healthdesk.core.services import imports, intake


def make_foreign(folder: Path, source: Path) -> None:
    """The same rows as another system would export them: other names, days and figures."""
    folder.mkdir()
    with (
        (source / "accounts.csv").open(newline="") as file,
        (folder / "customers.csv").open("w", newline="") as out,
    ):
        writer = csv.writer(out, delimiter=";")
        writer.writerow(("Customer ID", "Customer name"))
        writer.writerows(list(csv.reader(file))[1:])
    with (
        (source / "usage.csv").open(newline="") as file,
        (folder / "events.csv").open("w", newline="") as out,
    ):
        reader = csv.reader(file)
        next(reader)
        writer = csv.writer(out, delimiter=";")
        writer.writerow(("Date", "Customer ID", "Event", "Count"))
        for account, metric, day, value in reader:
            year, month, number = day.split("-")
            writer.writerow((f"{number}.{month}.{year}", account, metric, f"{value},0"))


def mapped(folder: Path, target: Path) -> None:
    """A drop of foreign files: looked at, mapped, imported."""
    desk = Desk.create(target)
    found = desk.read(intake.look, [str(folder)])
    if not intake.complete(found):
        raise SystemExit("a question is open: the bench compares nothing")
    result = desk.do(imports.run, [], plan=intake.plan_of(found))
    usage = result.tables["usage"]
    if usage.rejected or usage.waiting or not usage.new:
        raise SystemExit("rows did not go in: the bench compares nothing")
    desk.close()


def timed(work: Path, foreign: Path, folder: Path, runs: int) -> tuple[float, float]:
    """Least seconds of the foreign files and of the exchange folder, in turn."""
    best = [float("inf"), float("inf")]
    for run in range(runs):
        for index, (function, place) in enumerate(((mapped, foreign), (ours, folder))):
            gc.collect()
            began = time.perf_counter()
            function(place, work / f"{function.__name__}-{run}.healthdesk")
            best[index] = min(best[index], time.perf_counter() - began)
    return best[0], best[1]


def own_peak_of(folder: Path, target: Path) -> float:
    """Peak memory of a drop in a process of its own, in MB."""
    return peak(__file__, "mapped", folder, target)


def main() -> int:
    """Compare time and memory."""
    ok = True
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        os.environ["HEALTHDESK_FOLDER"] = str(work / "home")
        make_folder(work / "million", 1_000, 250)
        make_foreign(work / "foreign", work / "million")
        make_folder(work / "three", 1_000, 750)
        make_foreign(work / "larger", work / "three")
        foreign, plain = timed(work, work / "foreign", work / "million", 3)
        ok &= line("import 1M usage rows of a foreign CSV", foreign, plain, 2.0, "s")
        small = own_peak_of(work / "foreign", work / "small.healthdesk")
        large = own_peak_of(work / "larger", work / "large.healthdesk")
        ok &= line("peak memory, 3M foreign rows (floor: 1M)", large, small, 1.5, "MB")
    return 0 if ok else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        mapped(Path(sys.argv[2]), Path(sys.argv[3]))
        print(own_peak())
        raise SystemExit(0)
    raise SystemExit(main())
