"""Talks with the mail server: hands over what waits, one message after another, each once.

Asked for by a person; runs on a thread of its own. A server that cannot be reached leaves all as
it is. Where the line breaks after a message's words went out and before the answer came, nobody
knows whether it arrived: that message is unsure and never sent again by itself.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Final

from healthdesk.core.domain.errors import Cancelled
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.sending import (
    Answer,
    Letter,
    MailServer,
    Sent,
    of_recipients,
    verdict_of,
)
from healthdesk.core.services import passwords, sending

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk

ORIGIN: Final = "mail server"
TIMEOUT: Final = 20.0
"""Seconds after which a server that says nothing is given up."""
_AT_ONE_GO: Final = "messages sent"
"""All that is sent at one go is one step of undo."""
_MOST_WORDS: Final = 300
_WANTS_UTF8: Final = "This address has letters that the mail server does not take."


def send_waiting(
    desk: Desk, server: MailServer, password: str = "", progress: Progress = NOBODY
) -> Sent:
    """Hand over every message that waits; what came of each is noted before the next is begun."""
    desk.do(sending.sweep, origin=ORIGIN)
    queue = desk.read(sending.waiting)
    told = Sent(waiting=len(queue))
    if not queue:
        return told
    try:
        line = _open(server, password)
    except smtplib.SMTPAuthenticationError as error:
        words = passwords.without(_words(error.smtp_error), password)
        return replace(
            told, trouble=f"The mail server refused the password: {words}", password=True
        )
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return replace(told, trouble=passwords.without(_reason(server, error), password))
    try:
        told = _hand_over(desk, line, queue, told, progress)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
    return replace(told, waiting=len(desk.read(sending.waiting)))


def check(server: MailServer, password: str = "") -> str:
    """Try whether the server lets one in, without sending anything; "" = it does, else why not."""
    try:
        line = _open(server, password)
    except smtplib.SMTPAuthenticationError as error:
        words = passwords.without(_words(error.smtp_error), password)
        return f"The mail server refused the password: {words}"
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return passwords.without(_reason(server, error), password)
    with suppress(OSError, smtplib.SMTPException):
        line.quit()
    return ""


def _hand_over(
    desk: Desk, line: smtplib.SMTP, queue: tuple[int, ...], told: Sent, progress: Progress
) -> Sent:
    for at, message in enumerate(queue):
        try:
            progress.step(at, len(queue), "Sending")
        except Cancelled:
            return told
        letter = desk.do(sending.begin, message, origin=ORIGIN)
        if letter is None:
            continue
        answer, broken = _deliver(line, letter)
        desk.do(sending.answered, message, answer, origin=ORIGIN, together=_AT_ONE_GO)
        told = _counted(told, message, answer)
        if broken:
            return replace(told, trouble="The line to the mail server broke.")
    return told


def _counted(told: Sent, message: int, answer: Answer) -> Sent:
    if answer.verdict == "sent":
        return replace(told, sent=told.sent + 1)
    if answer.verdict == "unsure":
        return replace(told, unsure=(*told.unsure, message))
    line = ((message, answer.words),)
    if answer.verdict == "later":
        return replace(told, later=told.later + line)
    return replace(told, refused=told.refused + line)


def _open(server: MailServer, password: str) -> smtplib.SMTP:
    context = _context()
    line: smtplib.SMTP
    if server.security == "tls":
        line = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        line.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            line.starttls(context=context)
            line.ehlo_or_helo_if_needed()
        if server.user:
            line.login(server.user, password)
    except BaseException:
        line.close()
        raise
    return line


def _context() -> ssl.SSLContext:
    """Certificates as the system trusts them, those of a company's own proxy too."""
    made: ssl.SSLContext = import_module("truststore").SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return made


def _deliver(line: smtplib.SMTP, letter: Letter) -> tuple[Answer, bool]:
    """Hand over one message; the answer, and whether the line is broken."""
    gone = False
    try:
        early = _envelope(line, letter)
        if isinstance(early, Answer):
            line.rset()
            return early, False
        gone = True
        code, words = line.data(letter.content)
    except smtplib.SMTPDataError as error:
        # The server would not even take the words.
        return Answer(verdict_of(error.smtp_code), _words(error.smtp_error)), False
    except (OSError, smtplib.SMTPException) as error:
        kind = "unsure" if gone else "later"
        return Answer(kind, str(error)[:_MOST_WORDS] or "The line broke."), True  # type: ignore[arg-type]
    if code // 100 == 2:
        return Answer("sent", "", early), False
    return Answer(verdict_of(code), f"{code} {_words(words)}"), False


def _envelope(line: smtplib.SMTP, letter: Letter) -> Answer | tuple[tuple[str, str], ...]:
    """Name sender and recipients; the ones not taken, or an answer where none was."""
    wide = not all(one.isascii() for one in (letter.sender, *letter.to))
    if wide and not line.has_extn("smtputf8"):
        return Answer("refused", _WANTS_UTF8)
    options = ["SMTPUTF8", "BODY=8BITMIME"] if wide else []
    code, words = line.mail(letter.sender, options)
    if code // 100 != 2:
        return Answer(verdict_of(code), f"{code} {_words(words)}")
    refused: dict[str, tuple[int, str]] = {}
    for address in letter.to:
        code, words = line.rcpt(address)
        if code // 100 != 2:
            refused[address] = (code, f"{code} {_words(words)}")
    none = of_recipients(refused, len(letter.to))
    if none is not None:
        return none
    return tuple((address, said) for address, (_, said) in sorted(refused.items()))


def _words(said: bytes | str) -> str:
    told = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(told.split())[:_MOST_WORDS]


def _reason(server: MailServer, error: Exception) -> str:
    """Why nobody could be reached, in a sentence."""
    if isinstance(error, ssl.SSLError):
        return f"{server.host} could not be trusted: {_words(str(error))}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"{server.host} does not offer what the settings ask for: {_words(str(error))}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{server.host} answered {error.smtp_code} {_words(error.smtp_error)}"
    return f"{server.host} cannot be reached now; the messages wait."
