"""The inside of a frame: which columns of its table hold figures."""

from __future__ import annotations

from healthdesk.gui.grid.frame_pane import figures


def test_columns_of_figures_stand_at_the_right() -> None:
    head = ("Account", "Score", "ARR", "Change", "Day", "Idle", "Nothing")
    lines = [
        ("2 Brothers", "53", "€1.06M", "\N{MINUS SIGN}24", "25 Aug 2026", "52 days", ""),
        ("Acme", "\N{EN DASH}", "€98k", "+7", "1 Sep 2026", "1 day", ""),
    ]
    assert figures(head, lines) == {"Score", "ARR", "Change", "Idle"}
