"""Every failure card is brought about for real on the practice servers, and looked at (features.md S3.6, E17)."""

import errno
import socket

import pytest

from clubos_desktop import staging
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.errors import ClubOSError, RefusedError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import RunState
from clubos_desktop.practice import card_faults
from clubos_desktop.practice.faults import Fault
from clubos_desktop.store import failures, records, settings
from clubos_desktop.sync import completeness, schema
from clubos_desktop.sync.accept import accept_held
from clubos_desktop.sync.cards import cards
from clubos_desktop.sync.causes import CAUSES, WARNINGS, cause
from tests.support.practised import World

DOMAINS = {
    "contract.records": (Domain.INVOICES,),
    "copy.needs": (Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS),
    "listing.uncounted": (Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS),
    "LOW_EVENT_COUNT": (Domain.EVENTS,),
    "ZERO_REGISTRATIONS_UPSERTED": (Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS),
    "HIGH_MEMBER_SKIP_RATIO": (Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS),
}
LATER = [code for code in card_faults.CARDS if code not in card_faults.FIRST]


@pytest.fixture(scope="module", params=["legacy"])
def legacy(tmp_path_factory):
    made = World(tmp_path_factory.mktemp("cards") / "club.clubos")
    made.copy(Domain.MEMBERS, Domain.EVENTS, Domain.INVOICES)
    yield made
    made.close()


@pytest.fixture
def fresh(tmp_path):
    made = World(tmp_path / "club.clubos")
    yield made
    made.close()


def shown(club):
    with club.database.read() as conn:
        return {card.code: card for card in cards(conn)}


def again(club, **how):
    """The same workspace over a new connection, with nothing left over that a copy would go on from."""
    with club.database.landing() as conn:
        conn.exec_driver_sql("DELETE FROM landing")
    club.source.close()
    club.connect(**how)


def look(card):
    """What a person needs is on it, and nobody's values."""
    assert card.title
    assert "{" not in card.title + card.remedy
    assert card.remedy
    assert card.since
    assert card.hits
    assert card.known
    assert card.warning or card.reason
    assert "@" not in card.reason + "".join(card.faults)


def test_every_cause_has_a_sentence_and_can_be_brought_about():
    assert len(CAUSES) >= 30
    assert set(staging.CODES) == {*CAUSES, *WARNINGS}
    assert len(staging.CODES) == len(set(staging.CODES))
    assert len({cause.title for cause in CAUSES.values()}) == len(CAUSES)


@pytest.mark.parametrize("code", [code for code in LATER if card_faults.CARDS[code].side != "clubos"])
def test_a_card_for_each_cause(legacy, code, monkeypatch):
    if code == "too-large":
        monkeypatch.setattr("clubos_desktop.connectors.wire.LARGEST", 2_000_000)
    fault = Fault.named(code)
    if code == "too-large":
        fault.value = "3000000"
    if code == "timeout":
        fault.value = "1.5"
    legacy.world.tokens.clear()
    again(legacy, timeout=0.2 if code == "timeout" else 60.0)
    legacy.put(fault)
    try:
        runs = legacy.copy(*DOMAINS.get(code, (Domain.MEMBERS,)))
    finally:
        legacy.put()
    assert RunState.COMPLETE not in {runs[domain].state for domain in DOMAINS.get(code, (Domain.MEMBERS,))[-1:]}
    look(shown(legacy)[code])


def test_the_card_of_clubos(tmp_path):
    club = World(tmp_path / "club.clubos", Side.CLUBOS)
    try:
        club.copy(Domain.MEMBERS)
        club.put(Fault.named("clubos-sign-in-run-out"))
        club.copy(Domain.MEMBERS)
        look(shown(club)["clubos-sign-in-run-out"])
    finally:
        club.close()


