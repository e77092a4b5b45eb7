"""ClubOS's governance pages: meetings and motions, read and written (clubos-api.md B.8; answers 60, 62, 122 to 128)."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec

from clubos_desktop.practice import clubos, clubos_json
from clubos_desktop.practice.clubos_lists import EMPTY_500, coded_error, plain_error, reply
from clubos_desktop.practice.wire import Answer, Request
from clubos_desktop.practice.world import World

Json = dict[str, Any]

BOARD = "/api/v1/officer/governance"
RESULTS = ("PASSED", "FAILED", "TABLED", "WITHDRAWN")
_PATH = re.compile(rf"^{BOARD}/(meetings|motions)(?:/([^/]+))?$")


def answer(world: World, request: Request) -> Answer | None:
    """The answer about meetings and motions, or None for another path. Raises ValueError for a number that is none."""
    found = _PATH.match(request.path)
    if found is None:
        return None
    kind, ident = found.groups()
    if request.method in {"GET", "HEAD"}:
        return _one(world, kind, ident) if ident else _list(world, kind, request)
    try:
        sent = msgspec.json.decode(request.body or b"{}", type=dict[str, Any])
    except msgspec.MsgspecError:
        return EMPTY_500
    act = _WRITES.get((request.method, kind, ident is not None))
    return plain_error(405, "Method Not Allowed") if act is None else act(world.club.clubos, world, ident, sent)


def _list(world: World, kind: str, request: Request) -> Answer:
    """P4, newest meeting first; with ``meetingId`` the motions lack their meeting (62, 125)."""
    data = world.club.clubos
    page, size = max(1, int(request.query.get("page", "1"))), min(100, max(1, int(request.query.get("limit", "20"))))
    if kind == "meetings":
        rows: list[Any] = sorted(data.meetings.values(), key=lambda row: (row.day, row.id), reverse=True)
        shown = [_meeting(data, row) for row in rows[(page - 1) * size : page * size]]
    else:
        of = request.query.get("meetingId")
        found = [row for row in data.motions.values() if of in (None, row.meeting)]
        rows = sorted(found, key=lambda row: (data.meetings[row.meeting].day, -row.number), reverse=True)
        shown = [_motion(data, row, whole=of is None) for row in rows[(page - 1) * size : page * size]]
    last = clubos_json.pages(len(rows), size)
    return reply({kind: shown, "pagination": {"page": page, "limit": size, "total": len(rows), "totalPages": last}})


def _one(world: World, kind: str, ident: str) -> Answer:
    data = world.club.clubos
    table: dict[str, Any] = data.meetings if kind == "meetings" else data.motions
    row = table.get(ident)
    if row is None:
        return coded_error(404, "RESOURCE_NOT_FOUND", f"{kind} {ident} not found")
    return reply({"meeting": _meeting(data, row)} if kind == "meetings" else {"motion": _motion(data, row, whole=True)})


def _day(value: date) -> str:
    return f"{value.isoformat()}T00:00:00.000Z"


def _meeting(data: clubos.ClubOS, row: clubos.Meeting) -> Json:
    return {
        "id": row.id,
        "date": _day(row.day),
        "type": row.kind,
        "title": row.title,
        "attendanceCount": row.attendance,
        "quorumMet": row.quorum,
        "latestMinutes": None,
        "motionCount": sum(each.meeting == row.id for each in data.motions.values()),
    }


def _motion(data: clubos.ClubOS, row: clubos.Motion, *, whole: bool) -> Json:
    made: Json = {
        "id": row.id,
        "meetingId": row.meeting,
        "motionNumber": row.number,
        "motionText": row.text,
        "votesYes": row.yes,
        "votesNo": row.no,
        "votesAbstain": row.abstain,
        "result": row.result,
        "resultNotes": row.notes,
        "secondedBy": None,
    }
    if not whole:
        return made
    meeting = data.meetings[row.meeting]
    return made | {"meeting": {"id": meeting.id, "date": _day(meeting.day), "type": meeting.kind}}


def _hold(data: clubos.ClubOS, world: World, _ident: str | None, sent: Json) -> Answer:
    """POST meetings (122): one a date and kind."""
    try:
        day = datetime.fromisoformat(str(sent["date"])).date()
    except (KeyError, ValueError):
        return EMPTY_500
    kind = str(sent.get("type", "BOARD"))
    if any((row.day, row.kind) == (day, kind) for row in data.meetings.values()):
        return coded_error(409, "CONFLICT", "A meeting of this type exists on this date")
    ident = clubos.new_id(world.club.seed, "meeting", f"{day}/{kind}")
    title = str(sent.get("title", "Board meeting"))
    data.meetings[ident] = clubos.Meeting(ident, day, kind, title, sent.get("attendanceCount"), sent.get("quorumMet"))
    return reply({"meeting": _meeting(data, data.meetings[ident])}, 201)


def _move(data: clubos.ClubOS, world: World, _ident: str | None, sent: Json) -> Answer:
    """POST motions (123): numbered within its meeting."""
    meeting = str(sent.get("meetingId"))
    if meeting not in data.meetings or not sent.get("motionText"):
        return coded_error(400, "VALIDATION_ERROR", "meetingId and motionText are required")
    number = 1 + sum(row.meeting == meeting for row in data.motions.values())
    ident = clubos.new_id(world.club.seed, "motion", f"{meeting}/{number}")
    data.motions[ident] = clubos.Motion(ident, meeting, number, str(sent["motionText"]))
    return reply({"motion": _motion(data, data.motions[ident], whole=True)}, 201)


def _vote(data: clubos.ClubOS, _world: World, ident: str | None, sent: Json) -> Answer:
    """POST motions/:id records the vote (128); described nowhere."""
    row = data.motions.get(str(ident))
    if row is None:
        return coded_error(404, "RESOURCE_NOT_FOUND", f"motions {ident} not found")
    if sent.get("result") not in RESULTS:
        return coded_error(400, "VALIDATION_ERROR", "result is not one of " + ", ".join(RESULTS))
    row.yes, row.no, row.abstain = (int(sent.get(name, 0)) for name in ("votesYes", "votesNo", "votesAbstain"))
    row.result, row.notes = str(sent["result"]), sent.get("resultNotes")
    return reply({"motion": _motion(data, row, whole=True)})


def _patch(data: clubos.ClubOS, _world: World, ident: str | None, sent: Json) -> Answer:
    """PATCH motions/:id changes the text and ignores a vote without a word (124)."""
    row = data.motions.get(str(ident))
    if row is None:
        return coded_error(404, "RESOURCE_NOT_FOUND", f"motions {ident} not found")
    row.text = str(sent.get("motionText", row.text))
    return reply({"motion": _motion(data, row, whole=True)})


_WRITES: dict[tuple[str, str, bool], Callable[[clubos.ClubOS, World, str | None, Json], Answer]] = {
    ("POST", "meetings", False): _hold,
    ("POST", "motions", False): _move,
    ("POST", "motions", True): _vote,
    ("PATCH", "motions", True): _patch,
}
