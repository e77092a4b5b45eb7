"""The rest of the practice ClubOS: details, public lists, small answers, writes (clubos-api.md B)."""

import httpx
import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches


@pytest.fixture(scope="module")
def serving():
    with serve(make(150, 8)) as served:
        yield served


@pytest.fixture
def client(serving):
    cookie = {"Cookie": f"__Host-murmurant_session={serving.addresses.clubos_code}"}
    with httpx.Client(base_url=serving.addresses.clubos_url, headers=cookie, trust_env=False) as made:
        yield made


@pytest.fixture
def data(serving):
    return serving.world.club.clubos


@pytest.fixture
def registration(data):
    return next(row for row in data.registrations.values() if row.status == "CONFIRMED")


def test_a_member_alone_has_the_times_that_lists_lack(client, registration):
    one = client.get(f"/api/v1/members/{registration.member}").json()
    listed = client.get("/api/v1/members", params={"search": one["email"]}).json()["data"]
    assert [row["id"] for row in listed] == [registration.member]
    assert one.keys() - listed[0].keys() == {"createdAt", "updatedAt"}
    by_status = client.get("/api/v1/members", params={"status": "lapsed", "limit": 100}).json()["data"]
    assert {row["status"] for row in by_status} == {"Lapsed"}


def test_a_members_registrations_from_three_sides(client, registration):
    detail = client.get(f"/api/admin/members/{registration.member}").json()
    assert registration.id in [row["id"] for row in detail["registrations"]]
    events = client.get(f"/api/v1/members/{registration.member}/events", params={"limit": 100}).json()["data"]
    assert registration.event in [row["event"]["id"] for row in events]
    assert client.get(f"/api/v1/members/{registration.member}/payments").json()["data"] == []
    one = client.get(f"/api/admin/registrations/{registration.id}").json()["registration"]
    assert one["eventId"] == registration.event


def test_attendees_are_those_who_hold_a_place(client, data, registration):
    rows = client.get(f"/api/v1/events/{registration.event}/attendees").json()["attendees"]
    coming = {"CONFIRMED", "PENDING", "PENDING_PAYMENT"}
    wanted = {row.id for row in data.registrations.values() if row.event == registration.event and row.status in coming}
    assert {row["id"] for row in rows} == wanted


def test_public_events_are_published_ones_to_come(serving, data):
    url, now = serving.addresses.clubos_url, serving.world.clock.now()
    shown = httpx.get(f"{url}/api/v1/events?limit=100", trust_env=False).json()
    wanted = {row.id for row in data.events.values() if row.published and row.start >= now}
    assert {row["id"] for row in shown["events"]} == wanted
    past = httpx.get(f"{url}/api/v1/events?past=true&limit=100", trust_env=False).json()["events"]
    assert len(past) > len(shown["events"])
    one = httpx.get(f"{url}/api/v1/events/{past[0]['id']}", trust_env=False).json()["event"]
    assert one["id"] == past[0]["id"]
    hidden = next(row.id for row in data.events.values() if not row.published)
    assert httpx.get(f"{url}/api/v1/events/{hidden}", trust_env=False).status_code == 404
    every = httpx.get(f"{url}/api/events", trust_env=False).json()["events"]
    assert hidden not in {row["id"] for row in every}


def test_events_can_be_searched_and_registrations_paged(client, data):
    title = next(iter(data.events.values())).title
    found = client.get("/api/admin/events", params={"query": title[:12].upper(), "pageSize": 100}).json()["items"]
    assert title in {row["title"] for row in found}
    first = client.get("/api/admin/registrations", params={"pageSize": 500}).json()
    assert (len(first["items"]), first["pageSize"], first["totalItems"]) == (100, 100, len(data.registrations))


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/events/x/attendees",
        "/api/v1/events/x",
        "/api/admin/events/x",
        "/api/admin/registrations/x",
        "/api/admin/members/x",
        "/api/v1/members/x/events",
        "/api/v1/members?page=x",
        "/api/v1/support/cases?limit=x",
    ],
)
def test_bad_ids_and_numbers_get_an_empty_500(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (500, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/members/{}",
        "/api/v1/members/{}/events",
        "/api/admin/members/{}",
        "/api/v1/events/{}/attendees",
        "/api/v1/events/{}",
        "/api/admin/registrations/{}",
        "/api/nothing",
        "/page",
    ],
)
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(path.format("00000000-0000-4000-8000-000000000000")).status_code == 404


