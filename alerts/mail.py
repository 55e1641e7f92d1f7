"""Writes a message as mail, in plain text and HTML, and sends it."""

from __future__ import annotations

import datetime
import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import Final

from alerts.errors import NotDelivered
from alerts.ledger import Item, Message
from alerts.model import SavedSearch
from search_index.settings import Settings

TIMEOUT_S: Final = 30.0
_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur", "ps", "sd", "ckb", "yi", "dv"})
_STYLE: Final = "font-family:system-ui,sans-serif;line-height:1.5;max-width:40em"


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where a mail leads: the archive, and the end of the subscription."""

    site: str
    unsubscribe: str


def compose(
    message: Message, search: SavedSearch, links: Links, *, sender: str, archive: str
) -> EmailMessage:
    """The mail of a message."""
    count = len(message.items)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(_line(archive), addr_spec=sender)
    mail["To"] = Address(addr_spec=message.target)
    mail["Subject"] = _line(f"{search.name}: {count} new" if count > 1 else f"{search.name}: 1 new")
    mail["Date"] = format_datetime(datetime.datetime.fromtimestamp(message.created, datetime.UTC))
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Unsubscribe"] = f"<{links.unsubscribe}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(_text(message, search, links, archive=archive))
    mail.add_alternative(_html(message, search, links, archive=archive), subtype="html")
    return mail


def send(mail: EmailMessage, settings: Settings) -> None:
    """Hand a mail to the server that the settings name. Raises NotDelivered."""
    host, port = settings.smtp_host, settings.smtp_port
    context = ssl.create_default_context()
    try:
        connection: smtplib.SMTP
        if settings.smtp_security == "tls":
            connection = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
        else:
            connection = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
        with connection:
            if settings.smtp_security == "starttls":
                connection.starttls(context=context)
            if settings.smtp_user:
                connection.login(settings.smtp_user, settings.smtp_password or "")
            connection.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = ", ".join(str(code) for code, _ in error.recipients.values())
        raise NotDelivered(f"{host} refuses the address ({codes}).", for_all=False) from None
    except smtplib.SMTPResponseException as error:
        is_login = isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError)
        raise NotDelivered(f"{host} answers {error.smtp_code}.", for_all=is_login) from None
    except (OSError, smtplib.SMTPException) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise NotDelivered(
            f"The mail server {host}:{port} cannot be used: {reason or type(error).__name__}."
        ) from None


def _text(message: Message, search: SavedSearch, links: Links, *, archive: str) -> str:
    parts = [f"New in {archive} for “{search.name}”:\n"]
    for item in message.items:
        facts = " · ".join(fact for fact in (item.date, item.outlet) if fact)
        rows = [item.title or "(no title)", facts, item.excerpt, _address(item, links)]
        parts.append("\n".join(row for row in rows if row) + "\n")
    parts.append(f"-- \nNo more mails of this search: {links.unsubscribe}\n")
    return "\n".join(parts)


def _html(message: Message, search: SavedSearch, links: Links, *, archive: str) -> str:
    rows = []
    for item in message.items:
        facts = " · ".join(escape(fact) for fact in (item.date, item.outlet) if fact)
        direction = "rtl" if item.language in _RIGHT_TO_LEFT else "ltr"
        rows.append(
            f'<div dir="{direction}" lang="{escape(item.language)}">'
            f'<h2 style="font-size:1.1em;margin:1.5em 0 0">'
            f'<a href="{escape(_address(item, links))}">'
            f"{escape(item.title or '(no title)')}</a></h2>"
            f'<p style="margin:0;color:#555"><small>{facts}</small></p>'
            f'<p style="margin:.3em 0">{escape(item.excerpt)}</p></div>'
        )
    return (
        f'<!doctype html><html><head><meta charset="utf-8"></head><body style="{_STYLE}">'
        f"<p>New in {escape(archive)} for “{escape(search.name)}”:</p>{''.join(rows)}"
        f'<hr><p><small><a href="{escape(links.unsubscribe)}">No more mails of this search'
        "</a></small></p></body></html>\n"
    )


def _address(item: Item, links: Links) -> str:
    return f"{links.site}/articles/{item.id}"


def _line(text: str) -> str:
    """A text that fits into a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:150]
