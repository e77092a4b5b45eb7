import pytest

from clubos_desktop.diff.rules import with_kind
from clubos_desktop.errors import NetworkError, RefusedError, SignInError
from clubos_desktop.job import Progress, finish
from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Allocation, Event, Invoice, Member, Payment, Registration
from clubos_desktop.model.runs import Listing, Mode, Page, RunState
from clubos_desktop.store import audit, settings, views
from clubos_desktop.sync.accept import accept_held
from clubos_desktop.sync.prepare import Landed
from clubos_desktop.sync.rehash import rehash


def member(key, first="Ann", last="Illich", **fields):
    given = {"email": f"{first}@x.org", "status": "Active", "modified": "2026-11-01T00:00:00.000Z"} | fields
    return Member(key=key, first_name=first, last_name=last, **given)


def test_a_first_copy_pairs_and_finds_what_differs(club):
    club.put(Side.LEGACY, member("1"), member("2", "Bob"), member("3", "Cy"))
    club.put(Side.CLUBOS, member("a", phone="805 555 0123"), member("b", "BOB"), member("d", "Dee"))
    runs = club.copy()
    assert {run.state for run in runs.values()} == {RunState.COMPLETE}
    assert club.shown() == {
        (Domain.MEMBERS, Kind.CHANGED, "1", "a", "phone"),
        (Domain.MEMBERS, Kind.IGNORED, "2", "b", "first_name"),
        (Domain.MEMBERS, Kind.IGNORED, "2", "b", "email"),
        (Domain.MEMBERS, Kind.ONLY_LEGACY, "3", None, ""),
        (Domain.MEMBERS, Kind.ONLY_CLUBOS, None, "d", ""),
    }
    club.check()
    totals = {(total.side, total.domain): total for total in club.read(views.totals)}
    assert totals[Side.LEGACY, Domain.MEMBERS].present == 3
    assert club.read(views.pair_totals)[Domain.MEMBERS] == 2
    assert club.read(audit.verify) == []


def test_a_difference_is_seen_once_then_twice_then_gone(club):
    club.put(Side.LEGACY, member("1"))
    club.put(Side.CLUBOS, member("a", last="Illichova"))
    club.copy()
    assert [d.status for d in club.differences()] == [Status.SEEN_ONCE]
    club.copy(Mode.INCREMENTAL)
    assert [d.status for d in club.differences()] == [Status.CONFIRMED]
    club.put(Side.CLUBOS, member("a", modified="2026-12-02T00:00:00.000Z"))
    club.copy(Mode.INCREMENTAL)
    assert club.differences() == ()
    closed = [count for count in club.read(views.counts, closed=True) if count.status is Status.CLOSED]
    assert [(count.field, count.n) for count in closed] == [("last_name", 1)]
    club.check()


def test_a_record_is_gone_only_after_two_complete_copies(club):
    club.put(Side.LEGACY, *(member(str(n), f"Ann{n}") for n in range(20)))
    club.put(Side.CLUBOS, *(member(f"c{n}", f"Ann{n}") for n in range(20)))
    club.copy()
    club.take(Side.LEGACY, Domain.MEMBERS, "7")
    first = club.copy()[Side.LEGACY, Domain.MEMBERS]
    assert (first.state, first.missing, first.stored) == (RunState.COMPLETE, 1, 20)
    assert club.shown() == set()
    second = club.copy()[Side.LEGACY, Domain.MEMBERS]
    assert (second.missing, second.stored) == (1, 19)
    assert club.shown() == {(Domain.MEMBERS, Kind.ONLY_CLUBOS, None, "c7", "")}
    club.put(Side.LEGACY, member("7", "Ann7"))
    club.copy()
    assert club.shown() == set()
    club.check()


def test_a_listing_that_is_not_complete_moves_nothing(club):
    club.put(Side.LEGACY, *(member(str(n), f"Ann{n}") for n in range(20)))
    club.copy()
    club.take(Side.LEGACY, Domain.MEMBERS, "7")
    club.put(Side.LEGACY, member("99", "New"))
    club.sides[Side.LEGACY].counts[Domain.MEMBERS] = 25
    run = club.copy()[Side.LEGACY, Domain.MEMBERS]
    assert run.state is RunState.PARTIAL
    assert "25" in run.reason
    total = next(t for t in club.read(views.totals) if (t.side, t.domain) == (Side.LEGACY, Domain.MEMBERS))
    assert (total.present, total.missing, total.gone) == (20, 0, 0)
    assert club.read(views.latest_runs)[Side.LEGACY, Domain.REGISTRATIONS].state is RunState.FAILED
    club.check()