def test_bad_values_can_be_answered_properly():
    with serve(make(60, 8), switches=Switches(empty_500=False, stubs=False)) as served:
        cookie = {"Cookie": f"__Host-murmurant_session={served.addresses.clubos_code}"}
        with httpx.Client(base_url=served.addresses.clubos_url, headers=cookie, trust_env=False) as client:
            assert client.get("/api/v1/members/x").json()["code"] == "VALIDATION_ERROR"
            assert client.get("/api/v1/admin/events").status_code == 404


def test_exports_can_be_quoted_properly():
    with serve(make(60, 8), switches=Switches(unquoted_csv=False)) as served:
        cookie = {"Cookie": f"__Host-murmurant_session={served.addresses.clubos_code}"}
        with httpx.Client(base_url=served.addresses.clubos_url, headers=cookie, trust_env=False) as client:
            assert ', Esq."' in client.get("/api/admin/export/members").text
            assert client.get("/api/admin/export/activity").text.startswith("id,type,memberId,")
            assert client.get("/api/admin/export/events").text.startswith("id,title,category,startTime,")


@pytest.mark.parametrize("part", ["db", "auth", "cron"])
def test_health_of_the_parts(client, part):
    answer = client.get(f"/api/health/{part}").json()
    assert answer["status"] == "ok"
    assert all(check["status"] == "ok" for check in answer["checks"].values())


def test_counts_of_the_whole(client, data):
    summary = client.get("/api/admin/summary").json()["summary"]
    dashboard = client.get("/api/admin/dashboard").json()["summary"]
    assert dashboard["totalMembers"] == len(data.members)
    assert summary["totalActiveMembers"] == dashboard["activeMembers"] < len(data.members)
    status = client.get("/api/v1/admin/import/status").json()
    assert status["stats"]["members"]["total"] == len(data.members)
    assert status["stats"]["members"]["mapped"] < len(data.members)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/support/dashboard",
        "/api/v1/admin/transitions",
        "/api/v1/documents",
        "/api/starling/knowledge",
        "/api/admin/ach-metrics",
        "/api/admin/content/pages",
        "/api/admin/store/orders",
        "/api/v1/version",
    ],
)
def test_small_answers(client, path):
    assert client.get(path).status_code == 200


def test_writes_change_what_they_change_there_and_are_counted():
    with serve(make(60, 8)) as served:
        cookie = {"Cookie": f"__Host-murmurant_session={served.addresses.clubos_code}"}
        with httpx.Client(base_url=served.addresses.clubos_url, headers=cookie, trust_env=False) as client:
            one, other = list(served.world.club.clubos.members.values())[:2]
            url = f"/api/v1/members/{one.id}"
            assert "phone" not in client.patch(url, json={"phone": "+18055550199", "firstName": ""}).json()
            shown = client.get(url).json()
            assert (shown["phone"], shown["firstName"]) == ("+18055550199", one.first)
            assert client.patch(url, json={"phone": None}).status_code == 200
            assert client.get(url).json()["phone"] is None
            taken = client.patch(url, json={"email": other.email})
            assert (taken.status_code, taken.json()["code"]) == (409, "CONFLICT")
            event = f"/api/admin/events/{next(iter(served.world.club.clubos.events))}"
            assert client.patch(event, json={"location": "Barn"}).json()["event"]["location"] == "Barn"
            assert client.patch(event, json={"capacity": "lots"}).content == b""
            assert client.patch(event, content=b"{").status_code == 500
            assert client.patch(f"/api/v1/members/{'0' * 8}", json={}).status_code == 404
            assert client.delete(url).status_code == 405
        assert served.world.writes["clubos"] == 8
