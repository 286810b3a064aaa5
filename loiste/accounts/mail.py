"""Mail: a text and a page of it, in the reader's language, through the server that LOISTE_SMTP_URL names."""

import logging
import threading
from collections.abc import Mapping
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

log = logging.getLogger(__name__)


class NotSent(Exception):
    """The server for mail would not take it; the text says why, without its password."""


def written(to: str, template: str, context: Mapping[str, object], language: str) -> EmailMultiAlternatives:
    """The mail of `mail/TEMPLATE.txt` (its first line is the subject) and `mail/TEMPLATE.html`."""
    with translation.override(language):
        subject, _, body = render_to_string(f"mail/{template}.txt", dict(context)).strip().partition("\n")
        page = render_to_string(f"mail/{template}.html", dict(context) | {"language": language})
    mail = EmailMultiAlternatives(subject.strip(), body.strip() + "\n", to=[to])
    mail.attach_alternative(page, "text/html")
    return mail


def plain(to: str, template: str, context: Mapping[str, object], *, name: str) -> EmailMessage:
    """The mail of `mail/TEMPLATE.txt` alone, in the active language. `name` makes its Message-ID, so that servers and
    mail programs know it again should it be sent twice."""
    subject, _, body = render_to_string(f"mail/{template}.txt", dict(context)).strip().partition("\n")
    host = urlsplit(settings.LOISTE_URL).hostname or "localhost"
    heads = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to], headers=heads)


def send(mail: EmailMessage) -> None:
    """Sends it now; NotSent when that fails, or when no mail is set."""
    if not settings.MAIL_SET:
        raise NotSent("LOISTE_SMTP_URL")
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        raise NotSent(f"{settings.EMAIL_HOST}: {type(error).__name__}") from error


def send_later(mail: EmailMultiAlternatives) -> None:
    """Sends it beside the request, so that how long the answer takes says nothing; a failure goes to the log."""

    def go() -> None:
        try:
            send(mail)
        except NotSent as error:
            log.error("mail not sent: %s", error)

    threading.Thread(target=go).start()
