"""The practice legacy server keeps the promises and the traps of wild-apricot-api.md."""

import base64

import httpx
import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches


@pytest.fixture(scope="module")
def serving():
    with serve(make(250, 4), speed=1.0, switches=Switches(limits=False)) as served:
        yield served


@pytest.fixture(scope="module")
def club(serving):
    return serving.world.club


def sign_in(addresses, key=None):
    secret = base64.b64encode(f"APIKEY:{key or addresses.legacy_key}".encode()).decode()
    return httpx.post(
        addresses.legacy_auth_url,
        data={"grant_type": "client_credentials", "scope": "auto"},
        headers={"Authorization": f"Basic {secret}"},
        trust_env=False,
    )


@pytest.fixture
def get(serving):
    token = sign_in(serving.addresses).json()["access_token"]
    with httpx.Client(
        base_url=f"{serving.addresses.legacy_api_url}/v2.2/accounts/123456",
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
        trust_env=False,
    ) as client:

        def ask(path, **query):
            return client.get(path, params={name.replace("_", "$"): value for name, value in query.items()})

        yield ask


def test_a_right_key_gives_a_token_of_half_an_hour_for_the_account(serving):
    answer = sign_in(serving.addresses).json()
    assert answer["expires_in"] == 1800
    assert answer["Permissions"][0]["AccountId"] == 123456


def test_a_wrong_key_and_a_wrong_token_are_refused(serving):
    assert sign_in(serving.addresses, "wrong").status_code == 401
    url = f"{serving.addresses.legacy_api_url}/v2.2/accounts"
    answer = httpx.get(url, headers={"Authorization": "Bearer nonsense"}, trust_env=False)
    assert answer.status_code == 401
    assert answer.json()["code"] == "Unauthorized"


def test_lists_are_cut_at_a_hundred_without_a_word(get):
    contacts = get("/contacts", _async="false", _top="500").json()["Contacts"]
    assert len(contacts) == 100
    assert get("/contacts", _count="true").json() == {"Count": 250}
    rest = [len(get("/contacts", _async="false", _skip=str(skip)).json()["Contacts"]) for skip in (100, 200, 300)]
    assert rest == [100, 50, 0]
    assert len(get("/contacts", _async="false", idsOnly="true").json()["ContactIdentifiers"]) == 100


def test_contacts_are_searched_asynchronously_unless_asked_otherwise(get):
    begun = get("/contacts", _filter="'Archived' eq true").json()
    assert begun["State"] == "Waiting"
    assert "Contacts" not in begun
    first = get("/contacts", resultId=begun["ResultId"]).json()
    second = get("/contacts", resultId=begun["ResultId"]).json()
    assert (first["State"], second["State"]) == ("Processing", "Complete")
    assert all(_field(row, "IsArchived") for row in second["Contacts"])
    assert get("/contacts", resultId="unknown").status_code == 404


def _field(contact, code):
    return next(entry["Value"] for entry in contact["FieldValues"] if entry["SystemCode"] == code)


@pytest.mark.parametrize(
    "text", ["'Profile last updated' ge {}", "'Profile%20Last%20Updated' ge '{}'", "LastUpdated ge {}"]
)
def test_contacts_changed_since(get, club, text):
    since = sorted(row.updated for row in club.legacy.contacts.values())[-7]
    wanted = text.replace("%20", " ").format(since.isoformat(timespec="microseconds"))
    found = get("/contacts", _async="false", _filter=wanted).json()["Contacts"]
    assert len(found) == 7


def test_filters_of_ids_and_of_archived_people(get, club):
    first, second, *_ = club.legacy.contacts
    by_list = get("/contacts", _async="false", _filter=f"id in [{first},{second}]").json()["Contacts"]
    by_or = get("/contacts", _async="false", _filter=f"ID eq {first} OR ID eq {second}").json()["Contacts"]
    assert [row["Id"] for row in by_list] == [row["Id"] for row in by_or] == [first, second]
    archived = sum(row.archived for row in club.legacy.contacts.values())
    assert get("/contacts", _count="true", _filter="Archived eq true").json() == {"Count": archived}
    assert get("/contacts", _async="false", _filter="Archived blah").status_code == 400


def test_people_who_are_no_members_have_no_status_and_no_level(get, club):
    contact = next(row for row in club.legacy.contacts.values() if row.level is None)
    answer = get(f"/contacts/{contact.id}").json()
    assert "Status" not in answer
    assert "MembershipLevel" not in answer


def test_details_come_with_a_single_event_only(get):
    listed = get("/events").json()["Events"][0]
    single = get(f"/events/{listed['Id']}").json()
    assert "Details" not in listed
    assert single["Details"]["TimeZone"]["ZoneId"].endswith("Standard Time")
    assert single["StartDate"] == listed["StartDate"]


