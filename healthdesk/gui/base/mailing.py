"""Opens a message in the system's mail program; the only place that does.

Nothing is sent: the program shows the message, and a person sends it there.
"""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

SCHEME = "mailto:"


def open_mail(link: str) -> bool:
    """Open a mailto: link; False where it is none, or no program took it."""
    if not link.startswith(SCHEME):
        return False
    url = QUrl.fromEncoded(link.encode("ascii"), QUrl.ParsingMode.StrictMode)
    return url.isValid() and bool(QDesktopServices.openUrl(url))
