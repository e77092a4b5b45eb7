"""Pairs of records for hypothesis: equal, equal by a rule, or different, field by field."""

from datetime import datetime

from hypothesis import strategies as st

from clubos_desktop.model.records import Event, Member, Registration

ZONE = "America/Los_Angeles"

_names = st.one_of(
    st.sampled_from(
        ["Ann", "ann", " Ann", "A  nn", "Zoë", "Zoe\u0308", "ZOË", "Zoe", "O'Hara", "王小明", "Straße", "", " "]
    ),
    st.text(max_size=8),
)
_emails = st.one_of(
    st.sampled_from(["ann@example.org", " Ann@Example.org", "bob@example.org", "", "ANN@EXAMPLE.ORG "]),
    st.text(max_size=6),
)
_phones = st.sampled_from(
    [
        "(805) 555-0123",
        "805.555.0123",
        "+1 805 555 0123",
        "8055550124",
        "555-0123",
        "n/a",
        "12",
        "+",
        "",
        "0049 30 1234567",
    ]
)
_days = st.sampled_from(["2020-02-01", "2020-02-02", "1999-12-31"])
_instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)).map(
    lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
)
_near = st.sampled_from(
    ["2026-11-01T08:30:00.000Z", "2026-11-01T08:30:59.999Z", "2026-11-01T09:30:00.000Z", "2026-11-01T07:00:00.000Z",
     "2026-11-02T07:30:00.000Z", "2026-03-08T10:00:00.000Z"]
)  # fmt: skip
_html = st.sampled_from(
    ["<p>Bring  a hat</p>", "Bring a hat", "<P>Bring</P><p>a hat", "Bring a\nhat", "Bring a coat", "", "<br>",
     "Caf&eacute;",
     "Café", "1 < 2", "1 &lt; 2", "<!-- x -->Bring a hat"]
)  # fmt: skip


def _or_none(strategy):
    return st.one_of(st.none(), strategy)


def _legacy_member():
    return st.builds(
        Member,
        key=st.just("1"),
        first_name=_or_none(_names),
        last_name=_or_none(_names),
        email=_or_none(_emails),
        phone=_or_none(_phones),
        status=_or_none(st.sampled_from(["Active", "Lapsed", "PendingNew", "PendingRenewal", "PendingUpgrade"])),
        suspended=st.sampled_from([True, False, None]),
        level=_or_none(st.sampled_from(["Regular", "regular ", "Bundle"])),
        joined=_or_none(_days),
    )


def _clubos_member():
    words = ["Active", "Lapsed", "Pending new", "Pending renewal", "Suspended", "Not a member", "NEWCOMER", "ALUMNI"]
    return st.builds(
        Member,
        key=st.just("a"),
        first_name=_or_none(_names),
        last_name=_or_none(_names),
        email=_or_none(_emails),
        phone=_or_none(_phones),
        status=_or_none(st.sampled_from(words)),
        level=_or_none(st.sampled_from(["Regular", "REGULAR", "Bundle"])),
        joined=_or_none(_days),
    )


def _event(key, all_day):
    return st.builds(
        Event,
        key=st.just(key),
        title=_or_none(st.sampled_from(["Hike", " hike", "HIKE", "Hike 2", ""])),
        start=_or_none(st.one_of(_near, _instants)),
        end=_or_none(_near),
        zone=st.sampled_from([None, ZONE, "Asia/Tokyo"]),
        all_day=all_day,
        location=_or_none(st.sampled_from(["Hall", "hall ", "Park", " "])),
        capacity=_or_none(st.sampled_from([1, 2])),
        category=_or_none(st.sampled_from(["Social", "social", "Sport"])),
        published=st.sampled_from([True, False, None]),
        description=_or_none(_html),
    )


def _legacy_registration():
    flags = st.sampled_from(
        [("Paid", False, False), ("OnWaitlist", True, False), ("Canceled", False, True), ("Free", None, None)]
    )
    return st.builds(
        lambda flag, registered: Registration(
            key="1", status=flag[0], waitlisted=flag[1], cancelled=flag[2], registered=registered
        ),
        flags,
        _or_none(_near),
    )


def _clubos_registration():
    words = [
        "CONFIRMED",
        "PENDING",
        "WAITLISTED",
        "CANCELLED",
        "REFUNDED",
        "DRAFT",
        "NO_SHOW",
        "REFUND_PENDING",
        "PENDING_PAYMENT",
    ]
    return st.builds(Registration, key=st.just("a"), status=st.sampled_from(words), registered=_or_none(_near))


member_pairs = st.tuples(_legacy_member(), _clubos_member())
event_pairs = st.tuples(_event("1", st.sampled_from([True, False, None])), _event("a", st.none()))
timed_event_pairs = st.tuples(_event("1", st.sampled_from([False, None])), _event("a", st.none()))
registration_pairs = st.tuples(_legacy_registration(), _clubos_registration())
