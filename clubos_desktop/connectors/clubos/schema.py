"""Whether ClubOS's database is what its program needs: its migrations can be behind its code (clubos-api.md C.7).

Two things show it from outside: lists that answer with a fault of the server, and ClubOS's own look at itself before
an import (answer 48), where this sign-in may see it.
"""

import msgspec

from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.connectors.wire import Answer
from clubos_desktop.model.runs import Capability

IMPORT = "state of its own import"
"""The part whose answer tells of the database."""

_SAYS = {
    "database": "the database",
    "waIdMappingTable": "the table of Wild Apricot's ids",
    "waSyncStateTable": "the table of its own copies",
    "membershipStatuses": "the membership statuses",
}
"""What ClubOS looks for, in plain words; another check is called by its own name."""


class _Preflight(msgspec.Struct, rename="camel"):
    ok: bool = False
    checks: dict[str, bool] = {}
    missing_statuses: list[str] = []


class _Status(msgspec.Struct):
    preflight: _Preflight


def lacking(found: Capability, answer: Answer) -> list[str]:
    """What a part's answer says that the database lacks, as sentences."""
    if found.state == "fault" and answer.status == 500:
        return [f"ClubOS fails where it shows {found.name}: its database may be behind its program."]
    if found.name != IMPORT or found.state != "yes":
        return []
    try:
        said = msgspec.json.decode(answer.body, type=_Status).preflight
    except BROKEN:
        return ["ClubOS's word on the state of its database cannot be read."]
    sentences = [f"ClubOS lacks {_SAYS.get(name, name)}." for name, there in said.checks.items() if not there]
    if said.missing_statuses:
        sentences.append(f"ClubOS lacks the membership statuses {', '.join(said.missing_statuses)}.")
    return sentences if sentences or said.ok else ["ClubOS says that its database is not ready for an import."]
