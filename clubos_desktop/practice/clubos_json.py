"""ClubOS's answers as JSON values and CSV lines, in the shapes that were recorded (clubos-api.md section B)."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from clubos_desktop.practice import clubos
from clubos_desktop.practice.clubos import INACTIVE, STATUSES

Json = dict[str, Any]


def iso(moment: datetime) -> str:
    """UTC with milliseconds and Z, as all its times are."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def maybe(moment: datetime | None) -> str | None:
    """The same for what may be missing."""
    return None if moment is None else iso(moment)


def member(row: clubos.Member, *, single: bool = False) -> Json:
    """GET /api/v1/members (11, 12) and /:id (13): status as a label; only the single one has its times."""
    made: Json = {
        "id": row.id,
        "firstName": row.first,
        "lastName": row.last,
        "email": row.email,
        "phone": row.phone,
        "joinedAt": iso(row.joined),
        "status": STATUSES[row.status],
        "tier": row.tier,
    }
    return made | {"createdAt": iso(row.created), "updatedAt": iso(row.updated)} if single else made


def admin_member(row: clubos.Member, registrations: int, waitlisted: int) -> Json:
    """GET /api/v1/admin/members (07): status as a code, one name."""
    return {
        "id": row.id,
        "name": f"{row.first} {row.last}",
        "email": row.email,
        "status": row.status,
        "phone": row.phone,
        "joinedAt": iso(row.joined),
        "registrationCount": registrations,
        "waitlistedCount": waitlisted,
    }


def open_member(row: clubos.Member) -> Json:
    """GET /api/members (33), open to anybody: an empty text for no phone, always ACTIVE."""
    return {
        "id": row.id,
        "firstName": row.first,
        "lastName": row.last,
        "email": row.email,
        "phone": row.phone or "",
        "joinedAt": iso(row.joined),
        "status": "ACTIVE",
    }


def active(row: clubos.Member) -> bool:
    """Whether the admin list shows the member."""
    return row.status not in INACTIVE


def list_event(row: clubos.Event, registrations: int, waitlisted: int) -> Json:
    """GET /api/admin/events (20); the count is of all statuses, cancelled too."""
    return {
        "id": row.id,
        "title": row.title,
        "category": row.category,
        "startTime": iso(row.start),
        "registrationCount": registrations,
        "waitlistedCount": waitlisted,
        "eventChairId": None,
    }


def event(row: clubos.Event, registrations: list[Json]) -> Json:
    """GET /api/admin/events/:id (22): the fullest read of an event."""
    return {
        "id": row.id,
        "title": row.title,
        "description": row.description,
        "category": row.category,
        "location": row.location,
        "startTime": iso(row.start),
        "endTime": maybe(row.end),
        "capacity": row.capacity,
        "isPublished": row.published,
        "eventChairId": None,
        "status": "DRAFT",
        "clonedFromId": None,
        "clonedAt": None,
        "isClonedDraft": False,
        "registrations": registrations,
    }


def public_event(row: clubos.Event, registered: int) -> Json:
    """GET /api/v1/events (25): published events, open to anybody."""
    left = None if row.capacity is None else max(0, row.capacity - registered)
    return {
        "id": row.id,
        "title": row.title,
        "description": row.description,
        "category": row.category,
        "location": row.location,
        "startTime": iso(row.start),
        "endTime": maybe(row.end),
        "capacity": row.capacity,
        "registeredCount": registered,
        "spotsRemaining": left,
        "isWaitlistOpen": left == 0,
    }


def registration(row: clubos.Registration, who: str, title: str) -> Json:
    """GET /api/admin/registrations and /search (30, 31)."""
    return {
        "id": row.id,
        "memberId": row.member,
        "memberName": who,
        "eventId": row.event,
        "eventTitle": title,
        "status": row.status,
        "registeredAt": iso(row.registered),
    }


def table(columns: tuple[str, ...], rows: Iterable[Json], quoting: str) -> bytes:
    """A CSV export. ``quoting``: "none" as members and events, "commas" as registrations (B.9), else "right"."""
    if quoting == "right":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(["" if row[name] is None else row[name] for name in columns] for row in rows)
        return out.getvalue().encode()
    lines = [",".join(columns)]
    for row in rows:
        texts = ["" if row[name] is None else str(row[name]) for name in columns]
        if quoting == "commas":
            texts = [f'"{text}"' if "," in text else text for text in texts]
        lines.append(",".join(texts))
    return ("\n".join(lines) + "\n").encode()


def pages(total: int, size: int) -> int:
    """How many pages."""
    return -(-total // size)
