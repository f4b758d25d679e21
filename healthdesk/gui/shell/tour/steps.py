"""The steps of the tour as data: where each leads, which control it points at, what it says.

To add one, add its line; a step whose control is not there is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One step.

    `page` is shown first, "" leaves the one in view; `tab` is that page's tab. `at` leads from the
    page, the tab, or the window to the control, an attribute a dot. `row` means its current row.
    """

    key: str
    title: str
    text: str
    at: str
    page: str = ""
    tab: str = ""
    row: bool = False


STEPS: tuple[Step, ...] = (
    Step(
        "row",
        "The account that needs you most",
        "Today lists what changed since you last looked, the most at stake first. The open row says"
        " what happened and offers what to do about it.",
        "changes.list",
        page="today",
        row=True,
    ),
    Step(
        "rank",
        "Why it stands up here",
        "This menu, or the key ?, tells how ARR at stake and days to renewal put a row where it"
        " stands. Here you also mark a row as handled, or as a data problem.",
        "changes.list.actions_bar.more",
        page="today",
    ),
    Step(
        "segment",
        "Whose accounts you look at",
        "Choose a segment, and every page shows only its accounts. Poor, Silent 45 days, Renewing"
        " in 90 days and others are there from the start.",
        "top_bar.segment",
    ),
    Step(
        "day",
        "Any day, as it stood then",
        "Pick an earlier day, and the whole window shows the desk as it was known then. Changing is"
        " off meanwhile, and a band leads back to today.",
        "top_bar.day",
    ),
    Step(
        "why",
        "Why did it change?",
        "Pick any two days: the rows here add up to the change of the score exactly. Open a row to"
        " see the facts behind it, with their file and line.",
        "change",
        page="account",
        tab="health",
    ),
    Step(
        "drop",
        "Your data comes in here",
        "Drop files or a folder, whatever system they come from, and see first what they would"
        " change. Nothing is written until you press Import, and each import can be undone.",
        "imports.before.zone",
        page="data",
    ),
    Step(
        "undo",
        "Saved at once, undone at once",
        "Every change is kept the moment you make it, and this line names the latest. Ctrl+Z takes"
        " changes back one by one, an import too.",
        "status_line.saved",
    ),
    Step(
        "palette",
        "Find or do anything",
        "Ctrl+K finds every action and every account by a few letters. This tour is there too, and"
        " in Help.",
        "top_bar.search",
    ),
)
