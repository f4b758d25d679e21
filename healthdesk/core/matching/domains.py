"""Internet domains of companies: out of addresses and links, without those that anyone may use."""

from __future__ import annotations

import re
from functools import lru_cache

_HOST = re.compile(r"[^\s@/:.,;]+(?:\.[^\s@/:.,;]+)+\.?\Z")

_WITH_COUNTRY = """
gmail googlemail outlook hotmail live msn yahoo ymail rocketmail aol icloud me mac gmx web
t-online freenet arcor mail inbox protonmail proton pm tutanota tutamail zoho fastmail hushmail
yandex ya rambler bk list qq 163 126 yeah sina foxmail naver daum hanmail kakao orange wanadoo
free laposte sfr neuf bbox libero virgilio alice tiscali tin uol bol terra ig telefonica
comcast verizon att sbcglobal bellsouth cox charter earthlink juno btinternet virginmedia sky
talktalk ntlworld blueyonder bigpond optusnet telstra xtra rediffmail seznam centrum post wp o2
onet interia bluewin sunrise telenet skynet planet ziggo kpnmail hetnet xs4all telia bredband
online chello aon a1 duck hey posteo mailbox
"""
PUBLIC = frozenset(_WITH_COUNTRY.split())
"""First labels of mail providers open to anyone: gmail.com and yahoo.co.uk say nothing."""
_OTHERS = frozenset(
    (
        *("web.de", "mail.ru", "mail.com", "post.cz", "list.ru", "bk.ru", "ya.ru", "me.com"),
        *("mac.com", "free.fr", "sky.com", "live.com", "o2.pl", "wp.pl", "online.no", "pm.me"),
        *("inbox.lv", "inbox.com", "a1.net", "web.com", "mailbox.org", "hey.com", "duck.com"),
        *("att.net", "cox.net", "charter.net", "ig.com.br", "bol.com.br", "uol.com.br"),
        *("terra.com.br", "terra.es", "sina.com", "sina.cn", "yeah.net", "alice.it", "tin.it"),
        *("orange.fr", "orange.net", "planet.nl", "telia.com", "sunrise.ch", "aon.at"),
        *("centrum.cz", "post.com", "gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch"),
    )
)
_AMBIGUOUS = frozenset(
    (
        *(
            "web",
            "mail",
            "post",
            "list",
            "bk",
            "ya",
            "me",
            "mac",
            "free",
            "sky",
            "live",
            "o2",
            "wp",
        ),
        *("online", "pm", "inbox", "a1", "mailbox", "hey", "duck", "att", "cox", "charter", "ig"),
        *("bol", "uol", "terra", "sina", "yeah", "alice", "tin", "orange", "planet", "telia"),
        *("sunrise", "aon", "centrum"),
    )
)
"""Words that companies are called by as well: only the very domains above are public."""
_SECOND = frozenset(
    ("co", "com", "net", "org", "ac", "gov", "edu", "or", "ne", "go", "gob", "gouv", "ltd", "plc")
)
"""Labels under which countries give names: acme.co.uk, acme.com.au."""
_HOSTING = frozenset(
    (
        *("github.io", "gitlab.io", "herokuapp.com", "netlify.app", "vercel.app", "pages.dev"),
        *("wordpress.com", "blogspot.com", "myshopify.com", "wixsite.com", "weebly.com"),
        *("squarespace.com", "webflow.io", "azurewebsites.net", "cloudfront.net", "web.app"),
        *("firebaseapp.com", "onmicrosoft.com", "zendesk.com", "force.com", "sharepoint.com"),
    )
)
"""Names under which anyone may have a name of his own."""


@lru_cache(maxsize=65_536)
def host(text: str) -> str:
    """The domain in an address, a link or by itself, without "www."; "" when there is none."""
    text = text.strip().strip("<>").casefold()
    if text.startswith("mailto:"):
        text = text[7:]
    if "://" in text:
        text = text.split("://", 1)[1]
    text = re.split(r"[/?#]", text, maxsplit=1)[0]
    text = text.rpartition("@")[2].split(":", 1)[0].rstrip(".>")
    for front in ("www.", "www2.", "mail."):
        if text.startswith(front) and text.count(".") > 1:
            text = text[len(front) :]
    if not _HOST.match(text) or text.replace(".", "").isdigit():
        return ""
    return text


def registered(name: str) -> str:
    """What of a domain its owner registered: "acme.co.uk" of "shop.acme.co.uk"."""
    labels = name.split(".")
    count = 2
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND:
        count = 3
    if len(labels) > 2 and ".".join(labels[-2:]) in _HOSTING:
        count = 3
    return ".".join(labels[-count:])


def is_public(name: str) -> bool:
    """Whether anyone can have an address there, so that it tells nothing of the company."""
    owned = registered(name)
    label = owned.split(".")[0]
    if owned in _OTHERS or owned in _HOSTING:
        return True
    return label in PUBLIC and label not in _AMBIGUOUS


def of_company(text: str) -> str:
    """The domain that says which company an address or a link belongs to; "" when none does."""
    name = host(text)
    return "" if not name or is_public(name) else name


def upwards(name: str) -> tuple[str, ...]:
    """A domain and those above it, down to what was registered."""
    owned = registered(name)
    out = [name]
    while name != owned:
        name = name.split(".", 1)[1]
        out.append(name)
    return tuple(out)
