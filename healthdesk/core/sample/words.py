"""The sample's texts: mails, calls, tickets, answers, notes, mentions; braces take a name, a feature or a number."""

from __future__ import annotations

Pair = tuple[str, str]

OUT_GOOD: tuple[Pair, ...] = (
    ("Notes from our call", "Hi {first}, thanks for the hour today. I wrote down three things: {feature} for the second "
     "depot, the user list, and a date for the next review. Shout if I missed one."),
    ("{feature}: a tip for your team", "Hi {first}, two of your planners still export to a sheet before printing. {feature} "
     "does that in one step now; a two minute film is linked below."),
    ("Date for the quarterly review", "Hi {first}, would the second Thursday suit you? I would bring the usage figures and "
     "the list of open wishes."),
    ("What is new this month", "Hi {first}, {feature} has become quicker and there is a new export. Nothing changes for "
     "your people unless they want it to."),
    ("Thank you", "{first}, your team answered the survey within a day and wrote whole sentences. That helps more than you "
     "think. Thank you."),
    ("Training dates", "Hi {first}, I have two free mornings in the week after next for the newcomers. An hour is enough "
     "for {feature}."),
    ("Seats for the new depot", "Hi {first}, you mentioned {n} new colleagues. I can set them up as a trial group first so "
     "that nobody pays for seats that stay empty."),
    ("Quick check after the update", "Hi {first}, we moved your data on Sunday. All checks are green here; is {feature} as "
     "fast as before on your side?"),
    ("Your wish list", "Hi {first}, of your five wishes two are built, one is planned for spring. I would like to hear "
     "which of the others hurts most."),
    ("Agenda for Tuesday", "Hi {first}, I would start with {feature}, then the open tickets, then what you plan for next "
     "year. Anything to add?"),
)  # fmt: skip

OUT_BAD: tuple[Pair, ...] = (
    ("Following up", "Hi {first}, I have not heard back on the dates I sent. Is there somebody else I should ask?"),
    ("Fewer people than usual", "Hi {first}, I see about {n} % fewer users than in spring. Is it the season or did "
     "something change on your side?"),
    ("About the open ticket", "Hi {first}, I know this has taken too long. A developer has it on the desk today and I will "
     "call you tomorrow whatever comes out."),
    ("Can we speak this week?", "Hi {first}, fifteen minutes would do. I would rather hear what is wrong than guess."),
    ("Renewal", "Hi {first}, your term ends soon and I have no date with you yet. Who will decide on your side?"),
    ("The invoice question", "Hi {first}, our accounts people have corrected the amount. The new invoice is attached; the "
     "old one is void."),
)  # fmt: skip

IN_GOOD: tuple[Pair, ...] = (
    ("Re: Notes from our call", "All correct. {feature} is running in the second depot since Monday and nobody complained, "
     "which here counts as praise."),
    ("Re: Training dates", "The first morning is fine. We would be {n} people, two of them new."),
    ("Question about {feature}", "Can we see last year's figures next to this year's? If yes, where do I click?"),
    ("Good news from us", "The board liked the numbers. We get budget for another team, probably in the new quarter."),
    ("Re: Your wish list", "The export, please. The rest can wait. And thank you for asking."),
    ("Adding people", "Please add {n} colleagues from planning. List attached, managers marked."),
    ("Re: Quick check after the update", "Faster, I think. The drivers said so without being asked."),
    ("A story for you", "Our night shift found a lost pallet with {feature} in four minutes. It used to take until the "
     "morning."),
    ("Re: Date for the quarterly review", "Thursday works. I will bring our finance person, she wants to see what we get."),
)  # fmt: skip

IN_BAD: tuple[Pair, ...] = (
    ("Re: About the open ticket", "We have worked around this for two weeks. My people are tired of it, and so am I."),
    ("Not happy", "{feature} showed the wrong day again this morning and three vans left half empty. Please call me."),
    ("Re: Renewal", "We are looking at what we really use. I can not promise the same number of seats."),
    ("Invoices", "This is the second invoice with the wrong number of seats. Could somebody look at it before it is sent?"),
    ("Re: Fewer people than usual", "We lost two planners and the others went back to their sheets. Nobody told them to."),
)  # fmt: skip

CALL_GOOD: tuple[Pair, ...] = (
    ("Monthly call", "Half an hour. {feature} goes well, the new people found their way. They want a short list for beginners."),
    ("Call: plans for next year", "They open a depot in the east. Wants to know prices for {n} more seats by the end of the month."),
    ("Call: {feature}", "Walked through {feature} together; it was a setting. Laughed about it. Follow-up not needed."),
    ("Quarterly review", "Showed usage and answers. They brought their own figures and these agree with ours. Next one in three months."),
    ("Visit at the depot", "Watched two hours of dispatch. Good mood, two screens per desk, printouts only for the drivers' cabs."),
)  # fmt: skip

CALL_BAD: tuple[Pair, ...] = (
    ("Call about the outage", "They were short with me. Wants a written cause and a date. Promised both by Friday."),
    ("Call: budget", "New finance lead asks for the use of every seat. I sent the list; half of the names have not signed in since spring."),
    ("Call: complaint", "{first} is angry and says so. {feature} loses entries when two people save at once. Apologised, opened a ticket."),
)  # fmt: skip

NOTES = (
    "Ask for the new org chart before the next review.",
    "They count in pallets, not parcels. Use their word in the slides.",
    "{first} prefers the phone; mails wait for days.",
    "Second contact needed here. Everything goes through {first}.",
    "Promised to send the price list for {n} seats.",
    "Heard from sales that the group is choosing one tool for all.",
)

