import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubos_desktop.diff import rules as r
from clubos_desktop.diff.fieldrules import ALLOWED, MEMBER_STATUSES
from clubos_desktop.diff.kinds import KINDS
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import PAIRED, Domain
from clubos_desktop.model.fields import COMPARED

RULES = r.default_rules("America/Los_Angeles", "US", "USD")


def test_the_shipped_rules_are_sound_and_cover_every_compared_field():
    assert r.faults(RULES) == ()
    assert tuple(ALLOWED) == PAIRED
    for domain in PAIRED:
        assert list(ALLOWED[domain]) == [field.name for field in COMPARED[domain]]
        for kinds in ALLOWED[domain].values():
            assert set(kinds) <= set(KINDS)
    assert {kind for of in ALLOWED.values() for kinds in of.values() for kind in kinds} == set(KINDS)


@pytest.mark.parametrize("name", r.PRESETS)
def test_every_preset_is_sound_and_survives_being_stored(name):
    rules = r.preset(RULES, name)
    assert r.faults(rules) == ()
    assert r.from_json(r.to_json(rules)) == rules
    assert r.to_json(r.from_json(r.to_json(rules))) == r.to_json(rules)


field = st.sampled_from(
    [(domain, name, kind) for domain, of in ALLOWED.items() for name, kinds in of.items() for kind in kinds]
)


@given(st.lists(field, max_size=5))
def test_any_choice_of_kinds_survives_being_stored(choices):
    rules = RULES
    for domain, name, kind in choices:
        rules = r.with_kind(rules, domain, name, kind)
        assert rules.kind(domain, name) == kind
    assert r.from_json(r.to_json(rules).encode()) == rules


def test_a_field_without_a_rule_has_the_shipped_one():
    assert msgspec.structs.replace(RULES, fields=()).kind(Domain.MEMBERS, "email") == "email"


def test_the_order_in_which_rules_are_stored_does_not_count():
    mixed = msgspec.structs.replace(RULES, fields=tuple(reversed(RULES.fields)))
    assert r.from_json(r.to_json(mixed)) == RULES


def sentences(**changes):
    return r.faults(msgspec.structs.replace(RULES, **changes))


def test_what_is_wrong_with_the_club_is_said():
    assert sentences(zone="Mars/Base", country="usa", currency="dollar", tolerance=-1) == (
        '"Mars/Base" is not a time zone.',
        '"usa" is not a country in two capital letters, such as US.',
        '"dollar" is not a currency in three capital letters, such as USD.',
        "Sums of money cannot be less than nothing apart.",
    )
    assert sentences(zone="") == ('"" is not a time zone.',)
    assert sentences(zone="../etc/passwd") == ('"../etc/passwd" is not a time zone.',)


def test_what_is_wrong_with_rules_of_fields_is_said():
    wrong = (
        r.FieldRule(Domain.MEMBERS, "shoe", "text"),
        r.FieldRule(Domain.INVOICES, "amount", "exact"),
        r.FieldRule(Domain.MEMBERS, "joined", "phone"),
        r.FieldRule(Domain.MEMBERS, "joined", "exact"),
    )
    assert sentences(fields=wrong) == (
        'Members, "shoe": both systems do not show such a field, so it has no rule.',
        'Invoices, "amount": both systems do not show such a field, so it has no rule.',
        'Members, "joined": the rule "phone" does not fit here. Choose one of: exact, month, unimportant.',
        'Members, "joined": there are two rules for one field.',
    )


def test_what_is_wrong_with_words_is_said():
    words = (r.Word("Life Member", "active"), r.Word("gold", "active"), r.Word("gold", "lapsed"), r.Word("red", "dead"))
    assert sentences(clubos_status=words) == (
        '"Life Member" for "active": words are stored small, joined by "_".',
        '"gold" cannot mean both "active" and "lapsed".',
        f'"red" cannot mean "dead". Choose one of: {", ".join(MEMBER_STATUSES)}.',
    )
    assert sentences(levels=(r.Word("", "x"),)) == ('"" for "x": words are stored small, joined by "_".',)
    assert sentences(levels=(r.Word("gold", "any_tier"),)) == ()


def test_edits_are_refused_in_words_and_change_nothing():
    with pytest.raises(InputError, match="does not fit here") as error:
        r.with_kind(RULES, Domain.MEMBERS, "email", "month")
    assert error.value.code == "rules"
    assert "Nothing was changed" in error.value.remedy
    with pytest.raises(InputError, match='cannot mean "away"'):
        r.with_words(RULES, "clubos_status", {"Gone": "away"})
    with pytest.raises(InputError, match="no preset") as error:
        r.preset(RULES, "magic")
    assert error.value.remedy == "Choose one of: importer, csv migrator, without suspended."
    assert r.faults(RULES) == ()


def test_words_may_be_written_as_people_do():
    rules = r.with_words(RULES, "clubos_status", {"Life Member": "Not a member"})
    assert rules.clubos_status == (r.Word("life_member", "not_a_member"),)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"zone": 1}', b"\xff", "null"])
def test_what_are_no_rules_is_refused(text):
    with pytest.raises(InputError, match="no comparison rules"):
        r.from_json(text)


def test_unsound_rules_are_not_read():
    with pytest.raises(InputError, match="not a country"):
        r.from_json(r.to_json(msgspec.structs.replace(RULES, country="")))


def test_rules_are_described_in_words():
    described = r.describe(RULES)
    assert (Domain.MEMBERS, "phone", "Equal when both dial the same phone") in described
    assert len(described) == sum(len(of) for of in ALLOWED.values())
