"""A saved search, as it is kept and as it is shown."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args
from urllib.parse import urlsplit

from alerts.errors import BadAlert
from alerts.parameters import Saved, read_parameters

Every = Literal["run", "day", "week"]
MAX_NAME_CHARS: Final = 200
MAX_ADDRESSES: Final = 100
SECRET_PREFIX: Final = "whsec_"  # noqa: S105
ID_PATTERN: Final = r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?"

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_FIELDS = frozenset(("id", "name", "query", "created", "webhook", "mail"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where new articles are posted to, and the secret by which the posts are signed."""

    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Who gets new articles by mail, after each run or in one mail a day or week."""

    to: tuple[str, ...]
    every: Every = "run"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search under a name; `created` is an ISO 8601 instant in UTC."""

    id: str
    name: str
    parameters: Saved
    created: str
    webhook: Webhook | None = None
    mail: Mail | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, the secret among them; `read_search` reads them back."""
        values: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "query": {
                name: list(found) if len(found) > 1 else found[0]
                for name, found in self.parameters.items()
            },
            "created": self.created,
        }
        if self.webhook is not None:
            values["webhook"] = {"url": self.webhook.url, "secret": self.webhook.secret}
        if self.mail is not None:
            values["mail"] = {"to": list(self.mail.to), "every": self.mail.every}
        return values


def new_secret() -> str:
    """A secret for signing, as Standard Webhooks writes it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def secret_bytes(secret: str) -> bytes:
    """The key in a secret. Raises ValueError."""
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    if not secret.startswith(SECRET_PREFIX) or not 24 <= len(key) <= 64:
        raise ValueError("not of 24 to 64 bytes")
    return key


def read_search(given: Any) -> SavedSearch:
    """A saved search from JSON values. Raises BadAlert, naming everything that is wrong."""
    if not isinstance(given, Mapping):
        raise BadAlert([("alert", "Give an object.")])
    errors = [(str(name), "Unknown.") for name in given if name not in _FIELDS]
    name = given.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME_CHARS:
        errors.append(("name", f"Give text of 1 to {MAX_NAME_CHARS} characters."))
    key = given.get("id")
    if not isinstance(key, str) or not re.fullmatch(ID_PATTERN, key):
        errors.append(("id", "Give letters a to z, digits and -, at most 60."))
    parameters: Saved = {}
    try:
        parameters = read_parameters(given.get("query", {}))
    except BadAlert as error:
        errors += error.errors
    webhook = mail = None
    try:
        webhook = _webhook(given.get("webhook"))
    except BadAlert as error:
        errors += error.errors
    try:
        mail = _mail(given.get("mail"))
    except BadAlert as error:
        errors += error.errors
    if errors:
        raise BadAlert(errors)
    return SavedSearch(
        id=str(key),
        name=" ".join(str(name).split()),
        parameters=parameters,
        created=str(given.get("created", "")),
        webhook=webhook,
        mail=mail,
    )


def _webhook(given: Any) -> Webhook | None:
    if given is None:
        return None
    if not isinstance(given, Mapping) or not set(given) <= {"url", "secret"}:
        raise BadAlert([("webhook", "Give an object of url and secret.")])
    errors = []
    url, secret = given.get("url"), given.get("secret")
    wrong = what_is_wrong_with(url) if isinstance(url, str) else "Give an address."
    if wrong is not None:
        errors.append(("webhook.url", wrong))
    try:
        secret_bytes(secret if isinstance(secret, str) else "")
    except ValueError:
        message = f"Give {SECRET_PREFIX} and base64 of 24 to 64 bytes, or leave it out."
        errors.append(("webhook.secret", message))
    if errors:
        raise BadAlert(errors)
    return Webhook(url=str(url), secret=str(secret))


def what_is_wrong_with(url: str) -> str | None:
    """Why nothing can be posted to an address, None where it can."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "It is not an address."
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "Give an address that begins with https:// or http://."
    if parts.username is not None or parts.password is not None:
        return "Leave user and password out: the signature says who posts."
    if port == 0 or len(url) > 2000 or not url.isascii() or re.search(r"[\x00-\x20\x7f\\]", url):
        return "Give an address without spaces, of at most 2000 ASCII characters."
    return None


def _mail(given: Any) -> Mail | None:
    if given is None:
        return None
    if not isinstance(given, Mapping) or not set(given) <= {"to", "every"}:
        raise BadAlert([("mail", "Give an object of to and every.")])
    errors = []
    to = given.get("to")
    listed = [to] if isinstance(to, str) else to
    every = given.get("every", "run")
    if not isinstance(listed, list | tuple) or not 1 <= len(listed) <= MAX_ADDRESSES:
        errors.append(("mail.to", f"Give 1 to {MAX_ADDRESSES} addresses."))
    elif bad := [str(a)[:80] for a in listed if not isinstance(a, str) or not is_address(a)]:
        errors.append(("mail.to", f"Not an address: {', '.join(bad)}."))
    if every not in get_args(Every):
        errors.append(("mail.every", f"Give one of {', '.join(get_args(Every))}."))
    if errors:
        raise BadAlert(errors)
    assert isinstance(listed, list | tuple)
    return Mail(to=tuple(dict.fromkeys(listed)), every=every)


def is_address(text: str) -> bool:
    """Whether a text is the address of a mailbox, as browsers see it."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None
