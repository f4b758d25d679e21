"""What people felt and the score said before outcomes, in words."""

from __future__ import annotations

from healthdesk.core.domain.judgement import BAD, FEW, Case, Share, Tally
from healthdesk.gui.base.words import DASH, Words

PARTS = {
    "both": "Both",
    "score_only": "Score only",
    "pulse_only": "Pulse only",
    "neither": "Neither",
    "unknown": "Not known",
}
"""Who called an account Poor before its outcome, in the order of the columns."""
_TIPS = {
    "both": "Score and pulse both said {poor}",
    "score_only": "The score said {poor}; the pulse did not, or there was none",
    "pulse_only": "The pulse said {poor}; the score did not, or there was none",
    "neither": "Both were there, and neither said {poor}",
    "unknown": "Nobody said {poor}, and a score or a pulse was missing",
}
_NOTE = (
    "Before a churn or a downgrade {poor} was a warning; before a renewal or an expansion it was a"
    " false alarm. A pulse counts for 90 days. Missing is told apart and counts for neither."
)


def heads(words: Words) -> tuple[str, ...]:
    """Names of the columns."""
    poor = words.bands.poor
    return ("Outcome", "Count", f"{poor} by score", f"{poor} by pulse", *PARTS.values())


def part_tip(part: str, words: Words) -> str:
    """Who said what, of one of `PARTS`."""
    return _TIPS[part].replace("{poor}", words.bands.poor)


def note(words: Words) -> str:
    """How to read it all."""
    return _NOTE.replace("{poor}", words.bands.poor)


def share_cell(share: Share, words: Words) -> str:
    """A share in a cell: "9 of 13, 69 %"; without a share where they are too few."""
    if not share.of:
        return "none known"
    told = f"{words.number(share.count)} of {words.number(share.of)}"
    return told if share.few else f"{told}, {_percent(share.share, words)}"


def share_words(share: Share, words: Words) -> str:
    """The same with its range: "9 of 13 (69 %, between 42 and 87 %)"."""
    if not share.of:
        return "none, for none was known"
    told = f"{words.number(share.count)} of {words.number(share.of)}"
    if share.few or share.span is None:
        return f"{told}, too few to tell a share"
    low, high = (words.number(100 * one) for one in share.span)
    return f"{told} ({_percent(share.share, words)}, between {low} and {high} %)"


def tally_words(tally: Tally, lead: int, words: Words) -> str:
    """A kind of outcome in a sentence or two."""
    bad = tally.kind in BAD
    what = "warned before" if bad else "gave a false alarm before"
    told = (
        f"{words.number(lead)} days before, the score {what} {share_words(tally.score, words)},"
        f" a pulse {what} {share_words(tally.pulse, words)}."
    )
    missing = [
        words.count(len(tally.cases) - share.of, f"had no {name}", f"had no {name}")
        for name, share in (("score", tally.score), ("pulse", tally.pulse))
        if share.of < len(tally.cases)
    ]
    apart = f" {begun(', '.join(missing))}." if missing else ""
    return f"{told}{apart} {_verdict(tally, words, bad=bad)}"


def _verdict(tally: Tally, words: Words, *, bad: bool) -> str:
    better = {"score": "score", "pulse": "pulse"}.get(tally.told)
    if tally.told == "few":
        return f"Below {words.number(FEW)} of each, which of them is right more often is not told."
    if better is None:
        return "No difference between the two can be told from so many."
    more = "saw more of them" if bad else "raised more false alarms"
    return f"The {better} {more}, beyond what chance would do."


def case_words(case: Case, words: Words) -> str:
    """What was said of an account: "3 Oct 2026; score 62 Average; pulse Strong of 4 Jul"."""
    if case.score is None:
        score = "no score"
    else:
        shown = "" if case.shown is None else f"{words.number(case.shown)} "
        score = f"score {shown}{words.band(case.score)}{', as shown then' if case.reported else ''}"
    pulse = "no pulse"
    if case.pulse is not None and case.pulse_day is not None:
        by = f" ({case.pulse_by})" if case.pulse_by else ""
        pulse = f"pulse {words.band(case.pulse)} of {words.day(case.pulse_day)}{by}"
    return f"{words.day(case.day)}; {score}; {pulse}"


def begun(text: str) -> str:
    """A sentence's beginning."""
    return text[:1].upper() + text[1:]


def _percent(share: float | None, words: Words) -> str:
    return DASH if share is None else f"{words.number(100 * share)} %"
