"""Which kinds of rule a field may have (the first is the shipped one), and what statuses can mean."""

from clubos_desktop.model.domains import Domain

_NAME = ("name", "name_without_accents", "letters", "blanks", "exact", "unimportant")
_TEXT = ("text", "letters", "blanks", "exact", "unimportant")
_PLAIN = ("exact", "unimportant")
_TIME = ("exact", "day", "unimportant")

ALLOWED: dict[Domain, dict[str, tuple[str, ...]]] = {
    Domain.MEMBERS: {
        "first_name": _NAME,
        "last_name": _NAME,
        "email": ("email", "exact", "unimportant"),
        "phone": ("phone", "digits", "exact", "unimportant"),
        "status": _PLAIN,
        "level": _PLAIN,
        "joined": ("exact", "month", "unimportant"),
    },
    Domain.EVENTS: {
        "title": _TEXT,
        "start": _TIME,
        "end": _TIME,
        "location": ("text", "postal", "letters", "blanks", "exact", "unimportant"),
        "capacity": _PLAIN,
        "category": _TEXT,
        "published": _PLAIN,
        "description": ("exact", "letters", "unimportant"),
    },
    Domain.REGISTRATIONS: {
        "status": _PLAIN,
        "registered": _TIME,
    },
}
"""In the order of ``model.fields.COMPARED``. Times are read to the minute, so "exact" is to the minute."""

MEMBER_STATUSES = ("active", "lapsed", "pending_new", "pending_renewal", "suspended", "not_a_member", "unknown")
"""What a member's status can mean (clubos-api.md C.3, the importer's code set)."""

REGISTRATION_STATUSES = ("registered", "waitlisted", "cancelled", "draft")
"""What a registration's status can mean."""
