import io
import re
from dataclasses import replace

import msgspec
import pytest
from pypdf import PdfReader

from clubos_desktop.diff import rules as diff_rules
from clubos_desktop.errors import ContractError
from clubos_desktop.evidence import pack as packs
from clubos_desktop.evidence import pdf
from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.pack import Seal
from clubos_desktop.evidence.pseudonyms import Pseudonyms
from clubos_desktop.findings import ruling
from clubos_desktop.job import finish
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.store import settings, tables
from clubos_desktop.sync import rulebook
from clubos_desktop.verification.acts import proofs
from tests.unit.copied_club import ZONE

HIDING = Pseudonyms(b"k" * 32)


def gathered(club, *, names_shown=False):
    with club.database.read() as conn:
        return packs.gather(
            conn,
            club.at,
            ZONE,
            identity="2026-12-01-1",
            purpose="Meeting",
            program="0.1.0",
            pseudonyms=HIDING,
            names_shown=names_shown,
        )


def test_an_empty_workspace_has_a_pack_too(club):
    pack = gathered(club)
    assert (pack.runs, pack.differences, pack.rules, pack.rules_version) == ((), (), (), 0)
    assert Figures(pack)["verdict"].value == "NOT MEASURED"


def test_a_pack_holds_everything_its_figures_are_made_of(club):
    club.copy(2)
    pack = gathered(club)
    assert len(pack.runs) == 28
    assert pack.rules_version == 1
    assert pack.entries > 0
    again = packs.load(packs.snapshot(pack))
    assert again == pack
    assert packs.snapshot(again) == packs.snapshot(pack)
    assert packs.recomputed(again) == pack.readiness
    assert Figures(again).all == Figures(pack).all


def test_a_changed_rule_stands_in_the_next_pack_with_its_reason(club):
    club.copy()
    with club.database.read() as conn:
        then = diff_rules.with_kind(rulebook.of_club(conn), Domain.MEMBERS, "phone", "digits")
    finish(ruling.change(club.database, then, "Extensions <b>count</b>", clock=club.clock, actor="person:1"))
    pack = gathered(club)
    assert [(each.version, each.reason) for each in pack.rule_changes] == [(2, "Extensions <b>count</b>")]
    assert packs.load(packs.snapshot(pack)) == pack
    reader = PdfReader(io.BytesIO(pdf.draw(replace(pack, seal=Seal(1, "ab" * 32, "cd" * 32)))))
    words = " ".join(page.extract_text() for page in reader.pages)
    assert "Changes of these rules" in words
    assert "Extensions <b>count</b>" in words


def test_every_figure_has_an_id_of_its_own_a_source_and_its_runs(club):
    club.member(2, phone="+1 212 555 0100")
    club.copy()
    figures = Figures(gathered(club)).all
    assert [figure.id for figure in figures] == [f"F{n}" for n in range(1, len(figures) + 1)]
    assert len({figure.key for figure in figures}) == len(figures)
    assert all(figure.value and figure.text and figure.source for figure in figures)
    copied = [figure for figure in figures if figure.key.startswith(("members.", "all.", "books.", "status."))]
    assert copied
    assert all(re.fullmatch(r"run \d+", run) for figure in copied for run in figure.runs)
    assert all(figure.runs for figure in copied)


def test_names_and_personal_values_are_hidden_unless_asked_for(club):
    club.member(2, "Bea", "Canary")
    club.copy()
    club.member(2, "Bea", "Canary", phone="+1 212 555 0199", email="other.canary@example.org")
    club.member(4, "Cyd", "Canary", clubos=False)
    club.copy()
    hidden, shown = packs.snapshot(gathered(club)), packs.snapshot(gathered(club, names_shown=True))
    for canary in (b"Canary", b"canary", b"0199", b"example.org"):
        assert canary not in hidden
        assert canary in shown


def test_a_hidden_value_still_tells_full_from_empty(club):
    club.member(2, phone="+1 212 555 0100")
    club.member(3, status="Lapsed")
    club.copy()
    lines = {line.field: line for line in gathered(club).differences}
    assert (lines["Phone"].legacy, lines["Phone"].clubos) == (None, "hidden")
    assert (lines["Status"].legacy, lines["Status"].clubos) == ("Active", "Lapsed")
    assert lines["Phone"].once


