import msgspec

from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS, NOT_COMPARABLE, SIDE_LABELS
from clubos_desktop.model.readiness import Criterion, GateResult, State
from clubos_desktop.model.records import TYPES


def test_every_domain_has_a_record_type_and_a_label():
    assert set(TYPES) == set(Domain) == set(DOMAIN_LABELS)
    assert all(kind.domain is domain for domain, kind in TYPES.items())
    assert set(SIDE_LABELS) == set(Side)


def test_listed_fields_exist_and_are_listed_once():
    for domain in Domain:
        names = [field.name for field in (*COMPARED.get(domain, ()), *NOT_COMPARABLE.get(domain, ()))]
        known = {field.name for field in msgspec.structs.fields(TYPES[domain])}
        assert set(names) <= known
        assert len(names) == len(set(names))


def test_paired_domains_are_compared_and_finance_never_is():
    assert set(COMPARED) == set(PAIRED)
    assert set(FINANCE) <= set(NOT_COMPARABLE)


def test_the_other_side():
    assert Side.LEGACY.other is Side.CLUBOS
    assert Side.CLUBOS.other is Side.LEGACY


def _criterion(state):
    return Criterion("G1.1", "Members match", state, "", "", ())


def test_a_gate_passes_only_when_every_criterion_does():
    passing, open_ = _criterion(State.PASS), _criterion(State.NOT_MEASURED)
    assert GateResult(1, "Data Parity", (passing, passing)).passed
    assert not GateResult(1, "Data Parity", (passing, open_)).passed
    assert not GateResult(1, "Data Parity", (passing, _criterion(State.FAIL))).passed
    assert not GateResult(1, "Data Parity", ()).passed
