"""Rules as acts: what they would do is what they do, with a reason and a version; words without a meaning first."""

import pytest

from clubos_desktop.diff import rules as diff_rules
from clubos_desktop.errors import InputError
from clubos_desktop.findings import ruling
from clubos_desktop.job import finish
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain
from clubos_desktop.store import views
from clubos_desktop.sync import rulebook
from clubos_desktop.sync.zero import verify_from_zero
from tests.unit.findings.conftest import ACTOR


def counted(desk, kind, field):
    found = desk.read(views.counts)
    return sum(count.n for count in found if (count.domain, count.kind, count.field) == (Domain.MEMBERS, kind, field))


@pytest.mark.parametrize(
    ("field", "kind"),
    [("last_name", "unimportant"), ("last_name", "exact"), ("first_name", "letters"), ("phone", "unimportant")],
)
def test_what_a_rule_would_do_is_what_it_does(desk, field, kind):
    desk.club.member(7, last_name="ILLICH7", phone="(805) 555-0101")
    desk.club.copy()
    then = diff_rules.with_kind(desk.read(rulebook.of_club), Domain.MEMBERS, field, kind)
    found = finish(ruling.effect(desk.database, then))
    for each in found:
        if each.domain is Domain.MEMBERS:
            now = counted(desk, Kind.CHANGED, each.field), counted(desk, Kind.IGNORED, each.field)
            assert (each.differs[0], each.hidden[0]) == now
    if desk.read(rulebook.of_club) != then:
        finish(ruling.change(desk.database, then, "the board wants it", clock=desk.clock, actor=ACTOR))
    for each in found:
        if each.domain is Domain.MEMBERS:
            after = counted(desk, Kind.CHANGED, each.field), counted(desk, Kind.IGNORED, each.field)
            assert (each.differs[1], each.hidden[1]) == after
            assert len(each.hides) - len(each.shows) == each.differs[0] - each.differs[1]
    assert finish(verify_from_zero(desk.database)) == ()


def test_a_change_has_a_reason_a_version_and_no_double(desk):
    then = diff_rules.with_kind(desk.read(rulebook.of_club), Domain.MEMBERS, "phone", "unimportant")
    with pytest.raises(InputError, match="only with a reason"):
        finish(ruling.change(desk.database, then, " ", clock=desk.clock, actor=ACTOR))
    finish(ruling.change(desk.database, then, "phones are asked anew", clock=desk.clock, actor=ACTOR))
    newest = desk.read(ruling.history)[0]
    assert (newest.version, newest.by, newest.reason) == (2, ACTOR, "phones are asked anew")
    assert desk.audit()[0].act == "rules changed"
    with pytest.raises(InputError, match="in force already"):
        finish(ruling.change(desk.database, then, "again", clock=desk.clock, actor=ACTOR))
    desk.club.copy()
    assert desk.read(rulebook.present) == then


def test_words_without_a_meaning_come_first(desk):
    desk.club.member(8, status="Guest of honour")
    desk.club.copy()
    rules = desk.read(rulebook.of_club)
    first = desk.read(ruling.words, rules)[0]
    assert (first.table, first.word, first.n, first.mapped) == ("clubos_status", "guest_of_honour", 1, False)
    then = ruling.with_word(rules, "clubos_status", "Guest of honour", "Active")
    assert all(use.mapped for use in desk.read(ruling.words, then))
    before = counted(desk, Kind.CHANGED, "status")
    finish(ruling.change(desk.database, then, "they pay nothing", clock=desk.clock, actor=ACTOR))
    assert counted(desk, Kind.CHANGED, "status") == before - 1
    with pytest.raises(InputError, match="no list of words"):
        ruling.with_word(rules, "colours", "red", "blue")
    with pytest.raises(InputError, match="cannot mean"):
        ruling.with_word(rules, "clubos_status", "x", "blue")
