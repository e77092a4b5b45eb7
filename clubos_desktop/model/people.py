"""The people of a workspace and what an act in it is (design.md section 7, People)."""

from dataclasses import dataclass
from enum import StrEnum

from clubos_desktop.model.records import Instant


class Role(StrEnum):
    """Who signs what."""

    OPERATOR = "operator"
    TREASURER = "treasurer"
    CHAIR = "chair"
    SECRETARY = "secretary"
    BOARD_MEMBER = "board member"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts in this workspace. The PIN itself is never held, only a salted hash in the store."""

    id: int
    name: str
    role: Role
    has_pin: bool
    active: bool


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act: who, when, what. ``subject`` holds keys and salted hashes, no personal values."""

    seq: int
    at: Instant
    actor: str
    act: str
    subject: dict[str, object]
    hash: str
