"""What happens between the steps of a copy: other acts, other rules, sources that give out."""

import pytest

from clubos_desktop.diff.rules import with_kind
from clubos_desktop.errors import NetworkError, StorageError
from clubos_desktop.job import Progress, finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Member
from clubos_desktop.model.runs import Listing, Mode, Page, RunState
from clubos_desktop.store import views
from clubos_desktop.sync.accept import accept_held
from clubos_desktop.sync.prepare import Landed
from clubos_desktop.sync.pull import pull
from clubos_desktop.sync.rehash import rehash

MEMBERS = [Domain.MEMBERS]


def person(number, **fields):
    given = {"email": f"p{number}@x.org", "status": "Active", "modified": "2026-11-01T00:00:00.000Z"} | fields
    return Member(key=str(number), first_name=f"Ann{number}", **given)


@pytest.fixture
def held(club):
    """A club whose last copy waits for an OK, and what is needed to give it."""
    source = club.sides[Side.LEGACY]
    source.records[Domain.MEMBERS] = [person(n) for n in range(40)]
    club.copy(domains=MEMBERS)
    source.records[Domain.MEMBERS] = [person(n) for n in range(20)]
    run = club.copy(domains=MEMBERS)[Side.LEGACY, Domain.MEMBERS]
    source.records[Domain.MEMBERS] = [person(n) for n in range(40)]
    return Landed(run, source.reader(source.account), source.account)


def until(job, label):
    for progress in job:
        if progress.label == label:
            return


def test_an_act_between_reading_and_taking_over_is_seen(club, held):
    job = club.job(domains=MEMBERS)
    until(job, "Taking over what was copied")
    accepted = finish(accept_held(club.database, held, club.rules, clock=club.clock, actor="person:1"))
    assert (accepted.state, accepted.missing) == (RunState.COMPLETE, 20)
    club.check()
    runs = {run.side: run for run in finish(job)}
    assert runs[Side.LEGACY].state is not RunState.RUNNING
    club.check()
    club.copy(domains=MEMBERS)
    total = next(each for each in club.read(views.totals) if each.side is Side.LEGACY)
    assert (total.present, total.missing) == (40, 0)


def test_known_pages_that_were_overtaken_are_asked_again(club, held):
    job = club.job(domains=MEMBERS)
    for _ in range(4):
        next(job)  # the page landed by its hash alone
    finish(accept_held(club.database, held, club.rules, clock=club.clock, actor="person:1"))
    runs = {run.side: run for run in finish(job)}
    assert runs[Side.LEGACY].state in {RunState.FAILED, RunState.COMPLETE}
    club.check()
    assert club.copy(domains=MEMBERS)[Side.LEGACY, Domain.MEMBERS].state is RunState.COMPLETE
    club.check()


def test_other_rules_wait_for_a_copy_that_came_between(club):
    club.put(Side.LEGACY, person(1))
    club.put(Side.CLUBOS, person(1, email="P1@x.org"))
    club.copy(domains=MEMBERS)
    rules = with_kind(club.rules, Domain.MEMBERS, "email", "exact")
    job = rehash(club.database, rules, clock=club.clock, actor="person:1")
    next(job)
    club.put(Side.LEGACY, person(2))
    club.copy(domains=MEMBERS)
    finish(job)
    assert {(d.field, d.legacy_id) for d in club.differences()} == {("email", "1"), ("", "2")}
    club.check()


def test_one_domain_can_be_pulled_alone(club):
    source = club.sides[Side.LEGACY]
    club.put(Side.LEGACY, person(1))
    given = {"clock": club.clock, "copy": 1, "actor": "program"}
    run = finish(pull(source, source.account, club.database, Domain.MEMBERS, Mode.FULL, **given))
    assert run.state is RunState.RUNNING
    assert {run.state for run in club.copy(domains=MEMBERS).values()} == {RunState.COMPLETE}