TICKETS: tuple[Pair, ...] = (
    ("{feature} shows yesterday's date", "After midnight the list still shows the day before. Reload helps for an hour."),
    ("Can not print labels from the small printer", "The big one works. Message: paper size unknown. Nothing was changed here."),
    ("New colleague gets no invitation", "Sent twice, not in the spam folder either. Address is correct."),
    ("Export stops at 10,000 rows", "The file ends in the middle of March. No message."),
    ("Slow in the mornings", "Between seven and eight every click takes five seconds. Later it is fine."),
    ("Wrong total in {feature}", "The sum is not the sum of the lines. Screenshot attached, see the third column."),
    ("How do I move a depot to another region?", "Found the page but the field is grey. I am an administrator."),
    ("Two orders with one number", "Both were typed at the same minute by two people. Which one counts?"),
    ("Driver app asks for the password every day", "It used to stay signed in. Since the last update it does not, on all phones."),
    ("Question about holidays", "Can the calendar know our local holidays? Then the plan would not be red on 6 January."),
    ("API answers 429", "We send about {n} calls a minute. Is there a limit and can it be raised?"),
    ("Missing stop on the map", "The stop is in the list but not on the map. Address is in the new quarter, perhaps unknown."),
    ("Please merge two users", "One person, two accounts, the old name is the one to go."),
    ("{feature} can not be opened", "White page, since today. Others in the team see it."),
    ("Umlauts broken in export", "Müller and Åkesson come out as question marks in the file for our bank."),
    ("Report goes to somebody who left", "Please stop the Monday mail to the old address, I can not find the setting."),
)  # fmt: skip

TICKETS_ANGRY: tuple[Pair, ...] = (
    ("Again: {feature} lost our entries", "Third time this month. Forty minutes of typing gone and a driver waiting. This is "
     "not acceptable any more."),
    ("Nobody answers", "I wrote on Monday and on Wednesday. Is anybody reading these? We pay for support."),
    ("Your update broke our morning", "No warning, buttons moved, half the depot stood around. Who decides such things?"),
    ("Still wrong", "You closed my ticket. It is not solved. Please do not close it again before I say so."),
    ("I am done with workarounds", "The workaround for the workaround stopped working. I want it fixed, and a date."),
)  # fmt: skip

NPS_GOOD = (
    "Does what it says, and your people answer.", "The planners would not give it back.", "Saves me an hour every morning.",
    "Simple enough that the night shift uses it without a manual.", "You listened about the export. Thank you.",
    "I have recommended it to my brother's company already.", "Since the training everybody knows what to click.",
    "It is calm. I open it, I see what is late, I act.", "", "Best support we have with any of our tools.",
    "Route planning alone paid for the year.", "Une équipe à l'écoute, et ça marche.", "Läuft einfach. Weiter so.",
)  # fmt: skip
NPS_MIDDLE = (
    "Good, but the reports are stiff.", "Fine for us. Phones could be faster.", "It works; I miss a dark screen for the cab.",
    "Useful, a little dear for what we use.", "", "Would like fewer mails and one good summary.",
    "Solid. Nothing to tell at dinner.", "Todo bien, falta una exportación mejor.", "Search finds too much.",
)  # fmt: skip
NPS_BAD = (
    "Too slow in the mornings, every morning.", "We use a third of it and pay for all.", "Support is kind but nothing changes.",
    "Since the update my team asks for the old tool.", "The figures do not match our own.", "Nobody showed us how it is meant to be used.",
    "Trop compliqué pour mes équipes.", "I asked for one field in spring. Still waiting.", "Invoices are wrong more often than right.",
)  # fmt: skip
CSAT_GOOD = ("Quick and friendly.", "Solved in one go.", "", "Thank you, that was it.", "Clear answer, no jargon.", "")
CSAT_BAD = ("Took four days.", "I had to explain it three times.", "Closed without asking me.", "", "The answer was for another question.")

PULSE_GOOD = ("Warm and open", "They plan ahead with us", "Good call, real interest", "Team is proud of the roll-out", "")
PULSE_MIDDLE = ("Polite, a little distant", "Nothing wrong, nothing warm", "Hard to read", "")
PULSE_BAD = ("Short answers only", "Somebody is comparing prices", "Trust is thin since the outage", "Lost our friend there")

MENTIONS_GOOD: tuple[Pair, ...] = (
    ("forum", "We moved from sheets to a proper dispatch board this year. Should have done it sooner."),
    ("review site", "Four depots, one screen. Support answers the same day."),
    ("trade press", "The company credits its new route planning for ten per cent fewer kilometres."),
    ("social", "Proud of our planners: a record week and nobody stayed late."),
)  # fmt: skip
MENTIONS_BAD: tuple[Pair, ...] = (
    ("forum", "Anyone else with slow mornings? We are looking around again."),
    ("review site", "Good idea, but we wait too long for fixes."),
    ("social", "Another day, another white page in the depot."),
)  # fmt: skip

MILESTONES = ("Kick-off", "First sign-in", "First value", "Go-live", "First review")

WHY_LEFT = (
    "Group chose one tool for all", "Price", "Sponsor left, nobody took over", "Budget cut", "Too little used",
    "Bought by a competitor's customer", "Missing interface", "Insolvency", "Went back to sheets",
)  # fmt: skip


def fill(text: str, first: str, feature: str, number: int) -> str:
    """Put a name, a feature and a number where the text has room for them."""
    return (
        text.replace("{first}", first).replace("{feature}", feature).replace("{n}", str(number))
    )
