"""ClubOS's answers in the shapes in which it sends them (clubos-api.md B)."""

import pytest

from clubos_desktop.connectors.clubos import reader
from clubos_desktop.connectors.clubos.envelopes import is_stub, reason, unwrap
from clubos_desktop.connectors.clubos.exports import EVENTS, MEMBERS, REGISTRATIONS, rows
from clubos_desktop.errors import ContractError
from clubos_desktop.model.domains import Domain

ONE = "0cbb7eb1-6d80-49d0-9cee-678d417f665d"
TWO = "be3cdb2a-496a-4183-81cd-6213ef109c5a"
THREE = "6b1965cf-10a6-4970-979f-ab0723b898e4"
WHEN = "2022-01-15T00:00:00.000Z"


@pytest.mark.parametrize(
    ("body", "total"),
    [
        (b'{"items":[{"id":"a"}],"page":1,"pageSize":2,"totalItems":8,"totalPages":4}', 8),
        (b'{"data":[{"id":"a"}],"pagination":{"page":1,"limit":2,"totalItems":10,"totalPages":5,"hasNext":true}}', 10),
        (b'{"cases":[{"id":"a"}],"total":3,"limit":50,"offset":0}', 3),
        (b'{"motions":[{"id":"a"}],"pagination":{"page":1,"limit":20,"total":7,"totalPages":1}}', 7),
        (b'{"registrations":[{"id":"a"}]}', None),
        (b'{"activity":[{"id":"x"},{"id":"y"}],"items":[{"id":"a"}],"totalItems":5}', 5),
    ],
)
def test_four_ways_to_send_a_page(body, total):
    page = unwrap(body, "members")
    assert (len(page.items), page.total) == (1, total)


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"error":"Unauthorized"}', b"", b'{"items":[],"totalItems":"8"}'])
def test_what_is_no_page_is_told(body):
    with pytest.raises(ContractError):
        unwrap(body, "members")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"error":"Not Found"}', "Not Found"),
        (b'{"error":"Unauthorized","message":"Missing or invalid authentication"}', "Unauthorized"),
        (b'{"code":"RESOURCE_NOT_FOUND","message":"Member x not found","details":{}}', "RESOURCE_NOT_FOUND"),
        (b"", "no reason given"),
        (b"[]", "no reason given"),
        (b'{"error":{"a":1}}', "no reason given"),
    ],
)
def test_three_ways_to_say_no_and_none_at_all(body, told):
    assert reason(body) == told


def test_a_stub_is_not_an_outage():
    assert is_stub(500, b'{"code":"INTERNAL_ERROR","message":"GET /api/v1/admin/events not implemented"}')
    assert not is_stub(500, b"")
    assert not is_stub(200, b"not implemented")


def test_names_with_commas_breaks_and_quotation_marks_in_an_unquoted_export():
    body = (
        "id,name,email,status,joinedAt,phone\n"
        f"{ONE},Zoë Ång, Jr,zoe@example.org,EXTENDED,{WHEN},+1-555-0101\n"
        f'{TWO},O\'Neil "Bud" Ray\nSecond line, III,,LAPSED,,\n'
        f'{THREE},"Plain, Quoted",plain@example.org,ALUMNI,{WHEN},\n'
    ).encode()
    found = rows(MEMBERS, body)
    assert [(row["id"], row["name"], row["email"], row["phone"]) for row in found] == [
        (ONE, "Zoë Ång, Jr", "zoe@example.org", "+1-555-0101"),
        (TWO, 'O\'Neil "Bud" Ray\nSecond line, III', "", ""),
        (THREE, "Plain, Quoted", "plain@example.org", ""),
    ]


