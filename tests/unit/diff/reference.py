"""The same answers once more, written plainly and apart from the program: slow, one thing after the other."""

import unicodedata
from datetime import datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import phonenumbers

CLUBOS_REGISTRATIONS = {
    "CONFIRMED": "registered",
    "PENDING": "registered",
    "PENDING_PAYMENT": "registered",
    "NO_SHOW": "registered",
    "WAITLISTED": "waitlisted",
    "CANCELLED": "cancelled",
    "REFUNDED": "cancelled",
    "REFUND_PENDING": "cancelled",
    "DRAFT": "draft",
}
CLUBOS_STATUSES = {
    "Active": "active",
    "Lapsed": "lapsed",
    "Pending new": "pending_new",
    "Pending renewal": "pending_renewal",
    "Suspended": "suspended",
    "Not a member": "not_a_member",
    "NEWCOMER": "active",
    "ALUMNI": "active",
    "EXTENDED": "active",
    "PROSPECT": "active",
}
LEGACY_STATUSES = {
    "Active": "active",
    "Lapsed": "lapsed",
    "PendingNew": "pending_new",
    "PendingRenewal": "pending_renewal",
    "PendingUpgrade": "pending_renewal",
}


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.pieces = []

    def handle_data(self, data):
        self.pieces.append(data)


def html_text(source):
    parser = _Text()
    parser.feed(source)
    parser.close()
    return "".join("".join(parser.pieces).split())


def blank(text):
    return text is None or text.strip() == ""


def name(text):
    if blank(text):
        return None
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", text).split()).casefold())


def folded(text):
    return None if blank(text) else " ".join(text.split()).casefold()


def phone(text, country):
    if blank(text):
        return None
    try:
        return phonenumbers.format_number(phonenumbers.parse(text, country), phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        digits = "".join(letter for letter in text if letter in "0123456789")
        return ("+" if text.strip().startswith("+") else "") + digits if digits else None


def member_fields(legacy, clubos, country):
    """(field, value as read on both sides, value as compared on both sides)."""
    for field, rule in (
        ("first_name", name),
        ("last_name", name),
        ("email", lambda text: None if blank(text) else text.strip().casefold()),
        ("phone", lambda text: phone(text, country)),
    ):
        left, right = getattr(legacy, field), getattr(clubos, field)
        yield field, (None if blank(left) else left, None if blank(right) else right), (rule(left), rule(right))
    left = "suspended" if legacy.suspended else LEGACY_STATUSES.get(legacy.status, "not_a_member")
    right = CLUBOS_STATUSES.get(clubos.status)
    yield "status", (left, right), (left, right)
    left, right = folded(legacy.level), folded(clubos.level)
    yield "level", (left, right), (left, right)
    yield "joined", (legacy.joined, clubos.joined), (legacy.joined, clubos.joined)


def event_fields(legacy, clubos, zone):
    for field in ("title", "location", "category"):
        left, right = getattr(legacy, field), getattr(clubos, field)
        yield field, (None if blank(left) else left, None if blank(right) else right), (folded(left), folded(right))
    for field in ("start", "end"):
        left, right = getattr(legacy, field), getattr(clubos, field)
        if legacy.all_day and left and right:
            where = ZoneInfo(legacy.zone or zone)
            left, right = (datetime.fromisoformat(one).astimezone(where).date() for one in (left, right))
        else:
            left, right = (
                one and datetime.fromisoformat(one).replace(second=0, microsecond=0) for one in (left, right)
            )
        yield field, (left, right), (left, right)
    for field in ("capacity", "published"):
        both = getattr(legacy, field), getattr(clubos, field)
        yield field, both, both
    both = tuple(html_text(one.description or "") or None for one in (legacy, clubos))
    yield "description", both, both


def registration_fields(legacy, clubos):
    left = "cancelled" if legacy.cancelled else "waitlisted" if legacy.waitlisted else "registered"
    right = CLUBOS_REGISTRATIONS[clubos.status]
    yield "status", (left, right), (left, right)
    both = tuple(one.registered and one.registered[:16] for one in (legacy, clubos))
    yield "registered", both, both


def differences(fields):
    """{field: "changed" or "ignored"}."""
    found = {}
    for field, (left, right), (mine, other) in fields:
        if mine != other:
            found[field] = "changed"
        elif left != right:
            found[field] = "ignored"
    return found
