"""The columns of campaigns and of their people."""

from __future__ import annotations

from healthdesk.core.domain.campaign import CampaignPerson, CampaignRow
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.pages.plays.campaigns import says
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column


def campaign_columns(words: Words, day: int) -> tuple[Column, ...]:
    """The columns of the list."""

    def whom(row: CampaignRow) -> str:
        told = row.segment or "All accounts"
        return f"{told}, {row.cause}" if row.cause else told

    def when(row: CampaignRow) -> str:
        on = row.written_on if row.written_on is not None else row.made_on
        return words.near_day(on, day)

    def number(value: int) -> str:
        return words.number(value) if value else DASH

    def answered(row: CampaignRow) -> str:
        if not row.out:
            return DASH
        return f"{words.number(row.answered)} ({words.percent(row.answered / row.out)})"

    def stands(row: CampaignRow) -> str:
        return says.state_of(row.state, row.out, row.people)

    def out(row: CampaignRow) -> str:
        return DASH if row.state == "draft" else words.number(row.out)

    return (
        Column("name", "Campaign", 200, lambda row: row.name.casefold(), lambda row: row.name,
               paint.name_cell(lambda row: row.name), minimum=120, stretch=True,
               tip=lambda row: row.purpose),
        Column("whom", "For whom", 190, lambda row: whom(row).casefold(), whom,
               paint.text_cell(whom), minimum=100, snug=120),
        Column("state", "State", 110, stands, stands, paint.text_cell(stands), minimum=90, snug=96),
        Column("people", "People", 72, lambda row: row.people, lambda row: number(row.people),
               paint.figure_cell(lambda row: number(row.people)), right=True, minimum=60,
               downwards=True, hint="Who gets it"),
        Column("left", "Left out", 72, lambda row: row.left_out, lambda row: number(row.left_out),
               paint.figure_cell(lambda row: number(row.left_out)), right=True, minimum=64,
               downwards=True, hint="Who left, must not be contacted, was written to lately"),
        Column("out", "Out", 64, lambda row: row.out, out, paint.figure_cell(out), right=True,
               minimum=56, downwards=True, hint="Messages that were sent or handed over"),
        Column("answered", "Answered", 96, lambda row: row.answered, answered,
               paint.figure_cell(answered), right=True, minimum=80, downwards=True,
               hint="A word or an answer of theirs within 60 days"),
        Column("when", "Written", 90, lambda row: row.written_on or row.made_on, when,
               paint.text_cell(when), minimum=72, hint="Or made, where it is a draft"),
    )  # fmt: skip


def people_columns(words: Words) -> tuple[Column, ...]:
    """The columns of a campaign's people."""

    def person(one: CampaignPerson) -> str:
        return one.person.name or one.person.address if one.person is not None else "nobody"

    def account(one: CampaignPerson) -> str:
        return one.account_name

    def state(one: CampaignPerson) -> str:
        return says.state(one, words)

    def role(one: CampaignPerson) -> str:
        known = (one.person.address, one.person.role) if one.person is not None else ()
        return ", ".join(part for part in known if part)

    return (
        Column("account", "Account", 140, lambda one: account(one).casefold(), account,
               paint.name_cell(account), minimum=80, stretch=True),
        Column("person", "Person", 130, lambda one: person(one).casefold(), person,
               paint.text_cell(person), minimum=80, snug=96, tip=role),
        Column("state", "State", 170, state, state,
               paint.touch_cell(state, says.is_late), minimum=100, stretch=True),
    )  # fmt: skip
