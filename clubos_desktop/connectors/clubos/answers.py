"""ClubOS's answers as typed structs (clubos-api.md B.1 to B.3); unknown fields are no fault."""

from typing import Any

import msgspec

from clubos_desktop.connectors.reading import Whole


class Answer(msgspec.Struct, rename="camel", kw_only=True):
    """Fields are spelled as the source spells them: first_name is firstName."""


class Member(Answer):
    """A row of ``/api/v1/members``: ``status`` is a label, ``tier`` a label, an object with one, or nothing."""

    id: str
    first_name: str | None
    last_name: str | None
    email: str | None
    status: str | None
    phone: str | None = None
    joined_at: str | None = None
    tier: str | dict[str, Any] | None = None
    updated_at: str | None = None
    created_at: str | None = None


class Event(Answer):
    """The event of ``/api/admin/events/:id``."""

    id: str
    title: str | None
    start_time: str | None
    description: str | None = None
    category: str | None = None
    location: str | None = None
    end_time: str | None = None
    capacity: Whole | None = None
    is_published: bool | None = None
    status: str | None = None


class Registration(Answer):
    """A row of ``/api/admin/registrations/search``."""

    id: str
    member_id: str | None
    event_id: str | None
    status: str | None
    registered_at: str | None = None
