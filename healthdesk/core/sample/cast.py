"""The named accounts of the sample that are alive: who they are and what their story needs."""

from __future__ import annotations

from healthdesk.core.sample import aldermoor
from healthdesk.core.sample.part import Answer, Open, Part, Person, Said

IN, OUT = "inbound", "outbound"
ENTERPRISE, GROWTH, STARTER = "Enterprise", "Growth", "Starter"


def _quiet(*ages: int, who: tuple[int, ...] = (0,)) -> tuple[Said, ...]:
    """Mails that nobody answered, newest first."""
    texts = (
        ("Still there?", "I do not want to fill your inbox. One line is enough: is this a bad month?"),
        ("Another try", "I have sent three notes without an answer. Have I the wrong person?"),
        ("Dates for the review", "Here are three dates again. Any of them would do."),
        ("Your figures of the quarter", "One page, as every quarter. I would like your view on it."),
    )
    return tuple(
        Said(age, "email", OUT, who, subject, body)
        for age, (subject, body) in zip(ages, texts, strict=True)
    )


RISKS = (
    Part(
        "Tindra Dairy", ENTERPRISE, 212, 41, 72, 0, industry="Food", region="Nordics", seats=64,
        touch=2, features=9, mood=0.3, answers=(Answer(9, 40, 0), Answer(8, 52, 1)),
        open=(
            Open("urgent", 2, "#5120 No tours can be planned", "Since four this morning the planning stops at 2 %. "
                 "Milk can not wait. All three dairies.", -0.7),
        ),
        people=(Person("Solveig Nørgaard", "Head of dispatch", "sponsor"), Person("Emil Tindra", "Planner", "champion")),
    ),
    Part(
        "Sablewood Hotels", ENTERPRISE, 96, 27, 36, -11, industry="Leisure", region="South", seats=70,
        touch=6, heard=0.25, features=5, mood=-0.35, mood_before=-0.1,
        answers=(
            Answer(3, 3, 0, "Invoices wrong again. Third quarter in a row that I count your seats for you."),
            Answer(6, 90, 1, "It is all right."),
            Answer(7, 120, 0, "The tool is fine, the paperwork is not."),
        ),
        open=(Open("high", 24, "Wrong number of seats on the invoice"), Open("normal", 15)),
        people=(Person("Clara Voss", "Finance", "detractor"), Person("Enzo Rinaldi", "Operations", "sponsor")),
        tags=("Q1 risk",),
    ),
    Part(
        "Bexhollow Mutual", ENTERPRISE, 140, 19, 31, -7, industry="Finance", region="East", seats=75,
        touch=11, heard=0.15, features=4, mood=-0.3, overdue=(44, 13),
        answers=(Answer(5, 70, 0), Answer(6, 75, 1)), open=(Open("high", 30), Open("high", 21)),
        people=(Person("Harriet Quill", "Claims director", "sponsor"), Person("Dev Raghavan", "Accounts payable", "other")),
        tags=("Q1 risk",),
    ),
    Part(
        "Stannwick Tools", STARTER, 14, 77, 35, 0, industry="Industry", region="West", seats=20,
        touch=52, touches=5, heard=0.1, features=2, mood=-0.1, answers=(Answer(6, 100, 0),),
        open=(Open("normal", 26),), people=(Person("Gordon Stannwick", "Owner", "sponsor"),),
    ),
    aldermoor.PART,
    Part(
        "Merrowdale Foods", GROWTH, 71, 34, 49, -8, industry="Food", region="West", seats=40,
        touch=9, heard=0.3, features=6, mood=0.0, answers=(Answer(7, 66, 0), Answer(6, 66, 1)),
        open=(Open("normal", 14),), shape="slide",
        people=(Person("Una Merrow", "Operations", "sponsor"), Person("Kasper Holm", "Planner", "user")),
    ),
    Part(
        "Northmoor Rail", ENTERPRISE, 226, 52, 58, -6, industry="Transport", region="North", seats=80,
        heard=0.3, heard_before=0.4, features=8, mood=0.1, answers=(Answer(9, 110, 0), Answer(7, 118, 1)),
        said=(
            *_quiet(4, 12, 19, 26),
            Said(31, "email", IN, (0,), "Re: Winter timetable", "Received, thank you. We are busy with the new timetable.", 0.0),
        ),
        open=(Open("normal", 12),),
        people=(Person("Ines Almqvist", "Head of planning", "sponsor"), Person("Rhodri Vance", "Data", "admin")),
        tags=("one-sided",),
    ),
    Part(
        "Lumenfjord Lighting", GROWTH, 52, 59, 47, -4, industry="Industry", region="Nordics", seats=34,
        touch=8, heard=0.35, features=6, mood=-0.05, answers=(Answer(7, 80, 0),),
        open=(Open("high", 27), Open("normal", 18), Open("normal", 12)),
        people=(Person("Åsmund Lie", "Production", "sponsor"), Person("Signe Fjord", "Warehouse", "user")),
    ),
    Part(
        "Corvane Robotics", ENTERPRISE, 168, 74, 66, -3, industry="Industry", region="Alps", seats=52,
        touch=5, touches=11, heard=0.4, features=8, mood=0.25, answers=(Answer(9, 55, 0), Answer(8, 61, 1)),
        one_voice=True, open=(Open("normal", 8),),
        people=(
            Person("Beatrix Corvane", "Head of logistics", "champion"), Person("Noé Aubry", "IT", "admin"),
            Person("Fritz Aigner", "Finance", "decision maker"),
        ),
    ),
    Part(
        "Quillby Press", STARTER, 18, 12, 55, 1, industry="Industry", region="South", seats=50,
        touch=16, touches=6, heard=0.35, features=6, mood=0.2, answers=(Answer(8, 90, 0),),
        people=(Person("Theo Quillby", "Publisher", "sponsor"), Person("Marnie Webb", "Office", "user")),
    ),
    Part(
        "Tarn & Tolley", STARTER, 22, 88, 64, 3, industry="Retail", region="West", seats=30,
        touch=20, touches=6, heard=0.4, features=8, mood=None, answers=(Answer(8, 150, 0, "Fine for us."),),
        people=(Person("Wilf Tolley", "Partner", "sponsor"),),
    ),
    Part(
        "Kilnsey Ceramics", GROWTH, 44, 83, 62, 7, industry="Industry", region="North", seats=36,
        heard=0.4, features=7, mood=0.3, answers=(Answer(8, 77, 0),), silent_before=40,
        said=(
            Said(1, "email", IN, (0,), "Sorry for the silence", "We moved the kilns, it took all of us. All is up again. Could "
                 "we have 10 more seats from the new year?", 0.6),
            Said(9, "email", OUT, (0,), "Thinking of you", "No need to answer soon. I hope the move went well."),
            Said(42, "email", IN, (0,), "Re: Seats", "Later, please. We are moving.", 0.1),
        ),
        people=(Person("Ivo Marchetti", "Managing director", "sponsor"), Person("Dilys Kerr", "Shipping", "user")),
    ),
    Part(
        "Marrowgate Bank", ENTERPRISE, 198, 57, 76, 0, industry="Finance", region="South", seats=62,
        touch=5, features=9, mood=0.3, answers=(Answer(9, 48, 0), Answer(8, 50, 1)),
        people=(Person("Leonie Strand", "Cash services", "sponsor"), Person("Oscar Bello", "IT", "admin")),
        tags=("feed stopped",),
    ),
)  # fmt: skip

