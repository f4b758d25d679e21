"""What can be an address of electronic mail, and what never goes into a header or a link.

Stricter than the standards: quoted names, comments and lists of addresses are refused, since each
of them is a way to smuggle something in.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

MOST_ADDRESS: Final = 254
MOST_SUBJECT: Final = 300
MOST_LINK: Final = 1_900
"""Letters of a mailto: link that every system takes."""
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u00a1-\uffff-]{1,64}"
    r"@[A-Za-z0-9\u00a1-\uffff](?:[A-Za-z0-9.\u00a1-\uffff-]{0,251}[A-Za-z0-9\u00a1-\uffff])?"
)


def address_fault(address: str) -> str:
    """Why a text cannot be an address, a sentence; "" where it can.

    >>> address_fault("dana@aldermoor.example")
    ''
    >>> address_fault("dana@aldermoor.example, eve@evil.example")
    'An address has no blanks, commas or brackets.'
    """
    if not address:
        return "There is no address."
    if any(not sign.isprintable() for sign in address):
        return "An address has no line breaks or hidden signs."
    if any(sign in ' \t,;:<>()[]\\"' or sign.isspace() for sign in address):
        return "An address has no blanks, commas or brackets."
    if len(address) > MOST_ADDRESS:
        return f"An address has at most {MOST_ADDRESS} letters."
    local, _, host = address.rpartition("@")
    dots = local.startswith(".") or local.endswith(".") or ".." in address
    if dots or "." not in host or _ADDRESS.fullmatch(address) is None:
        return "An address reads name@company.example."
    return ""


def line_fault(line: str, what: str) -> str:
    """Why a text cannot stand in a header; "" where it can."""
    if any(sign in line for sign in "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"):
        return f"{what} has no line breaks."
    if any(not sign.isprintable() for sign in line):
        return f"{what} has no hidden signs."
    if len(line) > MOST_SUBJECT:
        return f"{what} has at most {MOST_SUBJECT} letters."
    return ""


def mail_link(addresses: tuple[str, ...], subject: str, body: str) -> str:
    r"""A mailto: link; everything but the plainest letters is quoted.

    >>> mail_link(("a&cc=b@c.example",), "Hi", "One\nTwo")
    'mailto:a%26cc%3Db@c.example?subject=Hi&body=One%0D%0ATwo'
    """
    to = ",".join(quote(one, safe="@") for one in addresses)
    lines = body.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    asked = [("subject", subject), ("body", lines)]
    told = "&".join(f"{name}={quote(value, safe='')}" for name, value in asked if value)
    return f"mailto:{to}{'?' if told else ''}{told}"
