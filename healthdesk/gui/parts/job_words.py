"""How far a job is, in words: share, what is done, rate, time left; only what is known."""

from __future__ import annotations

from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.base.words import Words


def job_words(state: JobState, words: Words) -> str:
    """Say how far a job is."""
    said: list[str] = []
    if state.share is not None:
        said.append(f"{int(state.share * 100)} %")
        said.append(f"{words.number(state.done)} of {words.number(state.total)}")
    elif state.done:
        said.append(words.number(state.done))
    if state.rate is not None and state.rate >= 1:
        said.append(f"{words.number(state.rate)} a second")
    if state.left is not None:
        said.append(f"{words.seconds(state.left)} left")
    return " · ".join(said)
