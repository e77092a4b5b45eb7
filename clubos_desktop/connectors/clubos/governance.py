"""Votes as ClubOS's governance pages hold them, to be held against the recorded ones (clubos-api.md B.8)."""

from dataclasses import replace

import msgspec

from clubos_desktop.connectors.clubos.api import Api, by_id
from clubos_desktop.connectors.clubos.envelopes import contract, unwrap
from clubos_desktop.connectors.http import Standing
from clubos_desktop.connectors.reading import BROKEN, Whole
from clubos_desktop.job import Job
from clubos_desktop.model.registers import BoardMotion

MEETINGS = "/api/v1/officer/governance/meetings"
MOTIONS = "/api/v1/officer/governance/motions"
_SIZE = 100
_NOT_SERVED = frozenset({403, 404, 500, 501})


class _Meeting(msgspec.Struct, rename="camel"):
    id: str
    date: str
    quorum_met: bool | None = None


class _Motion(msgspec.Struct, rename="camel"):
    id: str
    meeting_id: str
    motion_number: Whole
    motion_text: str
    votes_yes: Whole = 0
    votes_no: Whole = 0
    votes_abstain: Whole = 0
    result: str | None = None


def motions(api: Api) -> Job[tuple[BoardMotion, ...] | None]:
    """Every motion with its meeting's day, by day and number; None where this sign-in has no governance pages.

    Two reading calls for each hundred. Raises ContractError when a list has another shape or is not whole.
    """
    standing = Standing("Asking ClubOS how the board voted")
    meetings = yield from _all(api, MEETINGS, standing)
    rows = None if meetings is None else (yield from _all(api, MOTIONS, standing))
    if meetings is None or rows is None:
        return None
    try:
        held = {key: msgspec.json.decode(raw, type=_Meeting) for key, raw in meetings.items()}
        found = [_made(msgspec.json.decode(raw, type=_Motion), held) for raw in rows.values()]
    except (KeyError, *BROKEN) as error:
        raise contract("the board's motions", "a motion without its meeting, text or figures") from error
    return tuple(sorted(found, key=lambda each: (each.day, each.number, each.id)))


def _made(row: _Motion, held: dict[str, _Meeting]) -> BoardMotion:
    meeting = held[row.meeting_id]
    counts = row.votes_yes, row.votes_no, row.votes_abstain
    return BoardMotion(
        row.id, row.motion_number, row.motion_text, meeting.date[:10], *counts, row.result or "", meeting.quorum_met
    )


def _all(api: Api, path: str, standing: Standing) -> Job[dict[str, bytes] | None]:
    """Every row of a list by its id; None where it is not served. Raises ContractError when rows are missing."""
    found: dict[str, bytes] = {}
    number, last = 1, 1
    while number <= last:
        request = api.page(path, number, _SIZE, style="limit")
        answer = yield from api.ask(replace(request, accept=_NOT_SERVED, kind="other", patience=2), standing)
        if answer.status != 200:
            return None
        page = unwrap(answer.body, "the board's motions")
        found.update(by_id(page))
        number, last = number + 1, page.pages or 1
    if page.total is not None and len(found) != page.total:
        raise contract("the board's motions", f"{len(found)} of {page.total} were shown")
    return found
