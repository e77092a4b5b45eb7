"""Telling the members of a return: the text as the board approved it, whom it goes to, what may not arrive.

The program sends nothing to members: a person sends the message from the system that is in charge again. A test goes
to the club's own address alone, and a copy is kept (features.md S6.12).
"""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from clubos_desktop import files
from clubos_desktop.cutover.legacy import reading
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.records import Member
from clubos_desktop.model.registers import Entry, Noted
from clubos_desktop.store import settings, views
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import enter, known
from clubos_desktop.verification.lists.plans import PATTERNS
from clubos_desktop.verification.registers import decided, runbook
from clubos_desktop.verification.registers.known import Known

_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}")
_LONGEST = 254
"""Signs of the longest address (RFC 5321); a far longer one would be looked at for hours."""
TEXT, LIST = "Message to the members.txt", "Recipients.csv"


@dataclass(frozen=True, slots=True)
class Message:
    """The message. ``side`` is the system in charge, from which it is sent; ``approved`` that the board approved it.

    ``reached`` are (name, address); ``without`` names without an address, ``doubtful`` (name, address) that no mail
    server takes, ``shared`` addresses of several people, who get it several times.
    """

    text: str
    approved: bool
    side: Side
    reached: tuple[tuple[str, str], ...]
    without: tuple[str, ...]
    doubtful: tuple[tuple[str, str], ...]
    shared: tuple[tuple[str, int], ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know before it is sent."""
        found = [] if self.approved else ["The board has not approved this text."]
        found += [f"{len(self.without)} members have no address: call or write to them."] if self.without else []
        found += [f"{len(self.doubtful)} addresses cannot be right and will bounce."] if self.doubtful else []
        found += [f"{len(self.shared)} addresses belong to several people."] if self.shared else []
        return tuple(found)


def message(conn: Connection, now: Known, *, kind: str = "problem") -> Message:
    """The message as it stands, for everybody who is a member in the system that is in charge."""
    side = runbook.in_charge(now.kept)
    text, approved = _text(conn, now, kind)
    people = [each for each in views.current(conn, side, Domain.MEMBERS) if isinstance(each, Member)]
    members = [each for each in people if not each.archived and (side is Side.CLUBOS or each.is_member is not False)]
    addressed = [(_name(each), (each.email or "").strip()) for each in members]
    good = [(name, address) for name, address in addressed if _sendable(address)]
    times = Counter(address.casefold() for _, address in good)
    return Message(
        text,
        approved,
        side,
        tuple(good),
        tuple(name for name, address in addressed if not address),
        tuple((name, address) for name, address in addressed if address and not _sendable(address)),
        tuple(sorted((address, n) for address, n in times.items() if n > 1)),
    )


def _sendable(address: str) -> bool:
    return len(address) <= _LONGEST and _ADDRESS.fullmatch(address) is not None


def _name(each: Member) -> str:
    return " ".join(part for part in (each.first_name, each.last_name) if part) or each.key


def _text(conn: Connection, now: Known, kind: str) -> tuple[str, bool]:
    written, given = decided.texts(now, "communication").get(kind), decided.approval(now, "communication")
    if written is not None:
        return written.text, given is not None and written.sha256 in given[1].hashes
    return PATTERNS[kind].replace("{club}", settings.get(conn, "club", {}).get("name", "")), False


def write(database: Database, folder: Path, actor: str, *, kind: str = "problem") -> tuple[Message, Entry]:
    """The text and the list of recipients in a new folder; a copy is kept by hash. Raises InputError, StorageError."""
    if folder.exists():
        raise InputError(
            f"There is already a folder {folder.name}. It was not changed.",
            remedy="Choose another.",
            code="tell.exists",
        )
    now = known(database)
    with database.read() as conn:
        made = message(conn, now, kind=kind)
    risks = [(name, "", "no address") for name in made.without]
    risks += [(name, address, "this address cannot be right") for name, address in made.doubtful]
    rows = [*((name, address, "") for name, address in made.reached), *risks]
    head = f"To be sent from {SIDE_LABELS[made.side]}, by a person.\n\n"
    named = {TEXT: (head + made.text + "\n").encode(), LIST: reading.table(("Name", "Address", "Risk"), rows)}
    files.write_folder(folder, named)
    cells = {
        "what": "message",
        "sha256": hashlib.sha256(made.text.encode()).hexdigest(),
        "recipients": str(len(made.reached)),
        "without": str(len(made.without)),
    }
    return made, enter(database, actor, "report", "written", Noted(cells))