def test_many_that_vanish_wait_for_a_person(club):
    club.put(Side.LEGACY, *(member(str(n), f"Ann{n}") for n in range(30)))
    club.copy()
    club.take(Side.LEGACY, Domain.MEMBERS, *(str(n) for n in range(11)))
    run = club.copy()[Side.LEGACY, Domain.MEMBERS]
    assert run.state is RunState.HELD
    held = club.read(views.held, run.id)
    assert (held.present, held.vanished, len(held.names)) == (30, 11, 11)
    assert "Ann0 Illich" in held.names
    club.check()


def test_a_field_that_changes_in_masses_waits_for_a_person(club):
    club.put(Side.LEGACY, *(member(str(n), f"Ann{n}") for n in range(30)))
    club.copy()
    club.put(Side.LEGACY, *(member(str(n), f"Ann{n}", email=None) for n in range(11)))
    run = club.copy()[Side.LEGACY, Domain.MEMBERS]
    assert run.state is RunState.HELD
    assert club.read(views.held, run.id).fields == {"email": 11}


def test_registrations_are_called_after_member_and_event(club):
    event = Event(key="9", title="Gala", start="2026-12-20T03:00:00.000Z")
    club.put(Side.LEGACY, member("1"), event)
    club.put(Side.CLUBOS, member("a"), Event(key="e", title="Gala", start="2026-12-20T03:00:00.000Z"))
    club.put(Side.LEGACY, Registration(key="5", member="1", event="9", status="Paid"))
    club.put(Side.LEGACY, Registration(key="6", member="1", event="9", status="Paid", guest_of="5"))
    club.put(Side.LEGACY, Registration(key="4", member="1", event="9", status="Canceled", cancelled=True))
    club.put(Side.CLUBOS, Registration(key="r", member="a", event="e", status="CANCELLED"))
    club.copy()
    shown = {(d.kind, d.legacy_id, d.field, d.who) for d in club.differences()}
    assert shown == {
        (Kind.CHANGED, "5", "status", "Ann Illich at Gala, 19 Dec 2026"),
        (Kind.NOT_COMPARABLE, "6", "", "Guest of Ann Illich at Gala, 19 Dec 2026"),
        (Kind.NOT_COMPARABLE, "4", "", "Ann Illich at Gala, 19 Dec 2026"),
    }
    club.put(Side.LEGACY, member("1", "Anna", email="Ann@x.org", modified="2026-12-02T00:00:00.000Z"))
    club.copy()
    assert {d.who for d in club.differences() if d.domain is Domain.REGISTRATIONS} == {
        "Anna Illich at Gala, 19 Dec 2026",
        "Guest of Anna Illich at Gala, 19 Dec 2026",
    }
    club.check()


def test_an_unchanged_club_stores_nothing_new(club):
    club.put(Side.LEGACY, *(member(str(n), f"Ann{n}") for n in range(250)))
    club.put(Side.CLUBOS, *(member(f"c{n}", f"Ann{n}") for n in range(250)))
    club.copy()
    runs = club.copy()
    assert {run.changed for run in runs.values()} == {0}
    with club.database.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM version").scalar() == 500
        assert conn.exec_driver_sql("SELECT count(*) FROM landing").scalar() == 0


def test_closing_a_copy_and_copying_again_goes_on_where_it_was(club):
    club.put(Side.LEGACY, *(member(str(n), f"Ann{n}") for n in range(450)))
    job = club.job()
    for progress in job:
        if progress.done == 300:
            break
    job.close()
    asked = []
    pages = club.sides[Side.LEGACY].pages

    def counted(domain, *arguments, **named):
        asked.append((domain, named["resume"]))
        return pages(domain, *arguments, **named)

    club.sides[Side.LEGACY].pages = counted
    runs = finish(club.job())
    assert (Domain.MEMBERS, "300") in asked
    assert {run.copy for run in runs} == {1}
    assert {run.state for run in runs} == {RunState.COMPLETE}
    club.check()


def test_a_held_copy_is_accepted_by_a_person(club):
    club.put(Side.LEGACY, *(member(str(n), f"Ann{n}") for n in range(30)))
    club.copy()
    club.take(Side.LEGACY, Domain.MEMBERS, *(str(n) for n in range(11)))
    run = club.copy()[Side.LEGACY, Domain.MEMBERS]
    source = club.sides[Side.LEGACY]
    landed = Landed(run, source.reader(source.account), source.account)
    job = accept_held(club.database, landed, club.rules, clock=club.clock, actor="person:1")
    accepted = finish(job)
    assert (accepted.state, accepted.missing, accepted.stored) == (RunState.COMPLETE, 11, 30)
    run = club.copy()[Side.LEGACY, Domain.MEMBERS]
    assert (run.state, run.stored) == (RunState.COMPLETE, 19)
    with pytest.raises(RefusedError):
        finish(
            accept_held(
                club.database,
                Landed(run, landed.reader, landed.account),
                club.rules,
                clock=club.clock,
                actor="person:1",
            )
        )
    club.check()


