"""Who may work at the desk: `desk/users.json` in the folder of the index.

Passwords are kept as scrypt hashes, salted, made and checked by Werkzeug, which Flask brings: no
library more, and the format carries its parameters, so that they can be raised later. Tokens of
the API are 32 random bytes; nothing slower than SHA-256 is needed for them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from werkzeug.security import check_password_hash, generate_password_hash

from search_index.engines.checks import with_check, without_check
from search_index.engines.files import write_atomically
from search_index.errors import ClippingsError

Role = Literal["reader", "curator"]
ROLES: Final[tuple[Role, ...]] = ("reader", "curator")
"""Each may do what those before it may: read the desk, correct at it."""

FOLDER: Final = "desk"
FILE_NAME: Final = "users.json"
KEY_NAME: Final = "key"
LEAST_PASSWORD_CHARS: Final = 10
MOST_PASSWORD_CHARS: Final = 1024
LOCK_S: Final = 10.0
TOKEN_PREFIX: Final = "clp_"  # noqa: S105 (how a token begins, none itself)

_NAME: Final = re.compile(r"[\w.@+-]{1,64}")


class UsersUnusable(ClippingsError):
    """The file of users cannot be read or written."""


class BadUser(ClippingsError):
    """A user that cannot be added or changed; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may log in. `stamp` changes with password and role: it ends old sessions."""

    name: str
    role: Role
    password: str = field(repr=False)
    stamp: str = field(repr=False)
    tokens: tuple[str, ...] = field(default=(), repr=False)

    def may(self, role: Role) -> bool:
        """Whether the user may do what that role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Users:
    """The file in the folder of an index; safe between processes."""

    def __init__(self, index_dir: Path) -> None:
        self.folder = index_dir / FOLDER
        self.path = self.folder / FILE_NAME

    def load(self) -> tuple[User, ...]:
        """Everybody in the file. Raises UsersUnusable, naming what is wrong with it."""
        try:
            found = json.loads(self.path.read_text("utf-8"))
            found = without_check(found) if isinstance(found, dict) else found
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, RecursionError) as error:
            raise UsersUnusable(f"{self.path} cannot be read ({error}): mend it.") from None
        entries = found.get("users") if isinstance(found, dict) else None
        if not isinstance(entries, list):
            raise UsersUnusable(f'{self.path}: give an object as {{"users": […]}}.')
        return tuple(self._user(entry, number) for number, entry in enumerate(entries, 1))

    def find(self, name: str) -> User | None:
        """The user of a name."""
        return next((user for user in self.load() if user.name == name), None)

    def with_password(self, name: str, password: str) -> User | None:
        """The user of that name and password; as slow for a name that nobody has."""
        user = self.find(name)
        known = user.password if user is not None else _nobody()
        fits = check_password_hash(known, password[:MOST_PASSWORD_CHARS])
        return user if fits else None

    def with_token(self, token: str) -> User | None:
        """The user of a token of the API."""
        if not token.startswith(TOKEN_PREFIX):
            return None
        wanted = _digest(token)
        found = None
        for user in self.load():
            if any(hmac.compare_digest(wanted, each) for each in user.tokens):
                found = user
        return found

    def put(self, name: str, *, role: Role, password: str) -> User:
        """Add a user, or give one a new role and password. Raises BadUser, UsersUnusable."""
        if not _NAME.fullmatch(name):
            raise BadUser(
                f"{name!r} is not a name that can be used: give 1 to 64 letters, digits, . @ + - _."
            )
        if role not in ROLES:
            raise BadUser(f"{role!r} is not a role: give reader or curator.")
        if not LEAST_PASSWORD_CHARS <= len(password) <= MOST_PASSWORD_CHARS:
            raise BadUser(
                f"The password has {len(password)} characters: give {LEAST_PASSWORD_CHARS} to "
                f"{MOST_PASSWORD_CHARS:,}."
            )
        user = User(
            name=name,
            role=role,
            password=generate_password_hash(password),
            stamp=secrets.token_hex(8),
        )
        with self._changing() as users:
            users[name] = user
        return user

    def remove(self, name: str) -> bool:
        """Forget a user: sessions and tokens end at once. Whether there was one."""
        with self._changing() as users:
            return users.pop(name, None) is not None

    def new_token(self, name: str) -> str:
        """A token for the API; it is not kept and cannot be shown again. Raises BadUser."""
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        with self._changing() as users:
            if name not in users:
                raise BadUser(f"There is no user {name!r}.")
            users[name] = replace(users[name], tokens=(*users[name].tokens, _digest(token)))
        return token

    def key(self) -> bytes:
        """What sessions are signed with; made when first asked for. Raises UsersUnusable."""
        path = self.folder / KEY_NAME
        if not path.exists():
            with self._locked():
                if not path.exists():
                    write_atomically(path, secrets.token_hex(32).encode() + b"\n", private=True)
        try:
            key = bytes.fromhex(path.read_text("ascii").strip())
        except (OSError, ValueError):
            key = b""
        if len(key) < 32:
            raise UsersUnusable(f"{path} is damaged: remove it; everybody has to log in again.")
        return key

    def _user(self, entry: Any, number: int) -> User:
        texts = ("name", "role", "password", "stamp")
        if not isinstance(entry, dict) or not all(isinstance(entry.get(t), str) for t in texts):
            raise UsersUnusable(f"{self.path}: entry {number} lacks one of {', '.join(texts)}.")
        if entry["role"] not in ROLES:
            raise UsersUnusable(
                f"{self.path}: {entry['name']!r} has the role {entry['role']!r}: give reader or "
                "curator."
            )
        tokens = entry.get("tokens", [])
        if not isinstance(tokens, list) or not all(isinstance(each, str) for each in tokens):
            raise UsersUnusable(f"{self.path}: the tokens of {entry['name']!r} are not texts.")
        return User(**{text: entry[text] for text in texts}, tokens=tuple(tokens))

    @contextmanager
    def _changing(self) -> Iterator[dict[str, User]]:
        with self._locked():
            users = {user.name: user for user in self.load()}
            yield users
            values = with_check({"users": [asdict(user) for user in users.values()]})
            text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
            write_atomically(self.path, text.encode(), private=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # what only reads does not need it

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "users.lock", timeout=LOCK_S):
                yield
        except Timeout:
            raise UsersUnusable(f"{self.path} is being written by another process.") from None
        except OSError as error:
            raise UsersUnusable(f"{self.folder} cannot be written ({error.strerror}).") from None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@cache
def _nobody() -> str:
    return generate_password_hash(secrets.token_hex(16))
