"""Reads a saved mail (.eml) as a touchpoint to confirm; what is odd in it becomes a sentence.

Nothing in a mail is run, fetched or shown as markup. Not here: who confirms (services/brought.py).
"""

from __future__ import annotations

import email
import hashlib
import html
import re
from collections.abc import Iterator
from datetime import UTC
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from healthdesk.core.domain.brought import Brought, Reader, one_line, prose
from healthdesk.core.domain.touch import TouchDraft

PARTS: Final = 200
"""Parts of a mail that are looked at."""
BOUNDARIES: Final = 300
"""Parts within parts from which a mail is not read: reading takes the square of their number."""
_HTML: Final = 1_000_000
"""Bytes of a formatted mail whose words are taken."""
_HEADER: Final = 20_000
_SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript"})
_TAG: Final = re.compile(r"<(/?)([a-z!?][a-z0-9]{0,15})")
_BREAKS: Final = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote"})


def read(name: str, content: bytes, reader: Reader) -> Brought:
    """The touchpoint that a mail is."""
    if content.lower().count(b"boundary=") > BOUNDARIES:
        return Brought(name, refused=f"{name} holds too many parts within parts to be a mail.")
    try:
        message = email.message_from_bytes(content)
        return _read(name, content, message, reader)
    except (RecursionError, MessageError, ValueError, LookupError, AssertionError):
        return Brought(name, refused=f"{name} cannot be read as a mail. Log the touch by hand.")


def _read(name: str, content: bytes, message: Message, reader: Reader) -> Brought:
    if not any(message[one] for one in ("From", "To", "Subject", "Date", "Message-ID")):
        return Brought(name, refused=f"{name} is no mail: it has no sender, subject or date.")
    notes: list[str] = []
    senders = _addresses(message, "From")
    others = _addresses(message, "To", "Cc")
    day, at = _day(message, reader, notes)
    words = _words(message, notes)
    body, cut = prose(words)
    if cut:
        notes.append("Only the beginning of the words is taken.")
    inbound = reader.who(senders)
    people = reader.who([*senders, *others])
    if not people:
        notes.append("Nobody in it is a contact of this account.")
    mark = message["Message-ID"] or content
    direction = "inbound" if inbound else "outbound" if people else ""
    draft = TouchDraft(
        reader.account_id,
        "email",
        direction,
        day,
        one_line(_header(message, "Subject")),
        body,
        people,
        at=at,
        mark=f"mail-{_digest(mark)}",
    )
    return Brought(name, draft, tuple(notes))


def _header(message: Message, name: str) -> str:
    told = str(message.get(name, ""))[:_HEADER]
    try:
        return str(make_header(decode_header(told)))
    except (MessageError, ValueError, LookupError):
        return told


def _addresses(message: Message, *names: str) -> list[str]:
    told = [str(one)[:_HEADER] for name in names for one in message.get_all(name, [])]
    return [address for _, address in getaddresses(told) if address]


def _day(message: Message, reader: Reader, notes: list[str]) -> tuple[int, str | None]:
    """The day of a mail; where it has none that can be, today is proposed."""
    try:
        told = parsedate_to_datetime(str(message.get("Date", ""))[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        told = None
    if told is None:
        notes.append("It has no date that can be read; today is proposed.")
        return reader.today, None
    instant = told if told.tzinfo is not None else told.replace(tzinfo=UTC)
    try:
        day, at = reader.day_of(instant)
    except (OverflowError, ValueError):
        notes.append("Its date is in no calendar; today is proposed.")
        return reader.today, None
    if day > reader.today:
        notes.append("Its date lies in the future; today is proposed.")
        return reader.today, None
    return day, at


def _words(message: Message, notes: list[str]) -> str:
    """The plain words of a mail; formatted ones without their format where there are no others."""
    plain, formatted = "", ""
    for part in _parts(message, notes):
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment":
            continue
        if kind == "text/plain" and not plain:
            plain = _text(part, notes)
        elif kind == "text/html" and not formatted:
            formatted = _text(part, notes)
    if plain.strip():
        return plain
    return strip_html(formatted[:_HTML]) if formatted else ""


def _parts(message: Message, notes: list[str]) -> Iterator[Message]:
    """The parts of a mail without those of mails within it, each level in its order."""
    waiting, seen = [message], 0
    while waiting:
        part = waiting.pop(0)
        seen += 1
        if seen > PARTS:
            notes.append("It has very many parts; not all were looked at.")
            return
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list):
            if part.get_content_type() != "message/rfc822":
                waiting = [*(one for one in inner if isinstance(one, Message)), *waiting]
        else:
            yield part


def _text(part: Message, notes: list[str]) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset)
    except (LookupError, UnicodeDecodeError, ValueError):
        notes.append("Some letters could not be read and are marked.")
        return content.decode("utf-8", "replace")


def strip_html(text: str) -> str:
    r"""The words of a formatted text, blocks on lines of their own; no tag is left.

    One pass from left to right: what never ends in a hostile text ends the reading of it.

    >>> strip_html("<p>Hello <b>Ada</b></p><script>x()</script><p>Bye</p>")
    'Hello Ada\n\nBye'
    """
    told: list[str] = []
    small = text.lower()
    at = 0
    while 0 <= at < len(text):
        opened = text.find("<", at)
        told.append(text[at : opened if opened >= 0 else len(text)].replace("\n", " "))
        if opened < 0:
            break
        if text.startswith("<!--", opened):
            at = _after(text, "-->", opened + 4)
            continue
        tag = _TAG.match(small, opened)
        if tag is None:
            told.append("<")
            at = opened + 1
            continue
        at = _after(text, ">", opened)
        name = tag[2]
        if name in _BREAKS:
            told.append("\n")
        elif name in _SILENT and not tag[1] and at >= 0:
            at = small.find(f"</{name}", at)
    lines = [" ".join(html.unescape(line).split()) for line in "".join(told).split("\n")]
    words, _ = prose("\n".join(lines))
    return words


def _after(text: str, what: str, start: int) -> int:
    """The place behind the next `what`, -1 where there is none."""
    at = text.find(what, start)
    return at if at < 0 else at + len(what)


def _digest(mark: str | bytes) -> str:
    told = mark if isinstance(mark, bytes) else str(mark).strip().encode("utf-8", "replace")
    return hashlib.sha256(told).hexdigest()[:16]


def looks_like_mail(content: bytes) -> bool:
    """Whether a text begins as a mail does: lines of headers, a known one among them."""
    head = content[:4_000].lstrip().split(b"\n\n", 1)[0].lower()
    names = {line.split(b":", 1)[0].strip() for line in head.splitlines() if b":" in line}
    known = {b"from", b"to", b"subject", b"date", b"message-id", b"received", b"return-path"}
    return len(names & known) >= 2
