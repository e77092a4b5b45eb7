"""From ClubOS's answers to records. Pure. What no answer shows stays None: it cannot be compared, never equal."""

from collections.abc import Mapping

from clubos_desktop.connectors.clubos import answers
from clubos_desktop.connectors.reading import JsonReader, Shape, Values, text
from clubos_desktop.model import records
from clubos_desktop.model.domains import Domain

_CANCELLED = frozenset({"CANCELLED", "REFUNDED", "REFUND_PENDING"})


def member(answer: answers.Member, values: Values) -> records.Member:
    """A member of any status."""
    tier = answer.tier
    if isinstance(tier, dict):
        tier = next((tier[name] for name in ("label", "name", "code") if isinstance(tier.get(name), str)), None)
    return records.Member(
        key=answer.id,
        modified=values.instant("updatedAt", answer.updated_at),
        first_name=text(answer.first_name),
        last_name=text(answer.last_name),
        email=text(answer.email),
        phone=text(answer.phone),
        status=text(answer.status),
        level=text(tier),
        joined=values.day("joinedAt", answer.joined_at),
        created=values.instant("createdAt", answer.created_at),
    )


def event(answer: answers.Event, values: Values) -> records.Event:
    """An event; ClubOS knows neither zones nor days without a time."""
    return records.Event(
        key=answer.id,
        title=text(answer.title),
        start=values.instant("startTime", answer.start_time),
        end=values.instant("endTime", answer.end_time),
        zone=values.zone,
        location=text(answer.location),
        capacity=answer.capacity,
        category=text(answer.category),
        published=answer.is_published,
        description=text(answer.description),
        status=text(answer.status),
    )


def registration(answer: answers.Registration, values: Values) -> records.Registration:
    """A registration; fees, guests, tickets and check-in are in no answer."""
    return records.Registration(
        key=answer.id,
        event=text(answer.event_id),
        member=text(answer.member_id),
        status=text(answer.status),
        waitlisted=None if answer.status is None else answer.status == "WAITLISTED",
        cancelled=None if answer.status is None else answer.status in _CANCELLED,
        registered=values.instant("registeredAt", answer.registered_at),
    )


SHAPES: Mapping[Domain, Shape] = {
    Domain.MEMBERS: Shape(answers.Member, member, "data", ("id",)),
    Domain.EVENTS: Shape(answers.Event, event, "items", ("id",)),
    Domain.REGISTRATIONS: Shape(answers.Registration, registration, "registrations", ("id",)),
}


def reader(zone: str, currency: str) -> JsonReader:
    """The pure reader for a club's IANA zone."""
    return JsonReader(SHAPES, zone, currency)