@pytest.mark.parametrize("code", card_faults.ADDRESSES)
def test_a_card_for_each_way_that_is_shut(legacy, code, monkeypatch, spoken_outside):
    where = legacy.served.addresses.legacy_api_url
    url = {"connect": "http://127.0.0.1:9", "tls": where.replace("http:", "https:"), "dns": "https://club.invalid"}[
        code
    ]
    if code == "dns":

        def nowhere(*_args, **_more):
            raise socket.gaierror(-2, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    again(legacy, api_url=url)
    legacy.source._api.http.credentials._ends = float("inf")  # signed in already: only the way is shut
    legacy.source._api.http.credentials._token = "token"
    try:
        legacy.copy(Domain.MEMBERS)
    finally:
        again(legacy)
    look(shown(legacy)[code])


@pytest.mark.parametrize("code", card_faults.FIRST)
def test_a_first_copy_that_is_suspicious_says_so(fresh, code):
    fresh.put(Fault.named(code))
    fresh.copy(*DOMAINS.get(code, (Domain.MEMBERS,)))
    card = shown(fresh)[code]
    look(card)
    assert card.warning


def test_no_way_out_of_this_computer_is_no_fault_of_the_other_system(legacy, monkeypatch):
    again(legacy)

    def unplugged(*_where, **_how):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    with monkeypatch.context() as away:
        away.setattr(socket, "create_connection", unplugged)
        run = legacy.copy(Domain.MEMBERS)[Domain.MEMBERS]
    again(legacy)
    assert "this computer is not online" in run.reason
    look(shown(legacy)["offline"])


def test_a_writing_call_is_stopped_and_stands_on_a_card(fresh):
    """The connector itself asks for what may not leave: its run fails, and the server hears nothing of it."""
    fresh.copy(Domain.MEMBERS)
    http = fresh.source._api.http

    def writes(*_what, **_how):
        yield from ()
        http._client.post(f"{fresh.served.addresses.legacy_api_url}/accounts", json={"Name": "Other"})

    fresh.source.pages = writes
    run = fresh.copy(Domain.MEMBERS)[Domain.MEMBERS]
    assert run.state is RunState.FAILED
    assert "could have changed something" in run.reason
    card = shown(fresh)["guard-write"]
    look(card)
    assert not card.again
    assert fresh.world.writes["legacy"] == 0


@pytest.mark.parametrize("code", ["guard-write", "guard-other-address", "guard-body", "guard-method-override"])
def test_whatever_the_guard_stopped_has_the_words_of_the_guard(code):
    assert cause(code) is CAUSES["guard-write"]


def test_another_account_stands_on_a_card_though_no_run_began(fresh):
    fresh.copy(Domain.MEMBERS)
    with fresh.database.transaction("Anna", "test") as tx:
        settings.put(tx, "account.legacy", {"account_id": "1"})
    with pytest.raises(RefusedError) as said:
        fresh.copy(Domain.MEMBERS)
    assert said.value.code == "copy.other_account"
    card = shown(fresh)["copy.other_account"]
    look(card)
    assert card.hits[0].domain is None


def test_what_changed_here_while_it_was_copied_is_not_taken_over(fresh):
    """The pages had come as known ones, and what was known of them went before they were read."""
    fresh.copy(Domain.MEMBERS)
    again(fresh)
    job = fresh.job(Domain.MEMBERS)
    for progress in job:
        if progress.label.startswith("Reading members"):
            break
    job.close()
    with fresh.database.landing() as conn:
        records.read_anew(conn, Side.LEGACY, Domain.MEMBERS)
    run = fresh.copy(Domain.MEMBERS)[Domain.MEMBERS]
    assert (run.state, run.stored) == (RunState.FAILED, 60)
    look(shown(fresh)["copy.overtaken"])
    assert fresh.copy(Domain.MEMBERS)[Domain.MEMBERS].state is RunState.COMPLETE
    assert "copy.overtaken" not in shown(fresh)


def test_a_failed_copy_after_one_that_was_taken_over_later_is_not_forgotten(fresh):
    fresh.copy(Domain.MEMBERS)
    fresh.put(Fault.named("held.vanished"))
    held = fresh.copy(Domain.MEMBERS)[Domain.MEMBERS]
    assert held.state is RunState.HELD
    fresh.put(Fault.named("server"))
    fresh.copy(Domain.MEMBERS)
    fresh.put()
    landed = finish(schema.ready(fresh.database, held, fresh.source, fresh.account, clock=fresh.clock))
    rules = default_rules("America/Los_Angeles", "US", "USD")
    finish(accept_held(fresh.database, landed, rules, clock=fresh.clock, actor="Anna"))
    look(shown(fresh)["left"])


def test_a_good_copy_takes_its_cards_away_and_small_clubs_are_only_warned_of(fresh):
    fresh.put(Fault.named("server"))
    fresh.copy(Domain.MEMBERS)
    assert "server" in shown(fresh)
    fresh.put()
    fresh.copy(Domain.MEMBERS, Domain.EVENTS)
    assert set(shown(fresh)) == {"LOW_CONTACT_COUNT"}


def test_an_unknown_cause_keeps_its_answer(fresh):
    fresh.put(Fault("410", path="/contacts"))
    fresh.copy(Domain.MEMBERS)
    card = shown(fresh)["unexpected-status"]
    assert card.has_raw
    with fresh.database.read() as conn:
        trouble = failures.read(conn, Side.LEGACY, Domain.MEMBERS)
    assert b"<h1>410</h1>" in trouble.raw


def test_since_is_the_first_copy_after_the_last_good_one(fresh):
    fresh.copy(Domain.MEMBERS)
    fresh.put(Fault.named("server"))
    first = fresh.copy(Domain.MEMBERS)[Domain.MEMBERS]
    fresh.copy(Domain.MEMBERS)
    card = shown(fresh)["server"]
    assert card.since == first.started
    assert card.records == 60


def test_what_cannot_be_shown_is_accepted_by_name_and_more_of_it_asks_again(fresh):
    fresh.put(Fault("broken-contact", path="/contacts", value="5005"))
    run = fresh.copy(Domain.MEMBERS)[Domain.MEMBERS]
    assert (run.state, "5005" in run.reason) == (RunState.PARTIAL, True)
    completeness.accept_skips(fresh.database, Side.LEGACY, Domain.MEMBERS, ["5005"], actor="Anna")
    run = fresh.copy(Domain.MEMBERS)[Domain.MEMBERS]
    assert (run.state, run.listed, run.stored) == (RunState.COMPLETE, 60, 59)
    fresh.put(
        Fault("broken-contact", path="/contacts", value="5005"), Fault("broken-contact", path="/contacts", value="5007")
    )
    assert fresh.copy(Domain.MEMBERS)[Domain.MEMBERS].state is RunState.PARTIAL
    with fresh.database.read() as conn:
        assert completeness.accepted_skips(conn, Side.LEGACY, Domain.MEMBERS) == frozenset()
    with pytest.raises(ClubOSError):
        completeness.accept_skips(fresh.database, Side.LEGACY, Domain.MEMBERS, ["5005"], actor="Anna")
    completeness.accept_skips(fresh.database, Side.LEGACY, Domain.MEMBERS, ["5005", "5007"], actor="Anna")
    assert fresh.copy(Domain.MEMBERS)[Domain.MEMBERS].state is RunState.COMPLETE
    fresh.put()
    run = fresh.copy(Domain.MEMBERS)[Domain.MEMBERS]
    assert (run.state, run.stored) == (RunState.COMPLETE, 60)
