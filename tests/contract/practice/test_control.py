"""The control port: what a rehearsal does to the practice world."""

import base64

import httpx
import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.faults import NAMES
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches


@pytest.fixture
def serving():
    with serve(make(120, 6), switches=Switches(limits=False)) as served:
        yield served


@pytest.fixture
def control(serving):
    with httpx.Client(base_url=serving.addresses.control_url, trust_env=False) as client:
        yield client


@pytest.fixture
def clubos(serving):
    cookie = {"Cookie": f"__Host-murmurant_session={serving.addresses.clubos_code}"}
    with httpx.Client(base_url=serving.addresses.clubos_url, headers=cookie, trust_env=False) as client:
        yield client


@pytest.fixture
def legacy(serving):
    secret = base64.b64encode(f"APIKEY:{serving.addresses.legacy_key}".encode()).decode()
    form = {"grant_type": "client_credentials", "scope": "auto"}
    token = httpx.post(
        serving.addresses.legacy_auth_url, data=form, headers={"Authorization": f"Basic {secret}"}, trust_env=False
    ).json()["access_token"]
    with httpx.Client(
        base_url=f"{serving.addresses.legacy_api_url}/v2.3/accounts/123456",
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
        trust_env=False,
    ) as client:
        yield client


def test_the_truth_and_the_plants_are_shown(control):
    told = control.get("/truth").json()
    assert {row["name"] for row in control.get("/plants").json()} >= {"phone_wrong", "registration_lost"}
    assert {"domain", "kind", "legacy_id", "clubos_id", "field", "plant", "consequence"} == set(told["differences"][0])
    assert control.get("/faults").json() == NAMES


def test_a_kind_can_be_fixed_once(control):
    assert control.post("/fix", json={"plant": "phone_wrong"}).json() == {"fixed": 1}
    assert "phone_wrong" not in {row["plant"] for row in control.get("/truth").json()["differences"]}
    assert control.post("/fix", json={"plant": "phone_wrong"}).status_code == 400


def test_both_sides_can_be_edited_and_answers_follow(control, clubos, legacy, serving):
    event = next(iter(serving.world.club.clubos.events.values()))
    body = {"side": "clubos", "table": "events", "id": event.id, "set": {"location": "Barn", "capacity": 3}}
    assert control.post("/edit", json=body).status_code == 200
    assert clubos.get(f"/api/admin/events/{event.id}").json()["event"]["location"] == "Barn"
    key = next(iter(serving.world.club.legacy.contacts))
    before = legacy.get(f"/contacts/{key}").json()
    body = {"side": "legacy", "table": "contacts", "id": key, "set": {"first": "Zed", "since": "2020-02-03"}}
    control.post("/edit", json=body)
    after = legacy.get(f"/contacts/{key}").json()
    assert after["FirstName"] == "Zed"
    assert after["ProfileLastUpdated"] > before["ProfileLastUpdated"]
    control.post("/edit", json={"side": "legacy", "table": "contacts", "id": key, "delete": True})
    assert legacy.get(f"/contacts/{key}").status_code == 404


def test_the_importer_runs_with_and_without_its_flaws(control, serving):
    contact = next(row for row in serving.world.club.legacy.contacts.values() if row.status == "Active")
    body = {"side": "legacy", "table": "contacts", "id": contact.id, "set": {"status": "Lapsed"}}
    control.post("/edit", json=body)
    control.post("/import", json={"flaws": "as_measured"})
    assert status_of(serving, contact.id) != "lapsed"
    control.post("/import", json={})
    assert status_of(serving, contact.id) == "lapsed"
    assert control.post("/import", json={"flaws": ["no such flaw"]}).status_code == 400


def status_of(serving, contact):
    return next((row.status for row in serving.world.club.clubos.members.values() if row.origin == contact), None)


@pytest.mark.parametrize(("name", "status"), [("429", 429), ("500", 500), ("503", 503), ("403", 403)])
def test_a_status_fault_strikes_so_many_times(control, legacy, name, status):
    control.post("/fault", json={"name": name, "path": "/contacts", "times": 2, "skip": 1})
    codes = [legacy.get("/contacts", params={"$count": "true"}).status_code for _ in range(4)]
    assert codes == [200, status, status, 200]
    assert legacy.get("/events").status_code == 200