def test_titles_with_commas_in_the_exports_of_events_and_registrations():
    events = (
        f"id,title,category,startTime,registrationCount,waitlistedCount\r\n{THREE},Wine, cheese, talk,Social,{WHEN},3,0"
    )
    assert rows(EVENTS, events.encode())[0]["title"] == "Wine, cheese, talk"
    body = (
        "id,memberId,memberName,eventId,eventTitle,status,registeredAt\n"
        f'{ONE},{TWO},"Ray, Bud",{THREE},Say "Hi", friends,NO_SHOW,{WHEN}'
    )
    found = rows(REGISTRATIONS, body.encode())[0]
    assert (found["memberId"], found["eventId"], found["status"]) == (TWO, THREE, "NO_SHOW")
    assert "friends" in found["eventTitle"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"id,name\n",
        f"id,name,email,status,joinedAt,phone\n{ONE},Cut Off,cut@example.org,LAPSED,".encode(),
        b"id,name,email,status,joinedAt,phone\nnot-an-id,A,a@example.org,X,,\n",
        b"<html>Sign in</html>",
        b"\xff\xfe\x00",
    ],
)
def test_an_export_that_is_cut_or_another_one_is_told(body):
    with pytest.raises(ContractError) as caught:
        rows(MEMBERS, body)
    assert caught.value.faults


def test_an_empty_export_has_no_rows():
    assert rows(MEMBERS, b"id,name,email,status,joinedAt,phone") == []


def test_members_as_listed():
    body = (
        f'{{"data":[{{"id":"{ONE}","firstName":"Alice","lastName":"Chen","email":"alice@example.com",'
        f'"phone":"+1-555-0101","joinedAt":"{WHEN}","status":"Extended Member","tier":null}},'
        f'{{"id":"{TWO}","firstName":"Bo","lastName":"Lee","email":"bo@example.com","phone":null,'
        '"joinedAt":"2015-03-07T02:00:00.000Z","status":"Lapsed","tier":{"code":"GENERAL","label":"General"}}],'
        '"pagination":{"page":1,"limit":2,"totalItems":10,"totalPages":5,"hasNext":true,"hasPrev":false}}'
    ).encode()
    pure = reader("America/Los_Angeles", "USD")
    alice, bo = pure.parse(Domain.MEMBERS, pure.split(Domain.MEMBERS, body)).records
    assert (alice.status, alice.level, alice.joined) == ("Extended Member", None, "2022-01-15")
    assert (bo.level, bo.joined, bo.phone) == ("General", "2015-03-06", None)
    assert (bo.balance, bo.groups, bo.organization) == (None, (), None)


def test_an_event_and_its_registrations():
    pure = reader("America/Los_Angeles", "USD")
    raw = (
        f'{{"id":"{THREE}","title":"Spring Hike","description":"A hike","category":"Outdoors","location":"Trail",'
        f'"startTime":"2024-04-15T08:00:00.000Z","endTime":null,"capacity":15,"isPublished":true,"status":"DRAFT",'
        '"clonedFromId":null,"clonedAt":null,"isClonedDraft":false}'
    ).encode()
    event = pure.parse(Domain.EVENTS, [raw]).records[0]
    assert (event.start, event.end, event.capacity, event.published) == ("2024-04-15T08:00:00.000Z", None, 15, True)
    assert (event.all_day, event.tags, event.zone) == (None, (), "America/Los_Angeles")


@pytest.mark.parametrize(
    ("status", "waitlisted", "cancelled"),
    [
        ("CONFIRMED", False, False),
        ("WAITLISTED", True, False),
        ("CANCELLED", False, True),
        ("REFUND_PENDING", False, True),
        ("REFUNDED", False, True),
        ("NO_SHOW", False, False),
        ("DRAFT", False, False),
    ],
)
def test_registration_states(status, waitlisted, cancelled):
    raw = f'{{"id":"{ONE}","memberId":"{TWO}","eventId":"{THREE}","status":"{status}","registeredAt":"{WHEN}"}}'
    found = reader("UTC", "USD").parse(Domain.REGISTRATIONS, [raw.encode()]).records[0]
    assert (found.status, found.waitlisted, found.cancelled) == (status, waitlisted, cancelled)
    assert (found.fee, found.guests, found.checked_in) == (None, None, None)
