"""The rest of the practice legacy server: single records, ids, dates, small lists (wild-apricot-api.md 2)."""

import base64

import httpx
import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches


@pytest.fixture(scope="module")
def serving():
    with serve(make(150, 8), switches=Switches(limits=False)) as served:
        yield served


@pytest.fixture(scope="module")
def client(serving):
    secret = base64.b64encode(f"APIKEY:{serving.addresses.legacy_key}".encode()).decode()
    form = {"grant_type": "client_credentials", "scope": "auto"}
    token = httpx.post(
        serving.addresses.legacy_auth_url, data=form, headers={"Authorization": f"Basic {secret}"}, trust_env=False
    ).json()["access_token"]
    with httpx.Client(
        base_url=f"{serving.addresses.legacy_api_url}/v2.2/accounts/123456",
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
        trust_env=False,
    ) as made:
        yield made


@pytest.fixture
def legacy(serving):
    return serving.world.club.legacy


@pytest.mark.parametrize(
    ("path", "table"),
    [
        ("/contacts/{}", "contacts"),
        ("/events/{}", "events"),
        ("/eventregistrations/{}", "registrations"),
        ("/invoices/{}", "invoices"),
        ("/payments/{}", "payments"),
        ("/refunds/{}", "refunds"),
    ],
)
def test_single_records_are_found_or_not(client, legacy, path, table):
    key = next(iter(getattr(legacy, table)))
    assert client.get(path.format(key)).json()["Id"] == key
    assert client.get(path.format(1)).status_code == 404
    assert client.get(path.format("x")).status_code == 400


def test_ids_alone(client, legacy):
    events = client.get("/events", params={"idsOnly": "true"}).json()["EventsIdentifiers"]
    assert set(events) <= legacy.events.keys()
    for path, name in (("/invoices", "Invoice"), ("/payments", "Payment"), ("/refunds", "Refund")):
        answer = client.get(path, params={"idsOnly": "true", "$skip": "1", "$top": "3"}).json()
        assert len(answer[f"{name}Identifiers"]) == 3
    row = next(iter(legacy.registrations.values()))
    query = {"eventId": row.event, "idsOnly": "true", "includeCanceled": "true", "includeWaitlist": "true"}
    found = client.get("/eventregistrations", params=query).json()
    assert row.id in found["EventRegistrationsIdentifiers"]


def test_events_by_date_tag_and_direction(client, legacy, serving):
    now = serving.world.clock.now()
    upcoming = client.get("/events", params={"$filter": "IsUpcoming eq true", "$count": "true"}).json()["Count"]
    assert upcoming == sum(row.start > now for row in legacy.events.values())
    since = f"StartDate ge {now:%Y-%m-%d}"
    assert client.get("/events", params={"$filter": since, "$count": "true"}).json()["Count"] >= upcoming
    tagged = client.get("/events", params={"$filter": "Tags in [Wine]"}).json()["Events"]
    assert all("Wine" in row["Tags"] for row in tagged)
    last = client.get("/events", params={"$sort": "ByStartDate desc"}).json()["Events"][0]
    assert last["Id"] == max(legacy.events.values(), key=lambda row: (row.start, row.id)).id
    assert client.get("/events", params={"$filter": "Colour eq 'red'"}).status_code == 400


def test_registrations_by_contact_and_by_id(client, legacy):
    row = next(row for row in legacy.registrations.values() if row.status == "Free")
    by_contact = client.get("/eventregistrations", params={"contactId": row.contact}).json()
    assert row.id in {entry["Id"] for entry in by_contact}
    by_id = client.get("/eventregistrations", params={"$filter": f"id in [{row.id}]"}).json()
    assert [entry["Id"] for entry in by_id] == [row.id]
    types = client.get("/EventRegistrationTypes", params={"eventId": row.event}).json()
    assert types[0]["Id"] == row.event + 100_000
    assert client.get(f"/EventRegistrationTypes/{row.event + 100_000}").json()["EventId"] == row.event
    assert client.get("/EventRegistrationTypes").status_code == 400


def test_money_by_date_and_contact(client, legacy):
    dated = sorted(row.dated for row in legacy.payments.values())
    middle = dated[len(dated) // 2]
    since = client.get("/payments", params={"StartDate": middle.isoformat(), "$count": "true"}).json()["Count"]
    until = client.get("/payments", params={"EndDate": middle.isoformat(), "$count": "true"}).json()["Count"]
    assert since == sum(moment >= middle for moment in dated)
    assert until == sum(moment <= middle for moment in dated)
    contact = next(iter(legacy.payments.values())).contact
    rows = client.get("/payments", params={"contactId": contact}).json()["Payments"]
    assert {row["Contact"]["Id"] for row in rows} == {contact}
    unpaid = client.get("/invoices", params={"unpaidOnly": "true"}).json()["Invoices"]
    paid = client.get("/invoices", params={"paidOnly": "true"}).json()["Invoices"]
    assert {row["IsPaid"] for row in unpaid} == {False}
    assert {row["IsPaid"] for row in paid} == {True}
    refund = next(iter(legacy.refunds))
    assert client.get("/paymentAllocations", params={"RefundId": refund}).json()[0]["Refund"]["Id"] == refund


def test_small_lists_and_what_there_is_not(client):
    assert client.get("/membershiplevels/301").json()["Name"] == "Regular"
    assert client.get("/membergroups/1").status_code == 404
    assert client.get("/savedsearches").json() == []
    assert client.get("/auditLogItems").status_code == 400
    assert client.get("/auditLogItems", params={"StartDate": "2026-01-01"}).json() == {"Items": []}
    assert client.get("/pages").status_code == 404
    assert client.get("/contacts", params={"$async": "false", "$sort": "Name desc"}).status_code == 200
    bundle = client.get("/bundles").json()[0]
    assert bundle["ParticipantsCount"] == len(bundle["Members"]) > 1


def test_another_account_and_the_list_of_accounts(client, serving):
    base = f"{serving.addresses.legacy_api_url}/v2.2/accounts"
    assert client.get(base).json()[0]["Id"] == 123456
    assert client.get(f"{base}/99").status_code == 404


def test_tokens_are_given_for_a_right_form_alone(serving):
    url = serving.addresses.legacy_auth_url
    secret = base64.b64encode(f"APIKEY:{serving.addresses.legacy_key}".encode()).decode()
    basic = {"Authorization": f"Basic {secret}"}
    assert httpx.get(url, headers=basic, trust_env=False).status_code == 405
    assert httpx.post(url, data={"grant_type": "password"}, headers=basic, trust_env=False).status_code == 400


def test_other_writes_are_answered_and_change_nothing(client, serving, legacy):
    before = len(legacy.events)
    assert client.delete("/events/8001").status_code == 200
    assert client.put("/contacts/1", json={}).status_code == 404
    assert len(legacy.events) == before
    assert serving.world.writes["legacy"] >= 2
