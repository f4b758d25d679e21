"""Measures HealthDesk against floors of the same run: `python3 packaging/bench.py [NAME ...]`.

Every line is a ratio to a floor that does the same work with nothing around it, measured in turn
with it, so that a slow machine slows both. Milliseconds are shown for orientation only. With
`--strict` a broken bound ends with exit status 1.

| part | what | floor | bound |
| start | process start to first paint | a bare Qt window with one plot | 2 |
| import | a million usage rows | csv.reader, pivot, sorted bulk insert | 3 |
| mapped | the same from a foreign CSV, looked through and mapped | the exchange folder | 2 |
| memory | peak importing three million rows, of either kind | the same of one million | 1.5 |
| score | 10,000 accounts, eight readings, one day | plain numpy, same arrays | 3 |
| year | the same over 365 days | plain numpy, same arrays | - |
| weigh | new weights for those accounts | one frame of 60 Hz | 1 |
| table | 10,000 rows: first paint, sort, filter as you type | one frame of 60 Hz | - |
| stall | longest turn of the event loop in a used window, real threads | three such frames | 1 |
| desk | 2,000 accounts, two years: window to Today | one second | 1 |
| | an account; a tab seen before | 300 ms; 100 ms | 1 |
| | the screen's own work in a turn while these load | three such frames | 1 |
| | memory after 200 steps from account to account | after 60 | 1.1 |
| board | window to a board of 12 widgets on that desk | one second | 1 |
| | the screen's own work in a turn while all of it is read again | 50 ms | 1 |
| | a frame of a drag over 20 widgets, the middle one | 4 ms | 1 |
| runs | 2,000 runs started, ten days caught up with | 3 s each | 1 |
| | ten days caught up with that write 2,000 messages | 6 s | 1 |
| | what is due; the list of 2,000 runs; 5,000 results, kept | 1 s; 1 s; 100 ms | 1 |
| plays | a day of 200 successplays on 2,000 accounts, as told in plays_bench.py | 2 s | 1 |
| model | 10,000 accounts: a weight, a point of a curve moved, 95 of 100 | one frame of 60 Hz | 1 |
| | a move worked out; a backtest whole | one frame; 1.5 s | 1 |
| reports | 200 account reviews as PDF beside a window in use | one minute | 1 |
| | the screen's own work in a turn meanwhile | three such frames | 1 |
| | a workbook of 10,000 rows and 12 columns | 3 s | 1 |
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import environment

SCRIPTS = Path(__file__).resolve().parent / "benches"
NAMES = (
    "start",
    "import",
    "mapped",
    "score",
    "table",
    "stall",
    "desk",
    "board",
    "runs",
    "plays",
    "model",
    "reports",
)


def main() -> int:
    """Run the chosen parts, each in a fresh process, and print their tables."""
    parser = argparse.ArgumentParser(description="Measure speed and memory as ratios to floors.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--strict", action="store_true", help="a broken bound is a failure")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(NAMES)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    try:
        environment.require_python()
        python = environment.ensure(".venv-check", "check.txt")
        environment.require_libraries(screen=False)
    except environment.Trouble as trouble:
        environment.fail(trouble)
    variables = environment.project_environment()
    variables["QT_QPA_PLATFORM"] = "offscreen"
    print(f"{'what':<46} {'ours':>11} {'floor':>11} {'ratio':>7} {'bound':>6}")
    broken = 0
    for name in chosen.names or NAMES:
        script = SCRIPTS / f"{name}_bench.py"
        done = subprocess.run([str(python), str(script)], env=variables, check=False)
        broken += done.returncode != 0
    return 1 if broken and chosen.strict else 0


if __name__ == "__main__":
    sys.exit(main())
