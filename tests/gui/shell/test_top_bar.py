"""The top bar says as much as there is room for, and screen readers all of it."""

from __future__ import annotations

from healthdesk.gui.shell.top_bar import TopBar


def test_what_there_is_no_room_for_goes_in_order(at_work, qtbot):
    del qtbot
    bar = at_work.findChild(TopBar)
    said = []
    for width in (1_400, 700, 560, 480):
        bar.resize(width, bar.height())
        said.append((bar.day.words, bar.segment.words))
    assert said[0][0].startswith("As of today, ")
    assert said[0][1].startswith("Segment All my accounts")
    assert said[-1][0] == "today"
    assert said[-1][1].startswith("All my accounts")
    lengths = [len(" ".join(words)) for words in said]
    assert lengths == sorted(lengths, reverse=True)
    assert bar.day.accessibleName() == "As of today"
    assert bar.segment.accessibleName().startswith("Segment All my accounts")
    bar.resize(1_400, bar.height())
    assert (bar.day.words, bar.segment.words) == said[0]
