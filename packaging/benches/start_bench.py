"""Process start to first paint, against a bare Qt window with one plot."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from measure import line

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
import pyqtgraph
class Plot(pyqtgraph.PlotWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(f"{time.time():.6f}", flush=True)
        QTimer.singleShot(0, QApplication.quit)
application = QApplication(sys.argv)
window = QMainWindow()
plot = Plot()
plot.plot([1, 3, 2])
window.setCentralWidget(plot)
window.resize(1280, 720)
window.show()
application.exec()
"""


def first_paint(command: list[str], variables: dict[str, str]) -> float:
    """Seconds from starting a process to the reading it prints at its first paint."""
    began = time.time()
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[0]) - began


def main() -> int:
    """Compare in turn, once with no desk (the beginning) and once with a desk of the last start."""
    ok = True
    with tempfile.TemporaryDirectory() as home:
        ours = dict(os.environ, HEALTHDESK_FOLDER=home, HEALTHDESK_TELL_PAINT="1")
        desk = [sys.executable, "-m", "healthdesk", "--desk", f"{home}/sample.healthdesk"]
        demo = [*desk, "demo", "--to", f"{home}/sample.healthdesk"]
        subprocess.run(demo, env=ours, capture_output=True, check=True)
        bare = [sys.executable, "-c", BARE]
        starts = (
            ("start to first paint, no desk yet", [sys.executable, "-m", "healthdesk"]),
            ("start to first paint, sample desk", desk),
        )
        for name, command in starts:
            mine, floor = [], []
            for _ in range(6):
                mine.append(first_paint(command, ours))
                floor.append(first_paint(bare, dict(os.environ)))
            medians = statistics.median(mine[1:]), statistics.median(floor[1:])
            ok &= line(name, *medians, 2.0)
    return 0 if ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
