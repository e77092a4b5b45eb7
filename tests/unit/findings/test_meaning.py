"""What differences mean for people, and why registrations are missing, beside plain Python over the two sources."""

from collections import Counter

import pytest

from clubos_desktop.diff.rules import default_rules
from clubos_desktop.errors import InputError
from clubos_desktop.findings import impacts, missing
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Member, Registration
from tests.unit.copied_club import ZONE

RULES = default_rules(ZONE, "US", "USD")
FAR = {"start": "2026-12-20T17:00:00.000Z", "end": "2026-12-20T19:00:00.000Z"}
PAST = {"start": "2026-08-01T17:00:00.000Z", "end": "2026-08-01T19:00:00.000Z"}


def meaning(desk):
    return {impact.key: impact for impact in desk.read(impacts.found, RULES, desk.at)}


def registration(n, event, member, **named):
    return Registration(key=str(n), event=event, member=member, registered="2026-11-01T17:00:00.000Z", **named)


def test_differences_are_told_as_people(desk):
    club = desk.club
    club.member(10, status="Lapsed")
    club.member(11, clubos=False)
    another = {"first_name": "Ann", "last_name": "Illich11", "email": "other@example.org", "joined": "2020-03-04"}
    club.put(Side.CLUBOS, Member(key="c11", status="Active", **another))
    club.put(Side.LEGACY, Member(key="5012", first_name="Bo", last_name="Lee", email="bo@x.org", suspended=True))
    club.put(Side.CLUBOS, Member(key="c12", first_name="Bo", last_name="Lee", email="bo@x.org", status="Active"))
    club.event(2, *FAR.values())
    club.event(3, *FAR.values(), start="2026-12-20T09:00:00.000Z")
    club.event(4, *PAST.values())
    club.put(Side.LEGACY, registration(1001, "7002", "5001", status="Paid", paid=2000))
    club.put(Side.LEGACY, registration(1002, "7002", "5004", status="Canceled", cancelled=True))
    club.put(Side.CLUBOS, registration("r1002", "e2", "c4", status="CONFIRMED"))
    club.put(Side.LEGACY, registration(1003, "7003", "5001", status="Free"))
    club.put(Side.CLUBOS, registration("r1003", "e3", "c1", status="PENDING_PAYMENT"))
    club.put(Side.LEGACY, registration(1004, "7004", "5001", status="Paid", paid=500))  # over: no place is lost
    club.copy()
    told = meaning(desk)
    assert told["no_account"].sentence == "2 members would have no account."
    assert told["loses_membership"].sentence == "1 member would lose all rights."
    assert told["let_in"].sentence == "1 suspended person would get in again."
    assert told["pay_twice"].sentence == "1 person would be asked to pay twice."
    assert [person.who for person in told["no_seat"].people] == ["Ann Illich1"]  # two places, one person
    assert told["expected"].sentence == "1 person would be expected though cancelled."
    assert told["wrong_time"].sentence == "1 person would come at the wrong time."
    assert "other_email" not in told  # another address and another day of joining: the pair waits for a person
    assert len(impacts.RULES) >= 15
    assert len({rule.key for rule in impacts.RULES}) == len(impacts.RULES)


def test_paid_there_and_waiting_for_money_here_is_told_though_both_are_registered(desk):
    desk.club.event(2, *FAR.values())
    desk.club.put(Side.LEGACY, registration(1001, "7002", "5004", status="Paid", paid=2000))
    desk.club.put(Side.CLUBOS, registration("r1", "e2", "c4", status="PENDING_PAYMENT"))
    desk.club.copy()
    assert [person.who for person in meaning(desk)["pay_twice"].people] == ["Ann Illich4 at Event 2, 20 Dec 2026"]


def test_fetched_is_paired_and_the_listed_reasons(desk):
    club = desk.club
    club.put(Side.LEGACY, Member(key="5050", first_name="Old", last_name="Hand", archived=True))
    club.event(2, *FAR.values())
    club.put(
        Side.LEGACY,
        registration(1, "7002", "5001", status="Paid"),
        registration(2, "7002", "5001", status="Canceled", cancelled=True),
        registration(3, "7002", "5003", status="Paid"),
        registration(4, "7002", "5050", status="Paid"),
        registration(5, "7002", "5404", status="Paid"),
        registration(6, "7404", "5004", status="Paid"),
        registration(7, "7002", "5004", status="Free", guest_of="1"),
        registration(8, "7002", "5004", status="Canceled", cancelled=True),
        registration(9, "7002", "5002", status="Free"),
    )
    club.put(Side.CLUBOS, registration("r21", "e2", "c1", status="CONFIRMED"))
    club.copy()
    account = desk.read(missing.account, Side.LEGACY)
    assert account.balanced
    assert {reason.code: reason.n for reason in account.reasons} == {
        "guest": 1,
        "superseded": 1,
        "no_member": 1,
        "member_archived": 1,
        "member_lone": 1,
        "no_event": 1,
        "event_lone": 1,
        "cancelled": 1,
        "not_there": 1,
    }
    assert account.fetched == len(club.sides[Side.LEGACY].records[Domain.REGISTRATIONS])
    archived = next(reason for reason in account.reasons if reason.code == "member_archived")
    assert archived.causes == (("5050", "Old Hand", 1),)
    assert desk.read(missing.account, Side.CLUBOS).balanced
    probed = desk.read(missing.probe, Side.LEGACY, "7002")
    assert Counter(each.reason for each in probed).total() == 7
    with pytest.raises(InputError, match="no event 99"):
        desk.read(missing.probe, Side.LEGACY, "99")


def test_an_event_that_comes_takes_its_registrations_along(desk):
    before = desk.read(missing.account, Side.LEGACY)
    assert {reason.code for reason in before.reasons} == {"event_lone"}
    desk.club.put(Side.CLUBOS, Event(key="e1", title="Event 1", **FAR))
    desk.club.copy()
    after = desk.read(missing.account, Side.LEGACY)
    assert (after.paired, after.reasons) == (1, ())
