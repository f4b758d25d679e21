"""What words in cells mean: priorities, kinds, outcomes, roles, as other programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from healthdesk.core.domain.exchange import BY_NAME

_SURVEY = {
    "nps": "nps|net promoter score|net promoter|relationship|relational|rnps|enps",
    "csat": "csat|customer satisfaction|satisfaction|transactional|support|ticket|zufriedenheit"
    "|smileys|stars|thumbs|pmf",
    "ces": "ces|customer effort score|customer effort|effort|aufwand",
}
_TOUCH = {
    "email": "email|e-mail|mail|incoming_email|outgoing_email|emails|listemail|forwarded_email"
    "|incoming email|outgoing email|courriel|correo|gmail|email sent|email reply|email_in"
    "|email_out",
    "call": "call|phone|phone call|telefonat|anruf|appel|llamada|calls|telefon|voice|inbound call"
    "|outbound call|cadence call|telephone|phonecall",
    "meeting": "meeting|demo|visit|onsite|on-site|besuch|termin|reunion|réunion|reunión|meetings"
    "|video call|webinar|zoom|in-person meeting|kickoff|kick-off|workshop|rendez-vous|rdv"
    "|web meeting|besprechung|training|lunch|visite",
    "review": "review|qbr|ebr|business review|quarterly business review|executive business review"
    "|success review|check-in|jahresgespräch|quartalsgespräch|success plan review",
    "note": "note|notes|notiz|nota|internal note|update|comment|task|other|todo|to-do|aufgabe"
    "|tâche|tarea|milestone|deadline",
    "event": (
        "event|veranstaltung|conference|konferenz|événement|evento|in-product event|user group"
    ),
    "message": "message|sms|chat|whats_app|whatsapp|slack|linkedin_message|linkedin|communication"
    "|in-app|in-app message|text message|nachricht|conversation|linkedin message|sms message"
    "|postal_mail|letter|web messaging|teams",
}
_DIRECTION = {
    "inbound": (
        "inbound|incoming|in|received|eingehend|entrant|entrante|incoming_email"
        "|from customer"
        "|customer_initiated|user"
    ),
    "outbound": "outbound|outgoing|out|sent|ausgehend|sortant|saliente|outgoing_email|to customer"
    "|admin|internal",
}
_OUTCOME = {
    "churned": "churned|churn|cancelled|canceled|lost|closed lost|terminated|expired|not renewed"
    "|gekündigt|kündigung|verloren|résilié|résiliation|perdu|baja|cancelado|cancellation"
    "|full churn"
    "|non-renewal|customer.subscription.deleted|subscription_cancelled|left",
    "downgraded": "downgraded|downgrade|contraction|partial churn|downsell|reduced|reduziert",
    "renewed": "renewed|renewal|closed won|won|verlängert|renouvelé|renovado|retained|flat renewal",
    "expanded": "expanded|expansion|upsell|upgrade|upgraded|cross-sell|erweitert|growth",
}
_ROLE = {
    "champion": "champion|advocate|promoter|coach|fürsprecher|influencer",
    "sponsor": "sponsor|executive sponsor|exec sponsor|executive|vp|c-level|sponsor exécutif",
    "decision maker": "decision maker|decision-maker|decisionmaker|decision_maker|economic buyer"
    "|buyer|entscheider|décideur|budget holder|economic decision maker|budget_holder|budget owner",
    "admin": "admin|administrator|account owner|owner|system admin|superadmin|administrateur"
    "|primary contact|administrador|super admin",
    "user": "user|end user|end-user|member|nutzer|anwender|utilisateur|power user|viewer|editor"
    "|standard user|usuario|evaluator|technical contact",
    "detractor": "detractor|blocker|kritiker|détracteur",
    "other": "other|none|sonstige|autre|otro|billing contact|billing|legal|legal_and_compliance",
}
_SATISFACTION = {
    "1": "bad|muito insatisfeito|muy insatisfecho|très insatisfait|unhappy|dissatisfied"
    "|very dissatisfied|negative|poor|terrible|thumbs_down|schlecht"
    "|very unsatisfied|mauvais|1 star|very unhappy|amazingly bad|😠|👎|not satisfied|unzufrieden",
    "2": "unsatisfied|somewhat dissatisfied|rather dissatisfied|2 stars|eher unzufrieden|not great",
    "3": "neither satisfied nor dissatisfied|neutral|okay|ok|neither|average|3 stars|mittel"
    "|moyen|😐|just okay",
    "4": "satisfied|somewhat satisfied|happy|4 stars|zufrieden|satisfait|good enough|great",
    "5": "good|muito satisfeito|muy satisfecho|very satisfied|positive|amazing|excellent"
    "|thumbs_up|very happy|5 stars|gut|bon"
    "|sehr zufrieden|très satisfait|extremely satisfied|😃|👍|extremely happy|awesome",
}
_NO_ANSWER = frozenset(
    (
        "offered",
        "not offered",
        "unoffered",
        "not_offered",
        "no rating",
        "pending",
        "skipped",
        "no response",
    )
)


def _index(meanings: Mapping[str, str]) -> dict[str, str]:
    return {
        word.casefold(): target for target, text in meanings.items() for word in text.split("|")
    }


PRIORITIES = _index(
    {
        "low": (
            "low|lowest|trivial|minor|mineure|mineur|menor|baixa|baixo|"
            "p4|p5|4|5|niedrig|gering|basse|bas|faible|baja"
            "|bajo|sev4|s4"
            "|sev-4|4 - low|5 - planning|planning|laag|p4 - low|sehr niedrig|very low|cosmetic"
            "|wish"
        ),
        "normal": "normal|medium|moderate|standard|mittel|average|p3|3|moyenne|moyen|normale|media"
        "|medio|default|sev3|s3|sev-3|3 - moderate|3 - medium|not set|normaal|p3 - medium|med"
        "|p3 - normal|regular|not_priority|none",
        "high": (
            "high|major|majeure|majeur|mayor|important|importante|"
            "p2|2|hoch|haute|haut|élevée|élevé|elevee|eleve|alta"
            "|alto|sev2|s2"
            "|sev-2|2 - high|priority|hoog|wichtig|p2 - high"
        ),
        "urgent": "urgent|critical|blocker|highest|p1|p0|1|0|emergency|dringend|kritisch|sehr hoch"
        "|critique|urgente|bloquante|bloquant|crítica|critica|crítico|critico|immediate"
        "|sev1|sev0|s1"
        "|sev-1|showstopper|show-stopper|very high|1 - critical|p1 - critical|p1 - urgent"
        "|system down"
        "|outage|kritiek|p0 - critical",
    }
)
SURVEYS = _index(_SURVEY)
TOUCHES = _index(_TOUCH)
DIRECTIONS = _index(_DIRECTION)
OUTCOMES = _index(_OUTCOME)
ROLES = _index(_ROLE)
SATISFACTION = _index(_SATISFACTION)

WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("tickets", "priority"): PRIORITIES,
    ("surveys", "kind"): SURVEYS,
    ("touchpoints", "kind"): TOUCHES,
    ("touchpoints", "direction"): DIRECTIONS,
    ("outcomes", "kind"): OUTCOMES,
    ("contacts", "role"): ROLES,
    ("overrides", "band"): {
        "strong": "Strong",
        "green": "Strong",
        "grün": "Strong",
        "good": "Strong",
        "average": "Average",
        "yellow": "Average",
        "amber": "Average",
        "gelb": "Average",
        "poor": "Poor",
        "red": "Poor",
        "rot": "Poor",
        "bad": "Poor",
        "at risk": "Poor",
    },
}
"""By table and column: the words that are understood."""


def no_answer(text: str) -> bool:
    """Whether a rating only says that nobody rated."""
    return text.strip().casefold() in _NO_ANSWER


def meanings(
    table: str, target: str, texts: Iterable[str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What the texts mean that are not the exchange word itself, and those nobody knows."""
    known = WORDS.get((table, target), {})
    own = BY_NAME[table].column(target).choices
    found: dict[str, str] = {}
    strange = []
    for text in texts:
        told = text.strip().casefold()
        if told in own:
            continue
        meant = (
            known.get(told)
            or known.get(told.replace("_", " "))
            or known.get(_level(told))
            or _within(told, known)
        )
        if meant is None:
            strange.append(text)
        else:
            found[text.strip()] = meant
    return found, tuple(strange)


_LEVEL = re.compile(
    r"(?:p|prio(?:rity)?|priorit[äa]t|s|sev(?:erity)?)[ _.\-:#]*([0-5])(?:[ :(/-].*)?"
)


def _level(text: str) -> str:
    """A numbered level however it is written: "Sev 1", "Severity-2", "P3 (minor)"."""
    match = _LEVEL.fullmatch(text)
    if match is None:
        return text
    return f"{'s' if text.startswith('s') and match[1] != '0' else 'p'}{match[1]}"


def _within(text: str, known: Mapping[str, str]) -> str | None:
    """The one meaning of the words of a longer text: "Urgency 1 (critical)" no, "P1 High" no."""
    pieces = [piece.strip(" .:()[]") for piece in text.replace("/", " ").replace("-", " ").split()]
    found = {known[piece] for piece in pieces if len(piece) > 2 and piece in known}
    return found.pop() if len(found) == 1 else None
