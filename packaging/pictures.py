"""Makes the README's pictures anew: `python3 packaging/pictures.py [FOLDER]`.

A sample desk is made for one story's day and shown in a window of 1440 x 900, without a display;
the pictures go to resources/help/pictures, or to the folder named.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - the checkout comes first on the path
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

if TYPE_CHECKING:
    from healthdesk.app import App

STORY = "2026-11-23"
ACCOUNT = "aldermoor-freight"
SIZE = (1440, 900)
SETTLED = 3.0
"""Seconds without work of its own after which what is read beside it is on the screen too."""
PATIENCE = 60.0
COLOURS = 256
NEAR = 90
"""Square of the distance up to which one colour stands for another."""


def main() -> int:
    """Make the desk, show it, and save the pictures."""
    parser = argparse.ArgumentParser(description="Make the pictures of the README.")
    target = ROOT / "resources" / "help" / "pictures"
    parser.add_argument("folder", nargs="?", type=Path, default=target)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as clean:
        os.environ["HEALTHDESK_FOLDER"] = clean
        os.environ["HEALTHDESK_TODAY"] = STORY
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        desk = Path(clean) / "Northern desk.healthdesk"
        _make_desk(desk)
        _take(desk, folder)
    return 0


def _make_desk(desk: Path) -> None:
    from healthdesk import cli  # noqa: PLC0415 - reads the variables set above

    if cli.main(["demo", "--to", str(desk)]):
        raise SystemExit("The sample desk could not be made.")


def _take(desk: Path, folder: Path) -> None:
    """Go through the pages and save each."""
    from healthdesk.app import App  # noqa: PLC0415 - reads the variables set above

    application = QApplication([])
    app = App(application, desk)
    app.theme.choose(mode="light")
    app.window.resize(*SIZE)
    app.start()
    app.window.resize(*SIZE)
    _settle(application, app)
    app.window.show_page("accounts")
    _settle(application, app)
    _save(app, folder / "accounts.png")
    app.ui.open_account(ACCOUNT)
    _settle(application, app)
    _open_first_reason(app)
    _settle(application, app)
    _save(app, folder / "account-health.png")
    app.theme.choose(mode="dark")
    _settle(application, app)
    _save(app, folder / "account-health-dark.png")
    app.window.close()
    app.jobs.close()


def _open_first_reason(app: App) -> None:
    """Open the heaviest row of "Why did it change?" to its evidence, as Enter does."""
    from healthdesk.gui.parts.waterfall import WaterfallRows  # noqa: PLC0415 - with the window

    rows = app.window.findChild(WaterfallRows)
    if not isinstance(rows, WaterfallRows):
        raise SystemExit("The account page shows no reasons.")
    rows.toggle(rows.walk()[0])


def _settle(application: QApplication, app: App) -> None:
    """Let the window work until nothing has been under way for a while."""
    begun = quiet = time.monotonic()
    while time.monotonic() - quiet < SETTLED:
        application.processEvents()
        now = time.monotonic()
        if app.jobs.running or app.ui.desk is None:
            quiet = now
        if now - begun > PATIENCE:
            raise SystemExit("The window did not come to rest.")
        time.sleep(0.005)


def _save(app: App, file: Path) -> None:
    """Save the window in 256 colours, none far from its own: a third of the bytes."""
    image = app.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wide, high = image.width(), image.height()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(high, -1)[:, :wide]
    found, places, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    kept = _apart(found[np.argsort(-counts, kind="stable")])
    near = _parts(found)[:, None, :] - _parts(kept)[None, :, :]
    nearest = np.argmin((near * near).sum(axis=2), axis=1).astype(np.uint8)
    packed = np.ascontiguousarray(nearest[places].reshape(high, wide))
    few = QImage(packed.data, wide, high, wide, QImage.Format.Format_Indexed8)
    few.setColorTable([int(colour) for colour in kept])
    if not few.save(str(file), quality=0):
        raise SystemExit(f"{file} could not be written.")
    sys.stdout.write(f"{file.name}: {file.stat().st_size // 1000} kB\n")


def _apart(colours: np.ndarray) -> np.ndarray:
    """Take the most frequent colours, but none that another one stands for: small shapes count."""
    parts = _parts(colours)
    open_ones = np.ones(len(colours), dtype=bool)
    kept: list[int] = []
    while open_ones.any() and len(kept) < COLOURS:
        kept.append(int(np.argmax(open_ones)))
        away = parts - parts[kept[-1]]
        open_ones &= (away * away).sum(axis=1) > NEAR
    return colours[kept]


def _parts(colours: np.ndarray) -> np.ndarray:
    """Red, green and blue of each colour."""
    return np.stack([colours >> shift & 0xFF for shift in (16, 8, 0)], axis=1).astype(np.int32)


if __name__ == "__main__":
    sys.exit(main())