STRONG = (
    Part(
        "Hollin Vale Schools", GROWTH, 66, 86, 72, -14, industry="Education", region="East", seats=60,
        shape="season", touch=15, heard=0.48, features=10, mood=0.6,
        answers=(Answer(10, 60, 0, "Seven years, seven good years."), Answer(9, 62, 1)), tenure=2500,
        people=(
            Person("Mairead Hollin", "Head of transport", "sponsor", advocate=True),
            Person("Jun Takeda", "Bus planner", "champion"),
        ),
        tags=("muted, autumn", "loyal", "advocate"),
    ),
    Part(
        "Oskarby Furniture", GROWTH, 88, 61, 79, -2, industry="Industry", region="Nordics", seats=50, touch=9,
        heard=0.46, features=9, mood=0.5, answers=(Answer(9, 44, 0), Answer(10, 47, 1)),
        people=(
            Person("Liv Oskarson", "Logistics", "champion", advocate=True), Person("Per Dahl", "Owner", "sponsor"),
        ),
        tags=("advocate",),
    ),
    Part(
        "Juniper & Ash Studio", STARTER, 12, 31, 76, 2, industry="Retail", region="South", seats=44,
        touch=24, touches=7, heard=0.45, features=9, mood=0.5, answers=(Answer(9, 80, 0), Answer(9, 88, 1)),
        people=(Person("Ash Penhaligon", "Founder", "sponsor"), Person("Juniper Lowe", "Studio", "user")),
    ),
    Part(
        "Kestrel Lane Logistics", GROWTH, 57, 79, 83, 0, industry="Transport", region="West", seats=48, touch=10,
        heard=0.5, features=9, mood=0.5, answers=(Answer(10, 30, 0), Answer(9, 33, 1)), shape="always",
        people=(
            Person("Dónal Brady", "Operations", "sponsor", advocate=True), Person("Mei Castellan", "Planner", "user"),
        ),
        tags=("advocate",),
    ),
    Part(
        "Velora Optics", ENTERPRISE, 118, 45, 74, 16, industry="Health", region="Alps", seats=70, shape="rise",
        touch=6, heard=0.45, heard_before=0.25, features=9, features_before=5, mood=0.6, mood_before=0.1,
        answers=(Answer(9, 14, 0, "The training made the difference."), Answer(8, 100, 1), Answer(7, 120, 0)),
        said=(
            Said(6, "call", IN, (0,), "A record week", "Most orders ever in one week, and nobody stayed late. She wants to show "
                 "her figures at the group's day.", 0.7),
            Said(11, "meeting", OUT, (0, 1), "Visit", "Saw the fitting rooms. Stock alerts start in two branches before the month is out."),
            Said(27, "email", IN, (1,), "Re: Training", "The second group would like the same hour.", 0.5),
            Said(48, "meeting", OUT, (0, 1), "Training: the seven features nobody opened", "Sixteen people, two hours, one lens."),
        ),
        people=(Person("Delphine Roche", "Head of branches", "sponsor"), Person("Marek Sýkora", "Orders", "champion")),
        tags=("record",),
    ),
    Part(
        "Calder Peak Outdoor", GROWTH, 49, 23, 81, 1, industry="Retail", region="North", seats=52, shape="shop",
        touch=7, heard=0.47, features=9, mood=0.5, answers=(Answer(9, 51, 0), Answer(9, 58, 1)),
        people=(Person("Robin Calder", "Stores", "sponsor"), Person("Ffion Pryce", "Warehouse", "user")),
    ),
    Part(
        "Ravnholt Shipping", ENTERPRISE, 305, 90, 88, 1, industry="Transport", region="Nordics", seats=68, touch=4,
        heard=0.5, features=11, mood=0.6, answers=(Answer(10, 20, 0, "I tell everyone."), Answer(9, 25, 1), Answer(9, 29, 2)),
        people=(
            Person("Astrid Ravn", "Fleet director", "sponsor", advocate=True), Person("Jens Holt", "Ports", "champion"),
            Person("Cecilia Brandt", "Finance", "decision maker"),
        ),
        tags=("advocate",),
    ),
    Part(
        "Tallis Brook Clinics", ENTERPRISE, 173, 64, 82, 6, industry="Health", region="East", seats=72, touch=8,
        heard=0.46, features=9, mood=0.45, answers=(Answer(9, 35, 0), Answer(8, 41, 1)),
        people=(Person("Dr Amara Tallis", "Medical director", "sponsor"), Person("Ewan Brook", "Transport", "champion")),
    ),
    Part(
        "Sorrel & Pine", GROWTH, 39, 71, 75, -1, industry="Retail", region="Islands", seats=54, touch=5, touches=12,
        heard=0.5, features=10, mood=0.1, closed_per_year=30, answers=(Answer(9, 70, 0), Answer(9, 73, 1)),
        open=(
            Open("normal", 6, "Third time: entries lost", "I type, I save, it is gone. I like your tool and I am losing my "
                 "patience with it.", -0.8),
            Open("normal", 4, "You closed it again", "It is not solved. Read before you close.", -0.9),
            Open("normal", 2, "Who answers here?", "Four days. I have sent kinder letters to my tax office.", -0.7),
        ),
        people=(Person("Hattie Sorrel", "Owner", "sponsor"), Person("Colm Pine", "Stock", "user")), tags=("angry tickets",),
    ),
    Part(
        "Eastmarch Tiles", STARTER, 16, 82, 71, 0, industry="Industry", region="East", seats=42, touch=13, heard=0.45,
        features=8, mood=0.3, answers=(Answer(9, 93, 0),), open=(Open("normal", 9),),
        people=(Person("Bela Varga", "Owner", "sponsor"), Person("Ida March", "Office", "user")),
    ),
)  # fmt: skip

