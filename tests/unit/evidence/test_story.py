from dataclasses import replace

import pytest

from clubos_desktop.evidence import story
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.evidence import DifferenceCount
from clubos_desktop.model.fields import COMPARED
from clubos_desktop.model.readiness import GateResult, Verdict
from clubos_desktop.store import settings

from .test_pack import gathered


def told(pack, *counts):
    evidence = replace(pack.evidence, differences=tuple(DifferenceCount(*count) for count in counts))
    return [f"{said.n} {said.text}" for said in story.differs(replace(pack, evidence=evidence))]


@pytest.fixture
def pack(club):
    return gathered(club)


def test_differences_are_told_in_members_terms_most_harmful_first(pack):
    assert told(
        pack,
        (Domain.INVOICES, "changed", "paid", 2, 0),
        (Domain.MEMBERS, "changed", "phone", 0, 3),
        (Domain.MEMBERS, "changed", "email", 1, 1),
        (Domain.EVENTS, "changed", "start", 1, 0),
        (Domain.MEMBERS, "only_clubos", "", 1, 0),
        (Domain.MEMBERS, "only_legacy", "", 1, 1),
        (Domain.MEMBERS, "conflict", "first_name", 1, 0),
        (Domain.MEMBERS, "ignored", "phone", 9, 0),
        (Domain.REGISTRATIONS, "not_comparable", "", 9, 0),
    ) == [
        "1 member was changed in both systems (first name)",
        "2 members are not in ClubOS; they could not sign in",
        "1 member is in ClubOS alone",
        "2 members have another e-mail address; club mail would miss them",
        "3 members have another phone number",
        "1 event starts at another time",
        "2 invoices do not add up in Wild Apricot's own books",
    ]


def test_every_compared_field_has_its_own_words(pack):
    for domain, fields in COMPARED.items():
        for field in fields:
            one, many = (told(pack, (domain, Kind.CHANGED, field.name, n, 0))[0] for n in (1, 2))
            assert (domain, field.name) in story._CHANGED
            assert one != many
    assert told(pack, (Domain.MEMBERS, "changed", "shoe_size", 2, 0)) == ["2 members have another shoe size"]


def test_the_page_of_what_was_not_checked_is_never_empty_and_names_what_clubos_hides(club):
    for _ in range(2):
        found = {each.what: each.why for each in story.unchecked(gathered(club))}
        assert any("Balance" in what for what in found)
        assert any(what.startswith("Money in ClubOS") for what in found)
        assert "S4.7 Chatbot answers match documented how-to content." in found
        assert "Names and personal values" in found
        assert all(found.values())
        club.copy()
    assert "Names and personal values" not in {each.what for each in story.unchecked(gathered(club, names_shown=True))}


def test_copies_that_are_not_whole_and_what_waits_are_named(club):
    club.sides[Side.CLUBOS].counts[Domain.EVENTS] = 99
    club.member(2, "Bea", "Other", email="m2@example.org", phone="(212) 555-0100")
    club.member(3, first="ANN")
    club.copy()
    found = {each.what: each.why for each in story.unchecked(gathered(club))}
    assert "never copied" in found["Events of ClubOS: not a whole copy"]
    assert any("seen only once" in what for what in found) or any("may belong together" in what for what in found)


def test_suggestions_unimportant_fields_and_a_gate_of_its_own_are_told(club):
    club.copy()
    pack = gathered(club)
    members = replace(pack.evidence.whole[0], suggestions=2, not_compared=1)
    evidence = replace(pack.evidence, whole=(members,), books=None)
    rule = replace(pack.rules[0], text="Equal when always: the club does not mind this field")
    found = {each.what: each.why for each in story.unchecked(replace(pack, evidence=evidence, rules=(rule,)))}
    assert "they count as missing on both sides" in found["2 pairs of members that may belong together"]
    assert found["1 member left aside"] == "ClubOS cannot show them."
    assert found["Members: first name"] == "The club's rules say that it does not matter."
    assert "were not copied either" in found[next(what for what in found if what.startswith("Money"))]


def test_what_came_from_export_files_is_said(club):
    club.copy()

    def said():
        start = "Wild Apricot's interface for "
        return [each for each in story.unchecked(gathered(club)) if each.what.startswith(start)]

    assert said() == []
    with club.database.transaction("person:1", "files instead") as tx:
        settings.put(tx, "files.instead", {"folder": "/exports", "domains": ["members"]})
    (found,) = said()
    assert found.what.endswith("for members")
    assert "read from export files" in found.why
    with club.database.transaction("person:1", "connection set") as tx:
        settings.put(tx, "connection.legacy", {"kind": "csv", "folder": "/exports"})
    assert "events" in said()[0].what


def test_rules_that_hide_are_named_with_how_much(club):
    club.member(2, "Bea", "Canary")
    club.copy()
    club.member(2, "Bea", "Canary", first_name="BEA")
    club.copy()
    found = {each.what: each.why for each in story.unchecked(gathered(club))}
    assert "first name 1" in found["Members: values that are equal only by your rules"]


def test_the_headline_counts_gates_and_checks(club):
    assert story.headline(gathered(club).readiness) == "0 of 5 gates passed. 27 checks not measured yet."
    club.copy(2)
    assert story.headline(gathered(club).readiness).startswith("0 of 5 gates passed. 21 checks not measured")
    assert set(story.MEANING) == set(Verdict)


def test_a_gate_gives_its_strongest_reason(club):
    club.member(4, clubos=False)
    club.copy(2)
    gates = gathered(club).readiness.gates
    assert "only in Wild Apricot" in story.reason(gates[0])
    assert story.reason(gates[1]) == "No operator is named yet."
    assert story.reason(GateResult(1, "", ())) == "It has no checks."
    club.take(Side.LEGACY, Domain.MEMBERS, "5004")
    club.copy(2)
    gate = gathered(club).readiness.gates[0]
    assert story.reason(gate).startswith("Nobody has looked yet: ClubOS tells neither waiting list order")
    seen = GateResult(1, "", tuple(each for each in gate.criteria if each.id != "G1.7"))
    assert story.reason(seen) == "All checks passed."
