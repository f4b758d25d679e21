"""Invented names for the sample: people, places that companies are called after, trades, titles."""

from __future__ import annotations

from healthdesk.core.sample.dice import Dice

FIRST = (
    "Anna", "Bram", "Carla", "Dario", "Elin", "Farid", "Greta", "Henrik", "Ines", "Jonas", "Katrin",
    "Leo", "Maren", "Nils", "Olga", "Paul", "Rosa", "Samir", "Tilda", "Ugo", "Vera", "Wim", "Yara",
    "Zoltán", "Åsa", "Bjørn", "Chloé", "Désirée", "Émile", "François", "Gülay", "Håkon", "Irène",
    "José", "Jürgen", "Łucja", "Mónica", "Noémie", "Øystein", "Petr", "René", "Sébastien", "Søren",
    "Tomás", "Veronika", "Žofie", "Aoife", "Kasia", "Mihai", "Priya", "Hiroko", "Tariq", "Nia",
    "Owen", "Freya", "Luca", "Marta", "Pavel", "Selma", "Ruth", "Idris", "Anneli", "Costin", "Mehmet",
)  # fmt: skip
LAST = (
    "Aaltonen", "Berggren", "Castellan", "Dvorsky", "Eklöf", "Farrow", "Grünwald", "Holloway",
    "Ivarsson", "Jansson", "Kowalik", "Lindqvist", "Marchetti", "Nørgaard", "Olofsson", "Pettersen",
    "Quennell", "Rasmussen", "Šimek", "Tomczak", "Ulriksen", "Vandermeer", "Wexley", "Yıldız",
    "Zieliński", "Ahlgren", "Bouchet", "Côté", "Delacroix", "Estévez", "Fenwick", "Gonçalves",
    "Hartwell", "Ibáñez", "Joubert", "Karlsen", "Lefèvre", "Müllner", "Novák", "Oakes", "Peñalver",
    "Ravenhill", "Sørlie", "Thibault", "Umarov", "Västberg", "Whitlock", "Åkerlund", "Østby",
    "Bielak", "Calloway", "Dunmore", "Everill", "Fairclough", "Gisborne", "Haverford", "Inskip",
    "Kettlewell", "Lorimer", "Maddern", "Nakamori", "Oyelaran", "Pemberley", "Raghavan", "Sandoval",
)  # fmt: skip

TITLES: tuple[tuple[str, str], ...] = (
    ("sponsor", "Head of operations"),
    ("champion", "Dispatch lead"),
    ("decision maker", "Finance director"),
    ("admin", "Systems administrator"),
    ("user", "Depot manager"),
    ("user", "Planner"),
    ("sponsor", "Chief operating officer"),
    ("champion", "Transport manager"),
    ("decision maker", "Managing director"),
    ("other", "Procurement"),
)

PLACES = (
    "Ashcombe", "Bellwick", "Brackenholt", "Castlegarth", "Cinderford Vale", "Coldmere", "Dallowgate",
    "Easterby", "Elmsgarth", "Fallowfell", "Garrowby", "Glaston Mere", "Harrowmoor", "Hazelrigg",
    "Holmfast", "Inglebeck", "Kesterwold", "Kirkhallow", "Langmere", "Larkwell", "Marlingate",
    "Netherby", "Oakhallow", "Ottermouth", "Penhallow", "Quarrington", "Ravelstone", "Redmarsh",
    "Saltergate", "Selwick", "Silverdene", "Stonebeck", "Swaleford", "Thistlewood", "Underfell",
    "Wainscote", "Westerdale", "Whitfell", "Wintermere", "Yewbarrow", "Brüskholm", "Åsvika",
    "Čarnava", "Dübenau", "Éstrelin", "Fjällrud", "Grønsund", "Høyvang", "Jeżewka", "Kōzumi",
    "Lučina Dol", "Mårdsele", "Nørrevad", "Öxnabäck", "Portovela", "Ríofrío", "São Vireu", "Tøndal",
    "Úvalsk", "Vårsjö", "Wéllin", "Żabowo", "Montclair-sur-Lys", "Castelvero", "Puertolinde",
    "Drevnik", "Halmegy", "Kaljusaar", "Viipurla", "Zandwerve",
)  # fmt: skip

TRADES: tuple[tuple[str, str], ...] = (
    ("Foods", "Food"), ("Bakeries", "Food"), ("Brewing", "Food"), ("Logistics", "Transport"),
    ("Couriers", "Transport"), ("Haulage", "Transport"), ("Ferries", "Transport"),
    ("Paper", "Industry"), ("Timber", "Industry"), ("Glassworks", "Industry"), ("Pumps", "Industry"),
    ("Bearings", "Industry"), ("Plastics", "Industry"), ("Pharmacy", "Health"), ("Dental", "Health"),
    ("Care Homes", "Health"), ("Veterinary", "Health"), ("Books", "Retail"), ("Garden Centres", "Retail"),
    ("Cycles", "Retail"), ("Outfitters", "Retail"), ("Flooring", "Retail"), ("Insurance", "Finance"),
    ("Credit Union", "Finance"), ("Water", "Utilities"), ("Heat & Power", "Utilities"),
    ("College", "Education"), ("Museums", "Education"), ("Hotels", "Leisure"), ("Camping", "Leisure"),
    ("Seeds", "Farming"), ("Nurseries", "Farming"), ("Textiles", "Industry"), ("Joinery", "Industry"),
    ("Laundry", "Services"), ("Catering", "Services"), ("Security", "Services"), ("Lifts", "Services"),
)  # fmt: skip

REGIONS = ("North", "South", "East", "West", "Nordics", "Iberia", "Alps", "Islands")


def person(dice: Dice, taken: set[str]) -> str:
    """Draw a name that nobody at the account has yet."""
    for _ in range(20):
        name = f"{dice.pick(FIRST)} {dice.pick(LAST)}"
        if name not in taken:
            break
    taken.add(name)
    return name


def company(dice: Dice, taken: set[str]) -> tuple[str, str]:
    """Draw a company's name and industry; a number is added once the plain names are used up."""
    name, industry = "", ""
    for _ in range(40):
        trade, industry = dice.pick(TRADES)
        name = f"{dice.pick(PLACES)} {trade}"
        if name not in taken:
            break
    else:
        name = f"{name} {len(taken)}"
    taken.add(name)
    return name, industry