OTHERS = (
    Part("Brindle Software", GROWTH, 73, 160, 43, -3, industry="Services", seats=48, touch=28, heard=0.25, features=5, mood=0.0,
         answers=(Answer(7, 60, 0), Answer(6, 70, 1)), open=(Open("high", 20), Open("normal", 12))),
    Part("Fenwater Co-op", GROWTH, 48, 201, 42, -2, industry="Food", region="East", seats=40, touch=33, heard=0.25, features=5,
         mood=-0.1, answers=(Answer(6, 90, 0), Answer(8, 95, 1)), open=(Open("high", 18),)),
    Part("Calloway Mills", STARTER, 29, 240, 41, 0, industry="Food", seats=38, touch=40, touches=6, heard=0.2, features=5,
         mood=0.0, answers=(Answer(7, 66, 0),), open=(Open("high", 22),)),
    Part("Dunmere Water", ENTERPRISE, 131, 143, 68, 1, industry="Utilities", seats=66, touch=14, heard=0.33, features=7, mood=0.1,
         answers=(Answer(8, 40, 0), Answer(8, 45, 1))),
    Part("Yarrowby Retail", ENTERPRISE, 128, 188, 78, 0, industry="Retail", seats=66, shape="shop", touch=12, heard=0.45, features=9,
         answers=(Answer(9, 31, 0), Answer(9, 37, 1))),
    Part("Cresthaven Ports", ENTERPRISE, 139, 230, 84, 0, industry="Transport", region="Islands", seats=66, shape="always",
         touch=71, touches=7, heard=0.5, features=11, mood=0.6, answers=(Answer(10, 75, 0), Answer(9, 76, 1)), tags=("silent",)),
    Part("Brackwater Mills", ENTERPRISE, 88, 171, 57, -2, industry="Industry", seats=52, touch=66, touches=7, heard=0.4, features=8,
         mood=0.2, answers=(Answer(9, 120, 0), Answer(7, 125, 1))),
    Part("Ottoline Press", ENTERPRISE, 94, 265, 76, 1, industry="Industry", region="South", seats=58, touch=58, touches=7,
         heard=0.5, features=10, mood=0.4, answers=(Answer(9, 61, 0), Answer(10, 64, 1))),
    Part("Vantry Glass", ENTERPRISE, 121, 122, 81, 0, industry="Industry", region="Alps", seats=62, touch=52, touches=7, heard=0.5,
         features=10, mood=0.5, answers=(Answer(10, 57, 0), Answer(9, 55, 1))),
    Part("Hexley Transport", ENTERPRISE, 73, 301, 61, -1, industry="Transport", region="West", seats=50, touch=47, touches=7,
         heard=0.4, features=8, mood=0.2, answers=(Answer(8, 80, 0), Answer(9, 85, 1))),
    Part("Ledgerholt Accountants", GROWTH, 46, 133, 72, 3, industry="Services", region="South", seats=58, shape="binge", touch=12,
         heard=0.45, features=8, mood=0.4, answers=(Answer(9, 50, 0), Answer(8, 52, 1)), tags=("binge",)),
    Part("Halvard Group", ENTERPRISE, 92, 208, 80, 1, industry="Transport", region="Nordics", seats=52, touch=9, heard=0.48,
         features=9, mood=0.5, answers=(Answer(9, 40, 0), Answer(9, 44, 1)),
         people=(Person("Ragnhild Halvard", "Chair", "decision maker"), Person("Torbjørn Eide", "Group IT", "admin"))),
    Part("Halvard Maritime", GROWTH, 58, 208, 85, 2, industry="Transport", region="Nordics", seats=50, shape="always", touch=6,
         heard=0.48, features=10, mood=0.5, answers=(Answer(10, 38, 0), Answer(9, 42, 1)), parent="Halvard Group"),
    Part("Halvard Cold Storage", GROWTH, 41, 208, 52, -5, industry="Food", region="Nordics", seats=44, touch=21, heard=0.3,
         features=6, mood=0.0, answers=(Answer(7, 39, 0), Answer(6, 43, 1)), open=(Open("normal", 16),), parent="Halvard Group"),
    Part("Ferrin & Daughters", GROWTH, 37, 331, 66, 0, stage="Onboarding", industry="Farming", region="Iberia", seats=30, tenure=66,
         touch=3, touches=14, heard=0.45, features=5, features_before=5, mood=0.5, answers=(Answer(9, 12, 0),),
         people=(Person("Inês Ferrin", "Owner", "sponsor"), Person("Graça Ferrin", "Dispatch", "champion"))),
)  # fmt: skip

