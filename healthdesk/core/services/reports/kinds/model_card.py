"""The card of the health model: how scores come about in plain words, and how far that was tested.

Inside alone. Every sentence is made of the published profile; none praises it.
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.report import Paragraph, Report, Section
from healthdesk.core.domain.report_spec import ReportSpec, SectionSpec
from healthdesk.core.services.reports import card_backtest, card_evidence, card_model
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.blocks import listed, rows
from healthdesk.core.services.reports.card_backtest import Tested
from healthdesk.core.services.reports.card_evidence import Evidence
from healthdesk.core.services.reports.card_model import Card, Model
from healthdesk.core.services.wording import begun, count_of, number

SPEC: Final = ReportSpec(
    key="model_card",
    title="Model card",
    summary="The health model in plain words: what counts, why, and how well it told who left.",
    icon="scale",
    subject="desk",
    waits="Trying the health model on the past",
    sections=(
        SectionSpec("brief", "In brief"),
        SectionSpec("backtest", "Backtest", hint="what it would have told of those who left"),
        SectionSpec("evidence", "Evidence", hint="what came after scores, and what is not tested"),
        SectionSpec("versions", "Versions"),
    ),
    audience="inside",
)


def build(asked: Asked) -> Report:
    """Make the card: in brief, each profile whole, the evidence, the versions."""
    notes = asked.footnotes()
    card = Card(asked, notes)
    evidence, tested = Evidence(card), Tested(card)
    sections = (
        _brief(card, evidence, tested),
        *(card_model.section(card, one) for one in card.models),
        card_backtest.section(tested),
        card_evidence.section(evidence),
        card_model.versions(card),
    )
    subject = listed([one.profile.name for one in card.models], 4)
    return asked.report(sections, notes.listed, subject=subject)


def _brief(card: Card, evidence: Evidence, tested: Tested) -> Section:
    told = [_in_words(card, one) for one in card.models]
    return Section(
        key="brief",
        title="In brief",
        headline="How health is scored here",
        lead=Paragraph(
            key="lead",
            text="A score from 0 to 100 for each account and day, made of what is measured; every"
            " change of it can be split into rows that add up."
            if card.models
            else "No health model is published.",
        ),
        lines=rows(
            card_evidence.figures(evidence),
            card_evidence.bands(evidence),
            *(
                Paragraph(
                    key=f"words {one.profile.key}",
                    title=one.profile.name,
                    text=text,
                    notes=(card.note(one),),
                )
                for one, text in zip(card.models, told, strict=True)
            ),
            _against(tested),
            Paragraph(
                key="limits",
                title="What to bear in mind",
                text=" ".join(card_evidence.untested(evidence)),
            ),
        ),
    )


def _against(tested: Tested) -> Paragraph | None:
    """What the backtest comes to."""
    if not tested.sentence:
        return None
    return Paragraph(
        key="tested", title="Held against who left", text=tested.sentence, notes=(tested.note(),)
    )


def _in_words(card: Card, model: Model) -> str:
    """A profile in a few sentences."""
    profile = model.profile
    parts = sorted(profile.dimensions, key=lambda one: -one.weight)
    counted = [one for one in parts if one.weight > 0]
    shares = [card.style.share(card_model.share(profile, one)) for one in counted]
    most = [f"{one.name} ({told})" for one, told in zip(counted, shares, strict=True)]
    bands, names = profile.bands, card.bands
    measures, dimensions = len(profile.measures), count_of(len(counted), "dimension")
    reads = f"It reads {count_of(measures, 'measure')} in {dimensions}"
    strong, average = number(bands.strong), number(bands.average)
    least = card.style.share(profile.min_coverage)
    told = [
        f"{reads}: {listed(most, len(most))}." if counted else "It reads nothing.",
        f"{names.strong} begins at {strong}, {names.average} at {average}, below is {names.poor}.",
        f"With less than {least} of its weight measured an account is {names.unknown}: no score.",
    ]
    if profile.caps:
        told.append(f"{begun(count_of(len(profile.caps), 'cap'))} can hold the score down.")
    return " ".join(told)