def test_registrations_are_a_bare_array_that_hides_waiting_and_cancelled_people(get, club):
    rows = club.legacy.registrations.values()
    event = next(row.event for row in rows if row.status == "Canceled")
    every = [row for row in rows if row.event == event]
    shown = [row for row in every if row.status not in {"Canceled", "OnWaitlist"}]
    assert len(get("/eventregistrations", eventId=str(event)).json()) == len(shown)
    flags = {"eventId": str(event), "includeWaitlist": "true", "includeCanceled": "true"}
    assert len(get("/eventregistrations", **flags).json()) == len(every)
    assert get("/eventregistrations", **flags, _count="true").json() == {"Count": len(every)}
    assert get("/eventregistrations").status_code == 400


def test_void_invoices_are_hidden(get, club):
    void = sum(row.voided is not None for row in club.legacy.invoices.values())
    total = len(club.legacy.invoices)
    assert void > 0
    assert get("/invoices", _count="true").json() == {"Count": total - void}
    assert get("/invoices", _count="true", includeVoided="true").json() == {"Count": total}


def test_wrapped_and_bare_answers(get):
    assert "Payments" in get("/payments").json()
    assert "Payments" in get("/donations").json()
    assert "Refunds" in get("/refunds").json()
    for name in ("membershiplevels", "membergroups", "bundles", "contactfields", "tenders", "MembershipLevels"):
        assert isinstance(get(f"/{name}").json(), list)


def test_allocations_are_asked_for_by_invoice_payment_or_refund(get, club):
    row = next(row for row in club.legacy.allocations.values() if row.invoice is not None)
    assert row.id in [entry["Id"] for entry in get("/paymentAllocations", InvoiceId=str(row.invoice)).json()]
    assert row.id in [entry["Id"] for entry in get("/PaymentAllocations", PaymentId=str(row.payment)).json()]
    assert get("/paymentAllocations").status_code == 400


def test_a_query_of_more_than_4096_characters_is_not_found(get):
    answer = get("/contacts", _filter="x" * 4200)
    assert answer.status_code == 404
    assert "404.14" in answer.text


def test_the_account_names_its_windows_zone(get):
    answer = get("").json()
    assert answer["TimeZone"]["ZoneId"] == "Pacific Standard Time"
    assert answer["Currency"]["Code"] == "USD"


def test_limits_are_a_sliding_minute_of_the_practice_clock():
    with serve(make(60, 1), speed=1.0) as served:
        token = sign_in(served.addresses).json()["access_token"]
        with httpx.Client(headers={"Authorization": f"Bearer {token}"}, trust_env=False) as client:
            url = f"{served.addresses.legacy_api_url}/v2.2/accounts/123456/contacts"
            codes = [client.get(url, params={"$count": "true"}).status_code for _ in range(42)]
            assert codes == [200] * 40 + [429] * 2
            assert client.get(f"{url}/5001").status_code == 200
            assert "retry-after" not in client.get(url, params={"$count": "true"}).headers
            client.post(f"{served.addresses.control_url}/advance", json={"seconds": 61})
            assert client.get(url, params={"$count": "true"}).status_code == 200
            client.post(f"{served.addresses.control_url}/advance", json={"seconds": 1800})
            assert client.get(url, params={"$count": "true"}).status_code == 401
            state = client.get(f"{served.addresses.control_url}/state").json()
    assert state["refused"]["list"] == 3
    assert state["writes"] == {"legacy": 0, "clubos": 0, "website": 0}


def test_who_does_not_ask_for_json_gets_xml(serving):
    token = sign_in(serving.addresses).json()["access_token"]
    url = f"{serving.addresses.legacy_api_url}/v2.2/accounts/123456/events"
    answer = httpx.get(url, headers={"Authorization": f"Bearer {token}"}, trust_env=False)
    assert answer.headers["content-type"].startswith("application/xml")
    assert answer.text.startswith("<?xml")


def test_answers_are_compressed_where_that_is_switched_on(serving):
    with serve(serving.world.club, switches=Switches(gzip=True)) as served:
        token = sign_in(served.addresses).json()["access_token"]
        url = f"{served.addresses.legacy_api_url}/v2.2/accounts/123456/events"
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        packed = httpx.get(url, headers=headers, trust_env=False)
        plain = httpx.get(url, headers=headers | {"Accept-Encoding": "identity"}, trust_env=False)
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert packed.json() == plain.json()


def test_a_write_is_answered_and_counted():
    with serve(make(60, 1)) as served:
        token = sign_in(served.addresses).json()["access_token"]
        url = f"{served.addresses.legacy_api_url}/v2.2/accounts/123456/contacts/5001"
        body = {"Id": 5001, "FieldValues": [{"SystemCode": "Phone", "Value": "555-0101"}]}
        answer = httpx.put(url, json=body, headers={"Authorization": f"Bearer {token}"}, trust_env=False)
        assert _field(answer.json(), "Phone") == "555-0101"
        assert served.world.writes["legacy"] == 1
