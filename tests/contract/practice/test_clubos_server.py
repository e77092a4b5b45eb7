"""The practice ClubOS server has the doors and flaws that were measured (clubos-api.md)."""

import httpx
import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.serve import serve, serve_apart
from clubos_desktop.practice.world import Switches


@pytest.fixture(scope="module")
def serving():
    with serve(make(600, 4)) as served:
        yield served


@pytest.fixture
def client(serving):
    cookie = {"Cookie": f"__Host-murmurant_session={serving.addresses.clubos_code}"}
    with httpx.Client(base_url=serving.addresses.clubos_url, headers=cookie, trust_env=False) as made:
        yield made


@pytest.fixture
def stranger(serving):
    with httpx.Client(base_url=serving.addresses.clubos_url, trust_env=False) as made:
        yield made


def walk(client, size):
    first = client.get("/api/v1/members", params={"limit": size}).json()
    pages = first["pagination"]["totalPages"]
    rows = [
        client.get("/api/v1/members", params={"limit": size, "page": page}).json()["data"]
        for page in range(1, pages + 1)
    ]
    return first["pagination"]["totalItems"], [row["id"] for part in rows for row in part]


def test_a_walk_over_the_pages_loses_people_of_equal_surnames(client, serving):
    total, ids = walk(client, 20)
    assert total == len(ids) == len(serving.world.club.clubos.members)
    assert len(set(ids)) < total


def test_without_the_flaw_the_walk_is_complete():
    with serve(make(300, 4), switches=Switches(page_loss=False)) as served:
        cookie = {"Cookie": f"__Host-murmurant_session={served.addresses.clubos_code}"}
        with httpx.Client(base_url=served.addresses.clubos_url, headers=cookie, trust_env=False) as client:
            total, ids = walk(client, 50)
    assert len(set(ids)) == total


def test_sign_in_by_cookie_and_who_am_i(client, stranger):
    assert client.get("/api/auth/me").json()["globalRole"] == "admin"
    assert stranger.get("/api/auth/me").status_code == 401
    assert stranger.get("/api/admin/events").json() == {
        "error": "Unauthorized",
        "message": "Missing or invalid authentication",
    }


def test_doors_that_stand_open(stranger):
    assert len(stranger.get("/api/members").json()["members"]) > 300
    assert stranger.get("/api/registrations").status_code == 200
    known = {"Authorization": "Bearer test-admin-token"}
    assert stranger.get("/api/admin/events", headers=known).status_code == 200


def test_doors_can_be_shut():
    with serve(make(60, 4), switches=Switches(open_doors=False, test_token=False)) as served:
        url, known = served.addresses.clubos_url, {"Authorization": "Bearer test-admin-token"}
        assert httpx.get(f"{url}/api/members", trust_env=False).status_code == 401
        assert httpx.get(f"{url}/api/admin/events", headers=known, trust_env=False).status_code == 401


def test_sign_in_runs_out_after_thirty_days():
    with serve(make(60, 4)) as served:
        cookie = {"Cookie": f"__Host-murmurant_session={served.addresses.clubos_code}"}
        with httpx.Client(base_url=served.addresses.clubos_url, headers=cookie, trust_env=False) as client:
            assert client.get("/api/auth/me").status_code == 200
            client.post(f"{served.addresses.control_url}/advance", json={"days": 31})
            assert client.get("/api/auth/me").status_code == 401


def test_three_styles_of_error_and_an_empty_one(client):
    missing = client.get("/api/v1/members/00000000-0000-4000-8000-000000000000")
    assert (missing.status_code, missing.json()["code"]) == (404, "RESOURCE_NOT_FOUND")
    assert client.get("/api/admin/events/00000000-0000-4000-8000-000000000000").json() == {"error": "Event not found"}
    bad = client.get("/api/v1/members/not-a-uuid")
    assert (bad.status_code, bad.content) == (500, b"")
    stub = client.get("/api/v1/admin/registrations")
    assert stub.status_code == 500
    assert "not implemented" in stub.json()["message"]


def test_four_styles_of_pages(client):
    assert {"items", "page", "pageSize", "totalItems", "totalPages"} == set(client.get("/api/admin/events").json())
    assert {"data", "pagination"} == set(client.get("/api/v1/members").json())
    assert {"cases", "total", "limit", "offset"} == set(client.get("/api/v1/support/cases").json())
    assert {"motions", "pagination"} == set(client.get("/api/v1/officer/governance/motions").json())


def test_exports_hold_everybody_and_are_not_quoted(client, serving):
    lines = client.get("/api/admin/export/members").text.splitlines()
    assert lines[0] == "id,name,email,status,joinedAt,phone"
    assert len(lines) == 1 + len(serving.world.club.clubos.members)
    assert any(line.count(",") > 5 for line in lines), "a name with a comma"
    rows = client.get("/api/admin/export/registrations").text.splitlines()
    assert len(rows) == 1 + len(serving.world.club.clubos.registrations)


def test_registrations_come_unpaged_by_search(client, serving):
    rows = client.get("/api/admin/registrations/search").json()["registrations"]
    assert {row["id"] for row in rows} == set(serving.world.club.clubos.registrations)
    one = client.get("/api/admin/registrations/search", params={"eventId": rows[0]["eventId"]}).json()["registrations"]
    assert {row["eventId"] for row in one} == {rows[0]["eventId"]}


def test_no_answer_knows_a_legacy_id_or_an_amount(client):
    event = client.get("/api/admin/events").json()["items"][0]
    whole = client.get(f"/api/admin/events/{event['id']}").text + client.get("/api/v1/members").text
    for word in ("origin", "waId", "amount", '"fee', "updatedAt"):
        assert word not in whole


def test_the_admin_list_leaves_inactive_people_out(client, serving):
    listed = client.get("/api/v1/admin/members").json()["totalItems"]
    assert listed < len(serving.world.club.clubos.members)


def test_in_development_a_refusal_hands_out_an_administrators_cookie():
    with serve(make(60, 4), switches=Switches(production=False)) as served:
        answer = httpx.get(f"{served.addresses.clubos_url}/api/v1/admin/members", trust_env=False)
    assert answer.status_code == 401
    assert "murmurant_dev_session" in answer.headers["set-cookie"]


def test_a_child_process_serves_the_same_club():
    with serve_apart(60, 4) as child:
        cookie = {"Cookie": f"__Host-murmurant_session={child.addresses.clubos_code}"}
        url = f"{child.addresses.clubos_url}/api/v1/members?limit=5"
        answer = httpx.get(url, headers=cookie, trust_env=False).json()
    assert child.process.poll() == 0
    with serve(make(60, 4)) as served:
        url = f"{served.addresses.clubos_url}/api/v1/members?limit=5"
        assert httpx.get(url, headers=cookie, trust_env=False).json() == answer


def test_a_taken_port_is_an_error_in_both_ways():
    with serve(make(60, 4)) as served:
        port = int(served.addresses.legacy_api_url.rpartition(":")[2])
        with pytest.raises(OSError, match=r"in use|98"):
            serve(served.world.club, port=port)
        with pytest.raises(OSError, match=r"in use|98"):
            serve_apart(60, 4, port=port)
