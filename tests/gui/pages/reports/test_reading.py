"""How finely pages are set for the preview."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.domain.report import Board, Card, Line, Paragraph, Report, Section
from healthdesk.core.papers import typeset
from healthdesk.gui.pages.reports import reading

CARD = Board(cards=(Card(x=0, y=0, w=6, h=3, title="Movers", svg=""),))


@pytest.mark.parametrize(
    ("block", "width", "by"),
    [(Paragraph(text="Words"), 960, 1.0), (CARD, 960, 2.0), (CARD, 3200, 3200 / 960)],
)
def test_pages_with_drawings_are_set_finer(monkeypatch, block, width, by):
    asked = []

    def pictures(_report, scale):
        asked.append(scale)
        return ()

    monkeypatch.setattr(typeset, "pictures", pictures)
    held = Section(key="a", title="A", lines=(Line(blocks=(block,)),))
    report = Report(kind="board", title="T", day=0, paper="slides", sections=(held,))
    assert reading._sheets(report, width, NOBODY) == ()
    assert asked == [pytest.approx(by)]