def test_faults_of_the_wire(control, legacy):
    control.post("/fault", json={"name": "reset", "path": "/events", "times": 1})
    with pytest.raises(httpx.TransportError):
        legacy.get("/events")
    control.post("/fault", json={"name": "truncated", "path": "/events", "times": 1})
    with pytest.raises(httpx.RemoteProtocolError):
        legacy.get("/events")
    control.post("/fault", json={"name": "slow", "path": "/events", "times": 1, "value": "5"})
    with pytest.raises(httpx.TimeoutException):
        legacy.get("/events", timeout=0.1)
    assert legacy.get("/events").status_code == 200


def test_faults_of_the_content(control, legacy):
    control.post("/fault", json={"name": "html", "path": "/events", "times": 1})
    assert legacy.get("/events").text.startswith("<!DOCTYPE html>")
    control.post("/fault", json={"name": "cut-json", "path": "/events", "times": 1})
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|line 1"):
        legacy.get("/events").json()
    control.post("/fault", json={"name": "duplicate-ids", "path": "/events", "times": 1})
    first, second, *_ = legacy.get("/events").json()["Events"]
    assert first["Id"] == second["Id"]
    control.post("/fault", json={"name": "wrong-types", "path": "/events", "times": 1})
    assert isinstance(legacy.get("/events").json()["Events"][0]["Name"], int)
    control.post("/fault", json={"name": "renamed-field", "path": "/events", "times": 1, "value": "StartDate"})
    assert "StartDateNew" in legacy.get("/events").json()["Events"][0]
    control.post("/fault", json={"name": "empty", "path": "/events", "times": 1})
    assert legacy.get("/events").content == b""


def test_half_the_members_vanish_and_come_back(control, legacy, clubos):
    control.post("/fault", json={"name": "half-members"})
    control.post("/fault", json={"name": "half-members", "side": "clubos"})
    assert legacy.get("/contacts", params={"$count": "true"}).json() == {"Count": 60}
    fewer = clubos.get("/api/v1/members").json()["pagination"]["totalItems"]
    control.post("/clear", json={})
    assert legacy.get("/contacts", params={"$count": "true"}).json() == {"Count": 120}
    assert clubos.get("/api/v1/members").json()["pagination"]["totalItems"] > fewer


def test_everybody_is_signed_out(control, legacy, clubos):
    control.post("/fault", json={"name": "token-expiry"})
    control.post("/fault", json={"name": "token-expiry", "side": "clubos"})
    assert legacy.get("/events").status_code == 401
    assert clubos.get("/api/auth/me").status_code == 401
    control.post("/clear", json={"name": "token-expiry"})
    assert clubos.get("/api/auth/me").status_code == 200


def test_a_search_that_never_completes(control, legacy):
    control.post("/fault", json={"name": "stuck-search"})
    begun = legacy.get("/contacts").json()["ResultId"]
    states = {legacy.get("/contacts", params={"resultId": begun}).json()["State"] for _ in range(4)}
    assert states == {"Processing"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/fault", {"name": "no such"}),
        ("/edit", {"side": "legacy", "table": "contacts", "id": "1"}),
        ("/edit", {"side": "legacy", "table": "nothing", "id": "1"}),
        ("/fix", {}),
        ("/advance", {"seconds": "soon"}),
    ],
)
def test_what_cannot_be_done_is_said(control, path, body):
    answer = control.post(path, json=body)
    assert answer.status_code == 400
    assert "error" in answer.json()


def test_unknown_acts_are_not_found(control):
    assert control.get("/nothing").status_code == 404
    assert control.get("/advance").status_code == 404


def test_calls_are_counted_by_side_and_kind(control, legacy, clubos, serving):
    legacy.get("/contacts", params={"$count": "true"})
    legacy.get("/contacts/5001")
    legacy.get("/events")
    legacy.request("DELETE", "/events/8001")
    clubos.get("/api/health")
    httpx.get(serving.addresses.website_url, trust_env=False)
    state = control.get("/state").json()
    assert state["calls"] == {
        "legacy": 5,
        "legacy.token": 1,
        "legacy.list": 1,
        "legacy.one": 1,
        "legacy.other": 2,
        "clubos": 1,
        "clubos.call": 1,
        "website": 1,
        "website.page": 1,
    }
    assert state["writes"] == {"legacy": 1, "clubos": 0, "website": 0}


def test_the_website_has_pages_some_for_members_only(serving):
    url = serving.addresses.website_url
    assert "contentBox" in httpx.get(f"{url}/page-18101", trust_env=False).text
    assert httpx.get(f"{url}/page-18110", trust_env=False).status_code == 302
    assert "Crawl-delay" in httpx.get(f"{url}/robots.txt", trust_env=False).text
    assert httpx.get(f"{url}/nowhere", trust_env=False).status_code == 404
