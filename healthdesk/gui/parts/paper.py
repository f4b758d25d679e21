"""Lists to tick off on paper: lines of a few kinds as a document, a PDF, or sent to a printer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import (
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from healthdesk.gui.base.theme import FAMILY

BOX, TICKED, CIRCLE = "\N{BALLOT BOX}", "\N{BALLOT BOX WITH CHECK}", "\N{WHITE CIRCLE}"
SIGN_HERE: Final = f"Signed off by {'_' * 22}   Day {'_' * 14}"
"""Where a person puts their name."""
PAPER: Final = "PDF (*.pdf)"
PaperLine = tuple[int, str, str]
"""Depth, kind of line (title, words, step, detail, item, way, note), its words."""
_INDENT: Final = 18
_FLUSH: Final = frozenset({"title", "step", "way", "note"})
_POINTS: Final = {"title": 18.0, "step": 11.0, "way": 10.5}
_ABOVE: Final = {"step": 10, "way": 10, "note": 6}


def document(lines: Sequence[PaperLine]) -> QTextDocument:
    """Lines as a document; nothing in it is read as markup."""
    made = QTextDocument()
    cursor = QTextCursor(made)
    for at, (depth, kind, text) in enumerate(lines):
        block = QTextBlockFormat()
        block.setLeftMargin(_INDENT * (depth + (kind not in _FLUSH)))
        block.setTopMargin(_ABOVE.get(kind, 2))
        look = QTextCharFormat()
        look.setFontFamilies([FAMILY])
        look.setFontPointSize(_POINTS.get(kind, 9.0))
        look.setFontWeight(600 if kind in {"title", "step", "way"} else 400)
        if at:
            cursor.insertBlock(block)
        else:
            cursor.setBlockFormat(block)
        cursor.insertText(text, look)
    return made


def pdf(title: str, lines: Sequence[PaperLine]) -> bytes:
    """Lines as the bytes of a PDF."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("HealthDesk")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(18, 16, 18, 16), QPageLayout.Unit.Millimeter)
    document(lines).print_(writer)
    buffer.close()
    return bytes(held.data())