def test_an_answer_that_cannot_be_read_moves_nothing(club):
    club.put(Side.LEGACY, member("1"))
    club.copy()
    source = club.sides[Side.LEGACY]
    pages = source.pages

    def broken(domain, *arguments, **named):
        listing = yield from pages(domain, *arguments, **named)
        if domain is Domain.MEMBERS:
            yield Page(domain, b'[{"key": 5}]', "2")
        return listing

    source.pages = broken
    run = club.copy()[Side.LEGACY, Domain.MEMBERS]
    assert run.state is RunState.FAILED
    assert "cannot be read" in run.reason
    club.check()


def test_a_connection_that_breaks_off_goes_on_there_next_time(club):
    club.put(Side.LEGACY, *(member(str(n), f"Ann{n}") for n in range(450)))
    source = club.sides[Side.LEGACY]
    pages = source.pages

    def broken(domain, mode, *, since, resume, parents):
        listing = pages(domain, mode, since=since, resume=resume, parents=parents)
        for piece in listing:
            yield piece
            if domain is Domain.MEMBERS and isinstance(piece, Page) and piece.cursor == "200":
                raise NetworkError("No answer.", remedy="Try again.", code="network")
        return Listing(0, 0, frozenset())

    source.pages = broken
    run = club.copy(domains=[Domain.MEMBERS])[Side.LEGACY, Domain.MEMBERS]
    assert (run.state, run.reason) == (RunState.PARTIAL, "No answer. Try again.")
    asked = []

    def counted(domain, *arguments, **named):
        asked.append(named["resume"])
        return pages(domain, *arguments, **named)

    source.pages = counted
    run = club.copy(domains=[Domain.MEMBERS])[Side.LEGACY, Domain.MEMBERS]
    assert (run.state, run.stored, asked) == (RunState.COMPLETE, 450, ["200"])
    club.check()


def test_a_refused_sign_in_fails_what_was_due_once(club):
    source = club.sides[Side.LEGACY]
    asked = []

    def refused(domain, *arguments, **named):
        asked.append(domain)
        yield Progress("Asking")
        raise SignInError("The key is wrong.", remedy="Paste it again.", code="sign-in")

    source.pages = refused
    runs = club.copy()
    assert len(asked) == 1
    assert {run.state for (side, _), run in runs.items() if side is Side.LEGACY} == {RunState.FAILED}
    assert {run.state for (side, _), run in runs.items() if side is Side.CLUBOS} == {RunState.COMPLETE}


def test_another_account_is_refused(club):
    with club.database.transaction("person:1", "connected") as tx:
        settings.put(tx, "account.legacy", {"account_id": "another"})
    with pytest.raises(RefusedError):
        club.copy()


def test_books_that_do_not_add_up_are_told_once_all_money_is_of_one_copy(club):
    club.put(Side.LEGACY, member("1"))
    club.put(
        Side.LEGACY, Invoice(key="10", number="77", member="1", amount=500, paid=500, is_paid=True, currency="USD")
    )
    club.put(Side.LEGACY, Payment(key="20", member="1", amount=500, allocated=500, currency="USD"))
    club.put(Side.LEGACY, Allocation(key="30", invoice="10", payment="20", amount=400, currency="USD"))
    club.copy()
    shown = {(d.domain, d.legacy_id, d.field, d.legacy, d.who) for d in club.differences()}
    assert shown == {
        (Domain.MEMBERS, "1", "", None, "Ann Illich"),
        (Domain.INVOICES, "10", "paid", "5.00 USD", "Invoice 77, Ann Illich"),
        (Domain.PAYMENTS, "20", "allocated", "5.00 USD", "Payment of 5.00 USD, Ann Illich"),
    }
    club.copy()
    assert {d.status for d in club.differences() if d.domain is Domain.INVOICES} == {Status.CONFIRMED}
    club.check()
    club.put(Side.LEGACY, Allocation(key="30", invoice="10", payment="20", amount=500, currency="USD"))
    club.copy()
    assert {d.domain for d in club.differences()} == {Domain.MEMBERS}
    club.check()


def test_other_rules_make_the_prints_anew(club):
    club.put(Side.LEGACY, member("1"), member("2", "Bob"))
    club.put(Side.CLUBOS, member("a", email="ANN@x.org"), member("b", "Bob", phone="12"))
    club.copy()
    assert (Domain.MEMBERS, Kind.IGNORED, "1", "a", "email") in club.shown()
    club.rules = with_kind(club.rules, Domain.MEMBERS, "email", "exact")
    club.rules = with_kind(club.rules, Domain.MEMBERS, "phone", "digits")
    finish(rehash(club.database, club.rules, clock=club.clock, actor="person:1"))
    assert (Domain.MEMBERS, Kind.CHANGED, "1", "a", "email") in club.shown()
    assert {d.rule for d in club.differences()} == {"exact", "digits"}
    club.check()
