"""What columns are called in other programs' files, by exchange table and column.

Names are written as words; case, separators and glue do not matter. Strong names say what a column
is wherever they stand; weak ones only among others of the same table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from healthdesk.core.domain.mapping import By


@dataclass(frozen=True, eq=False)
class Names:
    """Names of one target: strong, weak, and how cells named so point at an account or contact.

    Each is one of a kind, so that what was found for it can be remembered.
    """

    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()
    by: By = ""


def _names(strong: str, weak: str = "", by: By = "") -> Names:
    return Names(tuple(filter(None, strong.split("|"))), tuple(filter(None, weak.split("|"))), by)


ACCOUNT: tuple[Names, ...] = (
    _names(
        "account id|customer id|company id|client id|organization id|organisation id|org id"
        "|tenant id|workspace id|cust id|customer number|account number|company number"
        "|associated company ids primary|associated company ids|associated company id"
        "|sfdc account id|crm account id|kundennummer|kunden nr|kundennr|kunden id|mandant"
        "|numero client|id client|account name id|company name id|organization name id"
        "|code client|no client|id cliente|numero cliente|codigo cliente"
        "|klantnummer|codice cliente|customer uuid|customer external ids|external account id"
        "|requester external id|kd nr|debitor|debitorennummer|account code|customer code"
        "|customer no|account no|client number|compte id|id compte|codigo do cliente|id do cliente"
        "|numero do cliente|codigo del cliente|id del cliente|klant id|relatienummer"
        "|debiteurnummer"
        "|cliente id|codice del cliente|organization organization id",
        "group id|team id|site id|account key|external id|what id|parent account id",
        "id",
    ),
    _names(
        "account name|customer name|company name|client name|organization name"
        "|organisation name|org name|firma|firmenname|kundenname|unternehmen|societe|entreprise"
        "|nom client|nom du client|raison sociale|empresa|nombre cliente|nombre del cliente"
        "|razon social|bedrijf|klantnaam|bedrijfsnaam|naam klant|nome da empresa|nome do cliente"
        "|nombre de la empresa"
        "|razao social|nome cliente|nom de l entreprise|nom de la societe|kunde name"
        "|name des kunden|name kunde"
        "|azienda|ragione sociale|associated company"
        "|deal organization|person organization|parent customer",
        "account|customer|company|client|organization|organisation|org|kunde|cliente|klant"
        "|customer description|business|tenant|workspace|compte|konto|project|supplier|entity",
        "name",
    ),
    _names(
        "domain|company domain name|company domain|requester domain|account domain|email domain"
        "|domain name",
        "website|website url|web site|url|homepage|webseite|site web",
        "domain",
    ),
    _names(
        "customer email|requester email|user email|respondent email|contact email|person email"
        "|recipient email|request sent to|billing email",
        "email|e mail|mail|email address|mail address|email adresse|e mail adresse|recipient"
        "|from address|requester|adresse email|correo electronico"
        "|user|respondent|courriel|correo|kontakt mail",
        "email",
    ),
    _names(
        "subscription id|subscription uuid|contract id|vertragsnummer|abo nr|abo id|id abonnement"
        "|subscription",
        "contract|license id|licence id|licence key|license key|abonnement",
        "subscription",
    ),
    _names(
        "user id|contact id|requester id|visitor id|distinct id|person id|associated contact ids"
        "|associated contact id|benutzer id|id utilisateur|who id|end user id|member id",
        "user|person|contact|visitor|anonymous id|author id|benutzer|utilisateur|usuario",
        "contact",
    ),
    _names(
        "ticket id|ticket number|case id|case number|issue key|conversation id|ticket", "", "ticket"
    ),
)
"""Names of columns that say which account a row belongs to, by the way they say it."""

CONTACT: tuple[Names, ...] = (
    _names(
        "contact id|user id|requester id|person id|visitor id|associated contact ids"
        "|associated contact id|who id|respondent id|participant id|distinct id|benutzer id"
        "|ansprechpartner id|id contact|id utilisateur|contact ids|member id",
        "recipient id|author id|anonymous id",
        "id",
    ),
    _names(
        "contact email|requester email|respondent email|user email|person email|email"
        "|email address|e mail|email adresse|e mail adresse|mail|recipient email|customer email"
        "|courriel|correo|participants"
        "|attendees|participant list|request sent to",
        "requester|respondent|user|recipient|to|from",
        "email",
    ),
    _names(
        "contact name|requester name|respondent name|contact person|contact|requester|reporter"
        "|ansprechpartner|user name|recipient first name|nom du contact",
        "user|person|respondent|name|recipient name|contacts|guest",
        "name",
    ),
)
"""Names of columns that name a person of a customer."""

_DAY_MADE = (
    "created at|created|create date|created date|created on|creation date|date created|createdate"
    "|created time|creation time|date de creation|erstellt am|erstellt|erstelldatum|angelegt am"
    "|fecha de creacion|add time|timestamp|created timestamp|aanmaakdatum"
)

ALIASES: Mapping[str, Mapping[str, Names]] = {
    "accounts": {
        "parent_id": _names(
            "parent id|parent account id|parent company id|parent account|parent company"
            "|muttergesellschaft|hauptkunde|parent customer id|ultimate parent",
            "parent",
        ),
        "owner": _names(
            "owner|account owner|company owner|csm|csm name|success manager|account manager"
            "|customer success manager|owner name|customer success owner|betreuer"
            "|kundenbetreuer|responsable|charge de compte|charge de clientele|gestor|ejecutivo"
            "|owner email|csm email"
            "|account executive|responsible|zustandig|accountmanager|klantmanager|relatiebeheerder"
            "|gestor de conta|gestor de cuenta|gestionnaire|ejecutivo de cuenta|kundenberater"
            "|csm owner",
            "owner id|manager|assigned to|assignee|rep|sales rep|ansprechpartner|commercial",
        ),
        "stage": _names(
            "stage|lifecycle stage|lifecyclestage|customer journey stage|customer stage"
            "|customer status|account status|phase|lebenszyklus|kundenstatus|etape|etapa"
            "|lifecycle",
            "status|state of account|account stage|account type|type",
        ),
        "tier": _names(
            "tier|plan tier|plan|plan name|segment|customer tier|account tier|package|tarif"
            "|kundenklasse|edition|service level|paket|formule|contract type|support tier"
            "|plan type",
            "level|class|klasse|kategorie|category|product|account class",
        ),
        "industry": _names(
            "industry|sector|branche|secteur|sector industrial|industria|vertical|secteur activite"
            "|secteur d activite|industrie|business sector|setor|ramo|settore|bedrijfstak"
            "|sector de actividad",
            "sic desc|naics desc|market",
        ),
        "region": _names(
            "region|country|billing country|territory|territory region|geography|geo|land|pays"
            "|pais|market region|country region|area|gebiet|standort|land region|territoire",
            "location|state|city|billing state|shipping country|address country|stadt|ville"
            "|bundesland|property country",
        ),
        "arr": _names(
            "arr|annual recurring revenue|arr amount|annual contract value|acv|contract value"
            "|annual revenue contract|yearly revenue|jahresumsatz mit kunde|jahreswert|arr eur"
            "|arr usd|total arr|current arr|jahresbetrag|revenu annuel recurrent|annual value"
            "|mrr|monthly recurring revenue|monthly charges|mrr amount|monthly revenue"
            "|monatsbetrag|monatlicher umsatz|total mrr|importe anual|valor anual|montant annuel"
            "|jaarbedrag|jaarwaarde|jaaromzet|abonnement annuel|vertragswert|vertragswert p a"
            "|arr wert"
            "|valor do contrato|valor del contrato|importo annuale|canone annuo|annual fee"
            "|annual spend",
            "amount|betrag|montant|importe|revenue|umsatz|value|acv amount|monthly spend|mrr eur",
        ),
        "currency": _names(
            "currency|currency code|currency iso code|wahrung|devise|moneda|waehrung", "ccy"
        ),
        "started_on": _names(
            "started on|signup date|sign up date|signed up at|customer since|start date"
            "|contract start date|original contract date|onboarded at|became a customer date"
            "|kunde seit|vertragsbeginn|client depuis|date de debut|cliente desde|fecha de inicio"
            "|fecha de alta|contract start|customer start date|start of contract|joined"
            "|joined at|go live date|activation date|activated at|subscription start|beginn"
            "|date de signature|debut contrat|debut du contrat|klant sinds|startdatum"
            "|cliente desde"
            "|data de inicio|data inicio|fecha alta|begindatum|ingangsdatum|data inizio|kunde ab"
            "|seit",
            "start|" + _DAY_MADE + "|close date",
        ),
        "domain": ACCOUNT[2],
        "tags": _names("tags|labels|etiquettes|schlagworte|etiquetas|keywords", "tag|label"),
    },
    "contacts": {
        "name": _names(
            "full name|contact name|user name|person name|display name|nom complet|ansprechpartner"
            "|kontaktname|nombre completo|ansprechperson|name",
            "contact|user|kontakt|nom|nombre|username",
        ),
        "email": _names(
            "email|e mail|email address|e mail address|mail|work email|business email|user email"
            "|contact email|courriel|correo|correo electronico|email adresse|e mail adresse"
            "|adresse email|adresse mail|person email|email work|primary email",
            "email 1|username",
        ),
        "phone": _names(
            "phone|phone number|mobile phone|mobile|telephone|telefon|telefonnummer|tel|handy"
            "|telefono|work phone|person phone|phone work",
            "home phone|other phone|fax",
        ),
        "title": _names(
            "title|job title|jobtitle|position|function|funktion|poste|cargo|fonction|stelle"
            "|berufsbezeichnung|job",
            "salutation|department|anrede|abteilung",
        ),
        "role": _names(
            "role|contact role|buying role|persona|rolle|role in account|stakeholder role|rol",
            "type|contact type",
        ),
        "advocate": _names(
            "advocate|reference|is reference|referenceable|is advocate|referenz|key contact", ""
        ),
        "do_not_contact": _names(
            "do not contact|do not call|has opted out of email|opted out|unsubscribed|opt out"
            "|has opted out|email opt out|keine werbung|unsubscribed from all email",
            "is email bounced",
        ),
    },
    "usage": {
        "metric": _names(
            "metric|feature name|feature|event|event name|event type|action|metric name|measure"
            "|kpi|module|functionality|funktion|fonctionnalite|funcionalidad|kennzahl|metrik"
            "|evenement|ereignis|aktion|indicator|event text|evento|feature key",
            "name|type|page|page name|screen|kind|activity|category",
        ),
        "day": _names(
            "day|date|usage date|event date|event time|activity date|usage day|datum|tag|jour"
            "|fecha"
            "|dia|month|monat|mois|mes|period|week|zeitraum|usage month|event timestamp"
            "|activity time|occurred at|date of usage|snapshot date|nutzungsdatum|stichtag",
            "time|timestamp|ts|created at|received at|sent at|last visit|period start|period end"
            "|original timestamp|client event time|transaction date|invoice date|order date"
            "|purchase date|start time|report date|created",
        ),
        "value": _names(
            "value|usage count|count|usage|event count|quantity used|total events|events|uses"
            "|number of uses|anzahl|nombre|wert|valeur|valor|cantidad|sessions|logins|hits"
            "|total count|units used|used|nutzungen|page views|number of events|menge|zugriffe"
            "|visits|active days|days active|number of days active",
            "quantity|total|amount|number|sum|minutes|duration|time on app|volume|api calls",
        ),
    },
    "surveys": {
        "response_id": _names(
            "response id|survey response id|answer id|feedback id|antwort id|id reponse"
            "|submission id|survey id response|response uuid|request id|respuesta id",
            "id|record id|permalink|key|number",
        ),
        "kind": _names(
            "survey type|survey kind|question type|feedback type|type of survey|umfrageart"
            "|umfragetyp|type enquete|type d enquete|survey",
            "type|kind|survey name|channel|category",
        ),
        "rating": _names(
            "nps|nps score|csat|csat score|ces|ces score|rating|score|satisfaction score"
            "|satisfaction rating|survey score|star rating|nps rating|bewertung|note|punktzahl"
            "|likelihood to recommend|recommend score|puntuacion|nps response|satisfaction"
            "|how likely are you to recommend us|effort score|customer effort score|wertung|stars"
            "|nota|rating value|weiterempfehlung",
            "answer|value|points|result|antwort|reponse|q1|q 1|grade|score value",
        ),
        "comment": _names(
            "comment|comments|verbatim|feedback|feedback text|reason|why|open feedback|kommentar"
            "|commentaire|comentario|text|remarks|response text|nps comment|survey comment"
            "|anmerkung|additional comments|follow up answer|reason for score|bemerkung"
            "|satisfaction comment",
            "message|answer text|note|notes|body|description",
        ),
        "day": _names(
            "responded at|response date|submitted at|answered at|response received at|survey date"
            "|recorded date|answered on|response time|completed at|end date|date responded"
            "|beantwortet am|antwortdatum|date de reponse|date|datum|fecha|day|submitted on"
            "|submission date|submitted|zeitstempel|horodateur|marca temporal|date submitted"
            "|feedback date|last responded at|date reponse"
            "|responded on",
            _DAY_MADE + "|time|updated at|ts|start date|sent at",
        ),
    },
    "pulses": {
        "value": _names("pulse|pulse value|sentiment|csm sentiment|csm pulse|stimmung", "value"),
        "day": _names("day|date|pulse date|datum|recorded on", _DAY_MADE),
        "by": _names("by|author|csm|recorded by|entered by|von", "owner"),
        "note": _names("note|comment|reason|notiz|kommentar", "notes|text"),
    },
    "touchpoints": {
        "touchpoint_id": _names(
            "touchpoint id|activity id|engagement id|task id|meeting id|call id"
            "|message id|note id|email id|interaction id|entry id|conversation id|aktivitat id",
            "id|record id|gsid|number|key|event id",
        ),
        "kind": _names(
            "activity type|engagement type|touchpoint type|interaction type|task subtype"
            "|meeting type|type name|type of activity|aktivitatstyp|activity type id|art|kanal"
            "|type activite|type d activite|kontaktart|tipo de actividad|interaction|medium",
            "type|kind|channel|category|task type|conversation type|typ",
        ),
        "direction": _names("direction|call type|richtung|inbound or outbound|sens", "initiator"),
        "day": _names(
            "activity date|meeting date|call date|date|day|occurred at|sent at|start time"
            "|activity time|datum|touchpoint date|interaction date|timestamp|due date"
            "|event date|starts at|start date|datum der aktivitat|date activite|fecha|completed at"
            "|completed date time|completed date|marked as done time",
            _DAY_MADE + "|time|start|hs timestamp|lastmodifieddate|kontaktdatum|due",
        ),
        "subject": _names(
            "subject|title|betreff|objet|asunto|email subject|meeting title|call title"
            "|activity subject|topic|thema|headline|sujet|activity name",
            "name|summary|reason",
        ),
        "body": _names(
            "body|notes|note|content|description|message|text|note body|email text|comments"
            "|call notes|meeting notes|notiz|notizen|beschreibung|inhalt|contenu|details|body text"
            "|activity notes|call body|meeting body|nota|compte rendu|gesprachsnotiz|protokoll",
            "comment|summary|snippet|body preview|transcript|zusammenfassung|outcome",
        ),
    },
    "tickets": {
        "ticket_id": _names(
            "ticket id|ticket number|ticket no|ticket|case number|case id|issue key|issue id"
            "|incident id|request id|ticketnummer|ticket nr|vorgangsnummer|conversation id"
            "|numero de ticket|numero ticket|id ticket|incident number|ticket key|vorgang"
            "|ticket display id|case no|id de ticket|anfrage nr|meldungsnummer|incident"
            "|incident no"
            "|no ticket|n ticket|storingsnummer|id do ticket|issue number|case|ticket ref"
            "|ref ticket",
            "id|key|number|nr|display id|reference|record id|numero|no|nummer",
        ),
        "opened_on": _names(
            "opened on|opened at|opened|open date|date opened|submitted at|reported at"
            "|reported on|raised on|ticket created|ticket created at|geoffnet|geoffnet am"
            "|eroffnet am|gemeldet am|ouvert le|date ouverture|date d ouverture|abierto el"
            "|conversation started at|geopend op|aberto em|aperto il|angelegt|opened date"
            "|date raised|date reported|" + _DAY_MADE,
            "date|submitted|started at|reported|start date|datum|eingang|eingegangen am|received"
            "|received at|fecha",
        ),
        "closed_on": _names(
            "closed on|closed at|closed|closed date|close date|solved at|solved|solved on|resolved"
            "|resolved at|resolution date|resolved on|date closed|date resolved|resolved time"
            "|closed time|ticket closed|geschlossen am|gesloten op|fechado em|chiuso il"
            "|geschlossen|geschlossen am|gelost am|erledigt am|ferme le|cloture le"
            "|date de cloture|resolu le|cerrado el|completed at|resolution time stamp"
            "|date fermeture|resolved date|ended at|date de resolution|conversation closed at",
            "end date|finished|last closed at|completed|done",
        ),
        "priority": _names(
            "priority|prio|ticket priority|severity|urgency|prioritat|priorite|prioridad"
            "|dringlichkeit|case priority|issue priority|conversation priority|priority name"
            "|severity level|gravite|prioriteit|sev|sev level|severite|prioridade|gravidade"
            "|schweregrad"
            "|criticality|criticite|gravedad|urgence|urgencia|urgentie|priorita",
            "impact|level|importance|wichtigkeit",
        ),
        "subject": _names(
            "subject|ticket subject|title|summary|betreff|objet|sujet|asunto|issue summary"
            "|ticket title|headline|case subject|onderwerp|assunto|oggetto|conversation subject"
            "|titel|titre|kurzbeschreibung"
            "|topic",
            "name|issue|problem|thema",
        ),
        "body": _names(
            "description|body|content|ticket body|message|details|beschreibung|inhalt|contenu"
            "|descripcion|first message|issue description|case description|text"
            "|problem description",
            "comment|comments|notes|reason",
        ),
    },
    "subscriptions": {
        "subscription_id": _names(
            "subscription id|subscription uuid|subscription number|contract id|contract number"
            "|agreement id|vertragsnummer|vertrags nr|abo nr|abonummer|numero de contrat"
            "|numero contrat|id abonnement|subscription|license id|licence id|vertrags id"
            "|numero de contrato|contract no",
            "id|number|nr|key|record id|uuid",
        ),
        "product": _names(
            "product|product name|plan|plan name|plan tier|plan id|plan code|product id|package"
            "|produkt|produit|producto|artikel|tarif|sku|item|module|abonnement|leistung"
            "|subscription name|paket|offre|price id|product code",
            "name|tier|description|type|service",
        ),
        "seats": _names(
            "seats|licenses|licences|quantity|users|seat count|number of seats|number of users"
            "|licensed users|lizenzen|platze|plan quantity|nb licences|nombre de licences|sieges"
            "|license count|licensed seats|puestos|anzahl lizenzen|anzahl benutzer|licencias"
            "|contracted seats|nutzer|user count",
            "qty|count|menge|anzahl|quantite",
        ),
        "arr": _names(
            "arr|annual fee|yearly fee|annual spend|arr amount|annual recurring revenue"
            "|annual contract value|acv|annual amount"
            "|contract value|annual value|yearly amount|jahresbetrag|jahreswert|montant annuel"
            "|annual price|mrr|mrr amount|monthly recurring revenue|monthly amount|monatsbetrag"
            "|montant mensuel|monthly price|jahresumsatz|arr eur|arr usd|arr in cents"
            "|mrr in cents|arr cents|mrr cents|monthly charges|precio mensual|importe anual"
            "|monatspreis|jahrespreis|mensualite",
            "amount|price|value|betrag|montant|importe|preis|prix|plan amount|total|fee|net amount"
            "|subscription amount|umsatz|summe",
        ),
        "start": _names(
            "start date|start|started at|starts on|begin date|contract start|contract start date"
            "|subscription start|subscription start date|term start|vertragsbeginn|beginn"
            "|gultig ab"
            "|date de debut|debut|fecha de inicio|inicio|valid from|effective date|start on"
            "|activated at|laufzeitbeginn|vertragsstart|from date|start utc|effective from"
            "|date debut|debut contrat",
            "from|created|created at|current period start|current term start|von|ab|du|date"
            "|created on",
        ),
        "end": _names(
            "end date|end|ended at|ends on|contract end|contract end date|subscription end"
            "|subscription end date|term end|vertragsende|ende|gultig bis|date de fin|fin"
            "|fecha de fin|valid to|valid until|expires at|expiry date|expiration date"
            "|renewal date|canceled at|cancelled at|laufzeitende|to date|contract renewal date"
            "|effective to|date fin|fin de contrat|cancellation date|expires on|end utc"
            "|fecha fin|kundigungsdatum|gekundigt zum|fin contrat",
            "to|until|bis|current period end|current term end|au|next billing at|expires|ablauf",
        ),
    },
    "invoices": {
        "invoice_id": _names(
            "invoice id|invoice number|invoice no|doc no|document no|invoice|rechnungsnummer"
            "|rechnungs nr|belegnummer"
            "|numero de facture|numero facture|no facture|n facture|beleg nr|belegnr"
            "|rechnungs nummer|rg nr|invoice nr"
            "|numero fattura|numero da fatura|faktura|fatura|n factura|numero de factura|facture"
            "|document number"
            "|bill number|rechnung|factuurnummer|invoice code",
            "id|number|nr|key|reference|beleg|transaction number|transaction no",
        ),
        "issued_on": _names(
            "invoice date|doc date|issued on|issue date|date issued|issued at|rechnungsdatum"
            "|belegdatum"
            "|date de facture|date facture|fecha de factura|fecha factura|billed on|billing date"
            "|date de facturation|invoiced at|document date|ausgestellt am|bill date|finalized at",
            "date|created|created at|datum|closed at|posting date|period end|fecha|created on",
        ),
        "due_on": _names(
            "due date|due on|due|payment due|payment due date|fallig am|falligkeit"
            "|falligkeitsdatum|date d echeance|date echeance|echeance|fecha de vencimiento"
            "|vencimiento|zahlbar bis|vervaldatum|due at|net due date",
            "pay by|deadline",
        ),
        "paid_on": _names(
            "paid on|paid at|cleared on|clearing date|payment date|date paid|bezahlt am"
            "|zahlungsdatum|paye le"
            "|date de paiement|fecha de pago|settled on|paid date|zahlungseingang|pagado el"
            "|date paiement|status transitions paid at",
            "paid|settled|bezahlt|paye",
        ),
        "amount": _names(
            "amount|invoice amount|total|total amount|amount due|invoice total|betrag|summe"
            "|rechnungsbetrag|betrag brutto|betrag netto|brutto betrag|netto betrag|montant"
            "|montant ttc|montant ht|importe|gesamtbetrag|net amount"
            "|gross amount|amount total|bruttobetrag|nettobetrag|importe total|amount paid",
            "value|price|subtotal|sum|preis|netto|brutto",
        ),
    },
    "milestones": {
        "milestone": _names(
            "milestone|milestone name|onboarding step|project phase|meilenstein|jalon|hito|step"
            "|goal|objective|success criteria",
            "name|title|task|phase",
        ),
        "due_on": _names(
            "due on|due date|target date|planned date|fallig am|deadline|due", "end date"
        ),
        "done_on": _names(
            "done on|done at|completed on|completed at|completion date|achieved on|erledigt am"
            "|date done|actual date|finished on|abgeschlossen am|reached on|completed",
            "closed at|closed on|done|finished",
        ),
    },
    "mentions": {
        "mention_id": _names("mention id|post id|review id|tweet id|article id", "id|key"),
        "day": _names(
            "published at|posted at|date|day|published on|review date|datum|publication date",
            _DAY_MADE,
        ),
        "channel": _names("channel|source|platform|site|network|kanal|medium|quelle", "type|via"),
        "author": _names("author|reviewer|user|handle|posted by|autor|username", "name"),
        "text": _names("text|mention|post|review|content|body|message|snippet", "title|comment"),
        "link": _names("link|url|permalink|post url|review url", "href|source url"),
    },
    "overrides": {
        "band": _names(
            "band|override band|health|health override|ampel|rag|rag status", "status|color"
        ),
        "score": _names("override score|score|health score", "value"),
        "reason": _names("reason|override reason|justification|grund|raison", "comment|note"),
        "from": _names("from|from date|valid from|start|start date", "date"),
        "until": _names("until|valid until|end|end date|expires on|to date", "to"),
        "by": _names("by|overridden by|author|set by", "owner|csm"),
    },
    "outcomes": {
        "day": _names(
            "churn date|churned on|churned at|date of churn|cancellation date|cancelled on"
            "|canceled on|lost date|kundigungsdatum|abwanderungsdatum|date de resiliation"
            "|date resiliation|fecha de baja|end of contract|churn day|date churned|canceled at"
            "|cancelled at|gekundigt am|date perdu|offboarded at|churned date|baja"
            "|termination date|attrition date|resilie le|gekundigt zum|kundigung zum|kundigung per"
            "|vertragsende gekundigt|opzegdatum|opgezegd per|data de cancelamento"
            "|fecha de cancelacion"
            "|data disdetta|date fin de contrat effective|exit date|churn effective date",
            "date|day|event date|close date|datum|renewal date|effective date|end date|"
            + _DAY_MADE,
        ),
        "kind": _names(
            "outcome|renewal outcome|outcome type|ergebnis|renewal result",
            "type|event type|kind|event|result|status",
        ),
        "arr_change": _names(
            "arr change|change in arr|arr delta|churned arr|lost arr|arr lost|delta arr"
            "|churned amount|arr veranderung|mrr change|lost mrr|churned mrr|mrr lost",
            "amount|value",
        ),
        "reason": _names(
            "reason|reason code|churn reason|cancellation reason|loss reason|lost reason|grund"
            "|kundigungsgrund|raison|motif|motivo|cancel reason|churn reason code"
            "|motif resiliation"
            "|closed lost reason|churn category",
            "feedback text|comment|notes|feedback",
        ),
    },
}
"""Names by table and column. Account and contact references stand in ACCOUNT and CONTACT; the ids
and names of accounts and contacts themselves in OWN."""

OWN: Mapping[str, Mapping[str, Names]] = {
    "accounts": {
        "account_id": Names(
            ACCOUNT[0].strong,
            (
                "id",
                "record id",
                "gsid",
                "key",
                "nr",
                "number",
                "uuid",
                "ofid",
                "code",
                "external id",
                "nummer",
                "no",
                "numero",
            ),
        ),
        "name": Names(
            ACCOUNT[1].strong,
            (*ACCOUNT[1].weak, "name", "title", "bezeichnung", "nom", "nombre", "display name"),
        ),
    },
    "contacts": {
        "contact_id": Names(
            (*CONTACT[0].strong, "record id"),
            ("id", "gsid", "key", "uuid", "number", "rec id", "nr"),
        ),
    },
}

CHURNED = _names(
    "churn|churned|churn flag|is churned|has churned|churn status|abgewandert|gekundigt|resilie"
    "|exited|attrition|is lost|customer lost|is churn",
    "lost|left|cancelled|canceled",
)
"""Names of flags that say that an account left."""
