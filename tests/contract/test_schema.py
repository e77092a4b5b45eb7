"""A system changes its answers overnight: that domain stops, others go on, a person decides (scenario 15)."""

import pytest

from clubos_desktop.errors import InputError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import RunState
from clubos_desktop.model.schema import Course, Drift
from clubos_desktop.store import audit, left_out
from clubos_desktop.sync import completeness, schema, schema_words
from clubos_desktop.sync.zero import verify_from_zero
from tests.support.practised import World


@pytest.fixture
def club(tmp_path):
    made = World(tmp_path / "club.clubos")
    assert {run.state for run in made.copy().values()} == {RunState.COMPLETE}
    yield made
    with made.database.read() as conn:
        assert audit.verify(conn) == []
    assert finish(verify_from_zero(made.database)) == ()
    made.close()


def test_a_renamed_field_stops_its_domain_alone_and_is_read_as_before_once_decided(club):
    before = club.members()
    club.fault("renamed-field", "MembershipLevel")
    runs = club.copy()
    assert runs[Domain.LEVELS].state is RunState.COMPLETE
    assert runs[Domain.MEMBERS].state is RunState.FAILED
    assert "MembershipLevelNew" in runs[Domain.MEMBERS].reason
    assert club.members() == before
    (change,) = club.open()
    assert (change.kind, change.breaking, len(change.examples)) == (Drift.RENAMED, True, 3)
    assert "Gate 1" in schema_words.effect(change)
    club.decide(Course.MAP)
    assert club.open() == []
    assert club.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    assert club.members() == before
    club.fault(None, "")
    assert club.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    assert club.members() == before


def test_a_field_that_came_back_is_no_longer_listed(club):
    club.fault("removed-field", "Email")
    assert club.copy()[Domain.MEMBERS].state is RunState.FAILED
    assert len(club.open()) == 1
    club.fault(None, "")
    assert club.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    assert club.open() == []


def test_a_field_that_is_gone_for_good_reads_as_emptied_and_is_held_for_a_person(club):
    club.fault("removed-field", "Email")
    club.copy()
    club.decide(Course.ACCEPT)
    run = club.copy()[Domain.MEMBERS]
    assert run.state is RunState.HELD
    assert "E-mail" in run.reason


def test_records_with_an_unknown_word_are_set_aside_by_name_and_kept_as_they_were(club):
    before = club.members()
    club.fault("new-word", "Status=OnHold")
    assert club.copy()[Domain.MEMBERS].state is RunState.FAILED
    club.decide(Course.ROWS)
    run = club.copy()[Domain.MEMBERS]
    assert (run.state, run.listed, run.missing) == (RunState.COMPLETE, 60, 0)
    aside = club.aside()
    with_word = {each.key for each in aside}
    assert with_word
    assert all(not each.field and "OnHold" in each.why for each in aside)
    assert {key: club.members()[key] for key in with_word} == {key: before[key] for key in with_word}
    assert not named(club)
    with pytest.raises(InputError, match="not the records and values that are set aside"):
        accept(club, sorted(with_word)[:-1])
    accept(club, with_word)
    assert named(club)
    assert club.copy()[Domain.MEMBERS].state is RunState.COMPLETE  # pages that are known still list them
    assert named(club), "a later copy of the same asks nobody again"
    assert {each.key for each in club.aside()} == with_word
    club.fault(None, "")
    assert club.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    assert club.aside() == ()


def accept(club, keys):
    completeness.accept_aside(club.database, Side.LEGACY, Domain.MEMBERS, [(key, "") for key in keys], actor="person:1")


def named(club):
    """Whether gate 1 has each name of what was set aside."""
    with club.database.read() as conn:
        (found,) = left_out.figures(conn)
    assert (found.side, found.domain, found.n) == (Side.LEGACY, Domain.MEMBERS, len(club.aside()))
    return found.named == found.n


def test_a_word_can_be_read_as_another(club):
    club.fault("new-word", "Status=OnHold")
    club.copy()
    with pytest.raises(InputError):
        club.decide(Course.MAP)
    club.decide(Course.MAP, "Lapsed")
    assert club.copy()[Domain.MEMBERS].state in (RunState.COMPLETE, RunState.HELD)
    assert club.aside() == ()


def test_values_of_another_kind_are_set_aside_value_by_value_and_come_back(club):
    before = club.members()
    club.fault("retyped-field", "FieldValues[Balance]")
    club.copy()
    club.decide(Course.VALUES)
    run = club.copy()[Domain.MEMBERS]
    assert run.state in (RunState.COMPLETE, RunState.HELD)
    if run.state is RunState.COMPLETE:
        assert {each.field for each in club.aside()} == {"FieldValues[Balance]"}
        assert {member.balance for member in club.members().values()} == {None}
    club.fault(None, "")
    assert club.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    assert club.members() == before
    assert club.aside() == ()


@pytest.mark.parametrize(
    ("fault", "value", "to"),
    [
        ("retyped-field", "FieldValues[Balance]", ""),
        ("date-form", "ProfileLastUpdated", "month-first"),
        ("date-form", "FieldValues[RenewalDue]", "month-first"),
    ],
)
def test_values_in_another_form_can_be_read(club, fault, value, to):
    before = club.members()
    club.fault(fault, value)
    assert club.copy()[Domain.MEMBERS].state is RunState.FAILED
    club.decide(Course.ACCEPT, to)
    assert club.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    now = club.members()
    assert {key: member.balance for key, member in now.items()} == {key: m.balance for key, m in before.items()}
    assert {key: m.renewal_due for key, m in now.items()} == {key: m.renewal_due for key, m in before.items()}


def test_a_date_needs_its_order_said(club):
    club.fault("date-form", "ProfileLastUpdated")
    club.copy()
    with pytest.raises(InputError) as caught:
        club.decide(Course.ACCEPT)
    assert "month-first" in caught.value.remedy


def test_a_decision_that_is_withdrawn_asks_again(club):
    club.fault("new-word", "Status=OnHold")
    club.copy()
    made = club.decide(Course.ROWS)
    assert club.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    schema.withdraw(club.database, made.change.id, actor="Anna")
    assert club.copy()[Domain.MEMBERS].state is RunState.FAILED
    assert [change.id for change in club.open()] == [made.change.id]


def test_what_breaks_nothing_is_shown_until_it_was_seen(club):
    club.fault("new-field", "Pronouns")
    assert club.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    assert club.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    (change,) = club.open()
    assert (change.kind, change.breaking) == (Drift.NEW, False)
    club.decide(Course.ACCEPT)
    assert club.open() == []
    club.copy()
    assert club.open() == []


def test_an_answer_that_cannot_even_be_listed_is_listed_as_a_change(club):
    club.fault("renamed-field", "Id")
    runs = club.copy()
    assert runs[Domain.MEMBERS].state is RunState.FAILED
    (change,) = club.open()
    assert (change.kind, change.courses) == (Drift.ANSWER, ())
    with pytest.raises(InputError):
        club.decide(Course.ACCEPT)


def test_a_renamed_level_is_a_notice_with_both_names(club):
    club.fault("renamed-level", "Regular=Standard", path="")
    club.copy()
    assert {(change.was, change.other) for change in club.open()} == {("Regular", "Standard")}