def failing(source, error, after=0):
    """The members of a source break off after some pages."""
    pages = source.pages

    def broken(domain, mode, **named):
        listing = pages(domain, mode, **named)
        taken = 0
        for piece in listing:
            if isinstance(piece, Page):
                taken += 1
            yield piece
            if taken == after and isinstance(piece, Page):
                raise error
        if not after:
            raise error
        return Listing(0, 0, frozenset())

    source.pages = broken
    return pages


def test_a_full_disk_is_said_and_the_copy_goes_on_later(club):
    source = club.sides[Side.LEGACY]
    club.put(Side.LEGACY, person(1))
    whole = failing(source, StorageError("The disk is full.", remedy="Free some space.", code="storage.full"))
    with pytest.raises(StorageError):
        club.copy(domains=MEMBERS)
    source.pages = whole
    assert {run.state for run in club.copy(domains=MEMBERS).values()} == {RunState.COMPLETE}
    club.check()


def test_pages_of_another_mode_are_not_gone_on_with(club):
    source = club.sides[Side.LEGACY]
    source.records[Domain.MEMBERS] = [person(n) for n in range(300)]
    club.copy(domains=MEMBERS)
    whole = failing(source, NetworkError("No answer.", remedy="Try again.", code="network"), after=1)
    assert club.copy(domains=MEMBERS)[Side.LEGACY, Domain.MEMBERS].state is RunState.PARTIAL
    source.pages = whole
    run = club.copy(Mode.INCREMENTAL, MEMBERS)[Side.LEGACY, Domain.MEMBERS]
    assert (run.state, run.mode, run.stored) == (RunState.COMPLETE, Mode.INCREMENTAL, 300)
    with club.database.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM landing").scalar() == 0


def test_a_source_that_does_not_answer_twice_is_left_alone(club):
    asked = []

    def silent(domain, *arguments, **named):
        asked.append(domain)
        yield Progress("Asking")
        raise NetworkError("No answer.", remedy="Try again.", code="network")

    club.sides[Side.LEGACY].pages = silent
    runs = club.copy()
    assert len(asked) == 2
    assert {run.state for (side, _), run in runs.items() if side is Side.LEGACY} == {RunState.FAILED}


def listing_of(club, listing, mode=Mode.FULL, domain=Domain.MEMBERS):
    """Copy a domain whose source says something of its own at the end."""
    source = club.sides[Side.LEGACY]
    pages = source.pages

    def said(of, *arguments, **named):
        whole = yield from pages(of, *arguments, **named)
        return listing if of is domain else whole

    source.pages = said
    run = club.copy(mode, [domain])[Side.LEGACY, domain]
    source.pages = pages
    return run


@pytest.mark.parametrize(
    ("listing", "state"),
    [
        (Listing(None, None), RunState.PARTIAL),
        (Listing(1, 1), RunState.COMPLETE),
        (Listing(None, 1), RunState.COMPLETE),
        (Listing(2, 1), RunState.PARTIAL),
        (Listing(1, 2), RunState.PARTIAL),
        (Listing(2, 2), RunState.PARTIAL),
        (Listing(None, None, frozenset({"1"})), RunState.COMPLETE),
        (Listing(None, None, frozenset({"1", "2"})), RunState.PARTIAL),
        (Listing(2, 2, frozenset({"1"})), RunState.PARTIAL),
    ],
)
def test_a_listing_is_complete_only_by_the_source_s_own_word(club, listing, state):
    club.put(Side.LEGACY, person(1))
    run = listing_of(club, listing)
    assert run.state is state
    assert bool(run.reason) == (state is RunState.PARTIAL)


def test_groups_come_whole_without_a_count(club):
    assert listing_of(club, Listing(None, None), domain=Domain.GROUPS).state is RunState.COMPLETE


def test_a_sweep_that_names_somebody_unknown_is_not_complete(club):
    club.put(Side.LEGACY, person(1))
    club.copy(domains=MEMBERS)
    run = listing_of(club, Listing(1, 1, frozenset({"1", "2"})), Mode.INCREMENTAL)
    assert run.state is RunState.PARTIAL
    assert "(1 of them)" in run.reason