def test_a_pseudonym_is_the_same_in_every_pack_and_another_in_every_workspace(club):
    club.member(2, phone="+1 212 555 0100")
    club.copy()
    first = gathered(club).differences[0].who
    club.copy()
    assert gathered(club).differences[0].who == first
    assert re.fullmatch(r"Member [2-9B-DF-HJ-NP-TV-Z]{4}-[2-9B-DF-HJ-NP-TV-Z]{4}", first)
    assert Pseudonyms(b"o" * 32).name(Domain.MEMBERS, "5002") != HIDING.name(Domain.MEMBERS, "5002") == first
    assert HIDING.name(Domain.EVENTS, "5002") != first


def test_events_keep_their_titles_and_registrations_do_not(club):
    club.event(2, "2026-10-01T17:00:00.000Z", "2026-10-01T19:00:00.000Z", location="Elsewhere")
    club.registration(6, 3, 2, clubos=False)
    club.copy()
    lines = {line.domain: line for line in gathered(club).differences}
    assert lines[Domain.EVENTS].who.startswith("Event 2")
    assert lines[Domain.REGISTRATIONS].who.startswith("Registration ")
    assert lines[Domain.REGISTRATIONS].kind is Kind.ONLY_LEGACY


def test_faults_of_the_books_are_listed_with_their_sentence(club):
    club.money(allocated=1999)
    club.copy()
    lines = [line for line in gathered(club).differences if line.domain is Domain.INVOICES]
    assert [line.field for line in lines] == ["Paid"]
    assert "19.99" in lines[0].detail


def test_a_long_list_is_read_to_its_end(club, monkeypatch):
    for n in range(4, 30):
        club.member(n, clubos=False)
    club.copy()
    monkeypatch.setattr(packs, "PAGE", 10)
    assert len(gathered(club).differences) == 26


def test_calls_are_counted_and_those_that_could_write_apart(club):
    rows = [
        (Side.LEGACY, "GET", "/v2.3/accounts/1/contacts"),
        (Side.LEGACY, "GET", "/v2.3/accounts/1/events"),
        (Side.LEGACY, "POST", "/auth/token"),
        (Side.CLUBOS, "PATCH", "/api/v1/members/1"),
    ]
    with club.database.landing() as conn:
        for side, method, path in rows:
            conn.execute(tables.call.insert().values(at=club.at, side=side, method=method, path=path, status=200, ms=1))
    assert gathered(club).calls == (
        packs.Calls(Side.CLUBOS, "PATCH", 1, 1),
        packs.Calls(Side.LEGACY, "GET", 2, 0),
        packs.Calls(Side.LEGACY, "POST", 1, 0),
    )
    assert Figures(gathered(club))["calls.legacy.writing"].value == "0"


@pytest.mark.parametrize(
    ("connection", "practice"),
    [
        ({}, False),
        ({"kind": "wild-apricot", "api_url": "http://127.0.0.1:4711"}, True),
        ({"kind": "wild-apricot", "api_url": "https://api.wildapricot.org"}, False),
    ],
)
def test_a_pack_of_servers_on_this_computer_is_practice(club, connection, practice):
    with club.database.transaction("program", "connected") as tx:
        settings.put(tx, "connection.legacy", connection)
    assert gathered(club).practice is practice


def test_what_is_no_snapshot_is_refused(club):
    for content in (b"", b"{}", b"\xff\xfe", b"[1]"):
        with pytest.raises(ContractError, match="cannot be read"):
            packs.load(content)
    other = msgspec.json.decode(packs.snapshot(gathered(club))) | {"format": packs.FORMAT + 1}
    with pytest.raises(ContractError, match="another version"):
        packs.load(msgspec.json.encode(other))


def test_a_check_number_is_short_enough_to_read_out():
    assert packs.Seal(1, "2d711642b726", "").check_number == "2D71 1642"


def test_the_risks_are_in_with_what_raises_them_and_without_names(club):
    club.copy(2)
    proofs.add_risk(club.database, "program", "Ann Illich leaves", "Ask Ann", "She says so")
    proofs.rate(
        club.database, "program", "R3", likelihood=3, impact=3, owner="Ann Illich", review="2027-01-31"
    )  # fmt: skip
    hidden = {each.number: each for each in gathered(club).risks}
    assert len(hidden) == 16
    assert (hidden["R3"].likelihood * hidden["R3"].impact, hidden["R3"].review) == (9, "2027-01-31")
    assert hidden["R16"].title == "A risk of the club's own"
    assert b"Ann Illich" not in msgspec.json.encode(tuple(hidden.values()))
    shown = {each.number: each for each in gathered(club, names_shown=True).risks}
    assert (shown["R16"].title, shown["R16"].abort) == ("Ann Illich leaves", "She says so")
