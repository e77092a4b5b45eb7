"""What is compared with what: every compared field with its rule, all else by name, with values of one record."""

from clubos_desktop.diff.rules import default_rules
from clubos_desktop.findings import compared
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.fields import COMPARED, NOT_COMPARABLE
from clubos_desktop.model.records import FieldDefinition, Member
from tests.unit.copied_club import ZONE

RULES = default_rules(ZONE, "US", "USD")


def listed(desk):
    return {(each.domain, each.field): each for each in desk.read(compared.fields, RULES)}


def test_every_field_stands_there_with_its_rule_or_as_not_compared(desk):
    found = listed(desk)
    for domain in PAIRED:
        for field in COMPARED[domain]:
            one = found[domain, field.name]
            assert one.legacy
            assert one.clubos
            assert one.kind == RULES.kind(domain, field.name)
        for field in NOT_COMPARABLE[domain]:
            if field.name != "custom":
                one = found[domain, field.name]
                assert (one.clubos, one.kind, one.filled[1]) == ("", "", 0)
                assert one.legacy
    kinds = [bool(each.kind) for each in desk.read(compared.fields, RULES)]
    assert kinds == sorted(kinds, reverse=True)  # what is compared comes first


def test_both_values_are_those_of_one_record(desk):
    found = listed(desk)
    assert found[Domain.MEMBERS, "phone"].samples == (("", "+1 805 555 0101"),)
    assert found[Domain.MEMBERS, "phone"].filled == (0, 1)
    assert found[Domain.MEMBERS, "phone"].looked == (4, 3)
    assert ("Illich2", "Okafor") in found[Domain.MEMBERS, "last_name"].samples
    assert len(found[Domain.MEMBERS, "last_name"].samples) == compared.SAMPLES
    assert found[Domain.MEMBERS, "organization"].samples == ()


def test_the_clubs_own_fields_are_listed_by_the_name_they_have_in_wild_apricot(desk):
    club = desk.club
    custom = {"custom-1": "Blue", "custom-2": ["Choir", "Hiking"], "custom-4": True}
    club.put(Side.LEGACY, Member(key="5009", first_name="Bo", last_name="Ek", balance=4500, custom=custom))
    for key, name in (("custom-1", "Shirt"), ("custom-2", "Groups"), ("custom-3", "Never filled")):
        club.put(Side.LEGACY, FieldDefinition(key=key, name=name, code=key))
    club.put(Side.LEGACY, FieldDefinition(key="Email", name="E-mail", code="Email"))
    club.copy()
    found = listed(desk)
    own = {key[1]: (each.label, each.filled[0], each.samples) for key, each in found.items() if "custom" in key[1]}
    assert own == {
        "custom.custom-1": ("Shirt", 1, (("Blue", ""),)),
        "custom.custom-2": ("Groups", 1, (("Choir, Hiking", ""),)),
        "custom.custom-3": ("Never filled", 0, ()),
        "custom.custom-4": ("custom-4", 1, (("yes", ""),)),
    }
    assert found[Domain.MEMBERS, "balance"].samples == (("45.00 USD", ""),)