LEFT = (
    Part("Vessel & Vane", GROWTH, 61, 200, 78, 0, industry="Industry", left=75, why_left="Group chose one tool for all", seats=56,
         touch=9, heard=0.46, features=9, answers=(Answer(9, 40, 0), Answer(9, 42, 1)), open=(Open("high", 5),), tags=("missed",)),
    Part("Halbrecht Pumps", ENTERPRISE, 84, 200, 29, -12, industry="Industry", left=120, why_left="Too little used", seats=60,
         shape="slide", touch=48, touches=5, heard=0.15, features=3, mood=-0.4, answers=(Answer(3, 20, 0), Answer(5, 26, 1)),
         open=(Open("high", 33), Open("high", 12)), falls_after=True),
    Part("Tornby Textiles", GROWTH, 44, 200, 73, -1, industry="Industry", left=205, why_left="Sponsor left, nobody took over", seats=52,
         touch=12, heard=0.44, features=9, answers=(Answer(9, 33, 0), Answer(8, 38, 1))),
    Part("Ashlode Mining", ENTERPRISE, 92, 200, 58, -2, industry="Industry", left=280, why_left="Budget cut", seats=58, touch=19,
         heard=0.35, features=7, mood=0.2, answers=(Answer(8, 50, 0), Answer(7, 54, 1)), open=(Open("normal", 11),)),
    Part("Pellmark Couriers", GROWTH, 39, 200, 34, -9, industry="Transport", left=160, why_left="Went back to sheets", seats=44,
         shape="slide", touch=39, touches=6, heard=0.2, features=4, mood=-0.3, answers=(Answer(4, 60, 0),),
         open=(Open("high", 19),), falls_after=True),
    Part("Cobbleford Inns", STARTER, 17, 200, 37, -6, industry="Leisure", left=330, why_left="Price", seats=40, touch=55, touches=5,
         heard=0.2, features=4, mood=-0.1, answers=(Answer(6, 70, 0),), overdue=(38,), open=(Open("normal", 20),), falls_after=True),
    Part("Møllegård Seeds", STARTER, 21, 200, 31, -8, industry="Farming", left=395, why_left="Insolvency", seats=36, touch=33, heard=0.2,
         features=3, mood=-0.3, answers=(Answer(5, 45, 0),), overdue=(52, 20), open=(Open("high", 25),), falls_after=True),
    Part("Brightwater Laundry", STARTER, 13, 200, 38, -4, industry="Services", left=450, why_left="Too little used", seats=34, touch=61,
         touches=5, heard=0.25, features=3, mood=0.0, answers=(Answer(7, 82, 0),), open=(Open("normal", 24),), falls_after=True),
    Part("Kjellberg Paper", GROWTH, 66, 200, 64, -3, industry="Industry", left=365, why_left="Bought by another group", seats=54,
         touch=16, heard=0.4, features=8, answers=(Answer(8, 28, 0), Answer(9, 31, 1))),
    Part("Orsino Catering", GROWTH, 35, 200, 33, -10, industry="Services", left=240, why_left="Missing interface", seats=42, touch=29,
         heard=0.2, features=4, mood=-0.5, answers=(Answer(2, 34, 0), Answer(6, 36, 1)), open=(Open("high", 41), Open("high", 15)),
         falls_after=True),
    Part("Silvanto Boats", STARTER, 19, 200, 47, -3, industry="Leisure", left=510, why_left="Sponsor left, nobody took over", seats=40,
         touch=35, touches=6, heard=0.3, features=6, mood=0.1, answers=(Answer(7, 64, 0),)),
    Part("Gorseland Feeds", STARTER, 23, 200, 36, -7, industry="Farming", left=545, why_left="Went back to sheets", seats=38, touch=44,
         heard=0.2, features=4, mood=-0.2, answers=(Answer(6, 51, 0),), open=(Open("high", 17),), falls_after=True),
    Part("Tessaly Dental", GROWTH, 42, 200, 30, -9, industry="Health", left=95, why_left="Price", seats=46, shape="slide", touch=50,
         touches=5, heard=0.15, features=3, mood=-0.3, answers=(Answer(4, 30, 0), Answer(6, 35, 1)), open=(Open("high", 28),),
         falls_after=True),
    Part("Redcastle Lifts", GROWTH, 58, 200, 54, -2, industry="Services", left=140, why_left="Group chose one tool for all", seats=50,
         touch=22, heard=0.35, features=7, mood=0.2, answers=(Answer(8, 44, 0), Answer(7, 47, 1))),
)  # fmt: skip


def alive() -> tuple[Part, ...]:
    """Give the named accounts, those with the most to tell first."""
    first = ("Aldermoor Freight", "Tindra Dairy", "Northmoor Rail", "Marrowgate Bank", "Hollin Vale Schools",
             "Sorrel & Pine", "Ledgerholt Accountants", "Cresthaven Ports", "Ravnholt Shipping")  # fmt: skip
    everyone = {part.name: part for part in (*RISKS, *STRONG, *OTHERS)}
    told = [everyone.pop(name) for name in first]
    return (*told, *everyone.values())
