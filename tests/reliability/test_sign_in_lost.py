"""The sign-in goes wrong in the middle of a run (R17): renewed once, or stopped with a cause; never another club."""

from dataclasses import replace

import msgspec
import pytest

from clubos_desktop.errors import ClubOSError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import RunState
from tests.reliability.wired import Mirror, Wired, points, truth

DOMAINS = (Domain.MEMBERS, Domain.EVENTS)
MOST = 40
EXPIRED = points("expired", 4, MOST)
REVOKED = points("revoked", 4, MOST)


@pytest.fixture(scope="module")
def wired():
    made = Wired()
    yield made
    made.stop()


@pytest.fixture
def mirror(wired, tmp_path):
    wired.spoiled(lambda _request, answer, _number: answer)
    made = Mirror(tmp_path / "club.clubos", wired)
    with made.source() as source:
        made.account = finish(source.check())
    yield made
    made.close()


def token_call(request):
    return request.path.lower() == "/auth/token"


@pytest.mark.parametrize("number", EXPIRED)
def test_a_token_that_ends_at_some_call_is_bought_anew_and_nothing_is_lost(wired, mirror, number):
    bought = []

    def spoil(request, answer, call):
        if token_call(request):
            bought.append(call)
        if call == number + 2:
            wired.world.tokens.clear()  # from now on every known token is refused
        return answer

    wired.spoiled(spoil)
    runs = mirror.copy(domains=DOMAINS)
    assert {run.state for run in runs.values()} == {RunState.COMPLETE}
    assert mirror.members() == (truth(wired), 0, 0)
    assert len(bought) == 2


@pytest.mark.parametrize("number", REVOKED)
def test_a_key_that_was_revoked_stops_the_copy_and_says_what_to_do(wired, mirror, number):
    refused = []

    def spoil(request, answer, call):
        if call <= number + 2:
            return answer
        if token_call(request):
            refused.append(call)
        return replace(answer, status=400 if token_call(request) else 401, body=b'{"error":"invalid_grant"}')

    wired.spoiled(spoil)
    runs = mirror.copy(domains=DOMAINS)
    stopped = [run for run in runs.values() if run.state is RunState.FAILED]
    assert stopped
    assert all("key" in run.reason or "sign" in run.reason.casefold() for run in stopped), stopped
    assert mirror.members()[1:] == (0, 0)
    assert len(refused) <= 3, "a key that is refused is not tried over and over"
    wired.spoiled(lambda _request, answer, _number: answer)
    assert {run.state for run in mirror.copy(domains=DOMAINS).values()} == {RunState.COMPLETE}


@pytest.mark.parametrize("number", range(4))
def test_the_same_key_that_opens_another_account_is_a_hard_stop(wired, mirror, number):
    before = mirror.copy(domains=(Domain.MEMBERS,))
    assert before[Domain.MEMBERS].state is RunState.COMPLETE
    other = mirror.account.account_id[:-1] + str((int(mirror.account.account_id[-1]) + 1 + number) % 10)

    def spoil(request, answer, _call):
        if request.path.rstrip("/").endswith("/accounts"):
            said = msgspec.json.decode(answer.body)
            for account in said if isinstance(said, list) else [said]:
                account["Id"] = int(other)
            return replace(answer, body=msgspec.json.encode(said))
        if token_call(request):
            said = msgspec.json.decode(answer.body)
            for permission in said.get("Permissions", []):
                permission["AccountId"] = int(other)
            return replace(answer, body=msgspec.json.encode(said))
        return answer

    wired.spoiled(spoil)
    try:
        runs = mirror.copy(account=mirror.account.account_id)
        assert {run.state for run in runs.values()} == {RunState.FAILED}
        assert all(run.reason for run in runs.values())
    except ClubOSError as error:
        assert error.remedy  # noqa: PT017 - either way of stopping is a stop
    assert mirror.members() == (truth(wired), 0, 0), "not one record of another club"
