"""Known differences in the checks: counted apart, and Gate 1 is open again at the minute an acceptance ends."""

from clubos_desktop.findings import deciding
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import Choice, Ruling
from clubos_desktop.model.readiness import State
from clubos_desktop.verification import limits, measure
from clubos_desktop.verification.record import assess
from tests.unit.copied_club import ZONE


def test_a_known_difference_is_counted_apart_until_its_midnight(desk):
    differing = [each for each in desk.findings() if each.difference.domain is Domain.MEMBERS]
    before = desk.read(measure.gather, desk.at, ZONE).members
    assert (before.unequal, before.only_legacy, before.known) == (2, 1, 0)
    ruling = Ruling(Choice.ACCEPT, "until spring", until="2026-12-02")
    seen = {each.difference.id: each.seen for each in differing}
    deciding.decide(desk.database, seen, ruling, **desk.decides)
    during = desk.read(measure.gather, desk.at, ZONE).members
    assert (during.unequal, during.only_legacy, during.failing, during.known) == (0, 0, 0, 3)
    after = desk.read(measure.gather, "2026-12-03T08:00:00.000Z", ZONE).members
    assert (after.unequal, after.only_legacy, after.failing, after.known) == (2, 1, before.failing, 0)


def test_gate_1_reopens_at_the_minute(desk):
    found = [each for each in desk.findings() if each.difference.domain is Domain.MEMBERS]
    ruling = Ruling(Choice.ACCEPT, "until spring", until="2026-12-01")
    deciding.decide(desk.database, {each.difference.id: each.seen for each in found}, ruling, **desk.decides)

    def members(at):
        gate = next(gate for gate in desk.read(assess, at).gates if gate.gate == 1)
        return next(criterion for criterion in gate.criteria if criterion.id == "G1.1")

    assert members("2026-12-02T07:59:59.999Z").state is State.PASS
    assert "3 differences accepted" in members("2026-12-02T07:59:59.999Z").value
    assert members("2026-12-02T08:00:00.000Z").state is State.FAIL


def test_the_limit_is_the_one_of_the_checks():
    assert limits.Limits().value("known") == deciding.KNOWN_LIMIT
