"""API keys: who may ask what, until when, and how many characters of text an hour.

A key is `dl_`, eight characters by which it is known (its id), `_`, and 256 random bits in letters, digits, - and _. It is
shown once, to whoever makes it: only its SHA-256 is kept, which is enough for a secret that nobody can guess. A leaked key is
known by how it begins, and by its id which one it is.

A budget is a bucket (the generic cell rate algorithm, ITU-T I.371): `spent_until` is the moment at which it is full again, and
what is spent moves that on. A full one may be spent at once and fills within an hour, so that in any stretch of w seconds no
more goes through than budget × (1 + w / 3600).
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from timeline.errors import InvalidInput
from timeline.moments import read_moment

PREFIX = "dl_"
HOUR = 3600.0
MOST_CHARACTERS = 1_000_000_000_000
LONGEST_NAME = 100

_ID = string.ascii_lowercase + string.digits


class Scope(StrEnum):
    """What a key is good for; `admin` is good for all."""

    READ = "read"
    INGEST = "ingest"
    CURATE = "curate"
    ADMIN = "admin"


ALL = frozenset(Scope)


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key. Moments are RFC 3339; `used_at` is exact to the hour; without `characters_per_hour` the server's
    setting holds; `spent_until` are Unix seconds."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: str
    characters_per_hour: int | None = None
    expires_at: str | None = None
    revoked_at: str | None = None
    used_at: str | None = None
    spent_until: float = 0.0

    def is_usable(self, *, now: str) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    @property
    def granted(self) -> frozenset[Scope]:
        return ALL if Scope.ADMIN in self.scopes else self.scopes


@dataclass(frozen=True, slots=True)
class Balance:
    """What became of a wish to spend: whether it was granted, and when the budget is full again (Unix seconds)."""

    is_granted: bool
    spent_until: float


def new_key(
    name: str,
    scopes: Iterable[Scope],
    *,
    now: str,
    expires_at: str | None = None,
    characters_per_hour: int | None = None,
) -> tuple[Key, str]:
    """What is kept of a new key, and the key itself. Raises InvalidInput and InvalidDate."""
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidInput(f"A key's name is one line of 1 to {LONGEST_NAME} characters.", pointer="name")
    granted = frozenset(scopes)
    if not granted:
        raise InvalidInput(f"A key without a scope opens nothing; give it some of {', '.join(Scope)}.", pointer="scope")
    if characters_per_hour is not None and not 0 <= characters_per_hour <= MOST_CHARACTERS:
        detail = f"A budget is 0, for none, to {MOST_CHARACTERS:,} characters an hour."
        raise InvalidInput(detail, pointer="characters_per_hour")
    end = None if expires_at is None else read_moment(expires_at, pointer="expires")
    if end is not None and end <= now:
        raise InvalidInput(f"{expires_at} is past; give a day to come.", pointer="expires")
    id = "".join(secrets.choice(_ID) for _ in range(8))
    return Key(id, name.strip(), granted, now, characters_per_hour, end), f"{PREFIX}{id}_{secrets.token_urlsafe(32)}"


def digest(secret: str) -> bytes:
    """What is kept in place of the key; of any string, surrogates too."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def cost(characters: int, budget: int) -> float:
    """The seconds in which a budget gives as many."""
    return HOUR * characters / budget


def left(spent_until: float, budget: int, *, at: float) -> int:
    """The characters that may be read at once. Moments are exact to less than a microsecond; a whole number stays whole."""
    return int(budget * min(max(at + HOUR - spent_until, 0.0), HOUR) / HOUR + 0.01)
