"""Names, roles and PINs."""

import pytest

from clubos_desktop.errors import InputError, LockedError, RefusedError
from clubos_desktop.model.people import Role
from clubos_desktop.store import audit, people, pins, tables


@pytest.fixture
def ann(database):
    with database.transaction("program", "person added") as tx:
        return people.add(tx, "Ann Lee", Role.OPERATOR)


def set_pin(database, person, pin):
    with database.transaction(people.actor(person), "PIN set") as tx:
        pins.put(tx, person.id, pin)


def everyone(database):
    with database.read() as connection:
        return people.every(connection)


def acts(database):
    with database.read() as connection:
        return [entry.act for entry in audit.page(connection)]


def test_people_are_added_changed_and_retired(database, ann):
    with database.transaction("person:1", "people changed") as tx:
        bea = people.add(tx, "Bea Ott", Role.CHAIR)
        people.change(tx, ann.id, name=" Ann Lee-Ray ", role=Role.TREASURER)
        people.change(tx, ann.id)
        people.retire(tx, bea.id)
    first, second = everyone(database)
    assert (first.name, first.role, first.active) == ("Ann Lee-Ray", Role.TREASURER, True)
    assert (second.name, second.active) == ("Bea Ott", False)


def test_the_last_active_person_stays(database, ann):
    with pytest.raises(RefusedError), database.transaction("person:1", "person retired") as tx:
        people.retire(tx, ann.id)
    assert everyone(database)[0].active


def test_a_person_without_a_name_is_refused(database):
    with pytest.raises(InputError), database.transaction("program", "person added") as tx:
        people.add(tx, "  ", Role.OPERATOR)
    assert everyone(database) == []


def test_the_log_holds_no_name(database, ann):
    set_pin(database, ann, "4711")
    with database.read() as connection:
        rows = str(connection.execute(tables.audit.select()).all())
    assert "Ann" not in rows


def test_a_pin_is_known_again_and_stands_nowhere(database, ann):
    set_pin(database, ann, " 4711 ")
    assert pins.check(database, ann.id, "4711")
    assert everyone(database)[0].has_pin
    with database.read() as connection:
        assert "4711" not in str(connection.execute(tables.person.select()).all())


def test_two_people_with_one_pin_have_different_hashes(database, ann):
    with database.transaction("program", "person added") as tx:
        bea = people.add(tx, "Bea Ott", Role.CHAIR)
    set_pin(database, ann, "4711")
    set_pin(database, bea, "4711")
    with database.read() as connection:
        first, second = connection.execute(tables.person.select()).all()
    assert first.pin != second.pin


def test_wrong_pins_are_noted_and_slow_down_even_after_a_restart(database, ann, clock):
    set_pin(database, ann, "4711")
    for _ in range(3):
        assert not pins.check(database, ann.id, "0000")
    for pin in ("4711", "0000"):
        with pytest.raises(LockedError, match="too often"):
            pins.check(database, ann.id, pin)
    clock.sleep(4.9)
    with pytest.raises(LockedError):
        pins.check(database, ann.id, "4711")
    clock.sleep(0.2)
    assert not pins.check(database, ann.id, "0000")
    clock.sleep(9)
    with pytest.raises(LockedError):
        pins.check(database, ann.id, "4711")
    clock.sleep(2)
    assert pins.check(database, ann.id, "4711")
    assert acts(database)[:5] == ["PIN right after wrong ones", *["PIN wrong"] * 4]
    assert not pins.check(database, ann.id, "0000")  # and counting begins anew
    assert pins.check(database, ann.id, "4711")


def test_no_pause_is_longer_than_a_quarter_of_an_hour_whatever_the_clock_does(database, ann, clock):
    set_pin(database, ann, "4711")
    for _ in range(14):
        clock.sleep(901)
        assert not pins.check(database, ann.id, "0000")
    clock.moment = clock.moment.replace(year=2020)  # the clock was turned back
    with pytest.raises(LockedError) as caught:
        pins.check(database, ann.id, "4711")
    assert "900 seconds" in caught.value.remedy


def test_the_pin_of_somebody_who_left_opens_nothing(database, ann):
    set_pin(database, ann, "4711")
    with database.transaction("program", "person retired") as tx:
        people.add(tx, "Bea Ott", Role.CHAIR)
        people.retire(tx, ann.id)
    with pytest.raises(InputError):
        pins.check(database, ann.id, "4711")


def test_a_short_pin_and_a_missing_one_are_said_so(database, ann):
    with pytest.raises(InputError):
        set_pin(database, ann, " 12 ")
    with pytest.raises(InputError, match="no PIN here"):
        pins.check(database, ann.id, "4711")


@pytest.mark.parametrize("name", ["", " \n", "\u200d", "a\x00b", "a\u202eb", "\ue000", "x" * 121, "\x1b[2Jann"])
def test_a_name_that_nobody_could_read_is_refused(database, name):
    with pytest.raises(InputError) as refused, database.transaction("program", "person added") as tx:
        people.add(tx, name, Role.OPERATOR)
    assert refused.value.code == "person.name"


def test_a_name_is_kept_in_one_line_and_one_form():
    assert people.plain_name(" Jose\u0301 \n de\tSouza ") == "José de Souza"
    assert people.plain_name("می\u200cرود") == "می\u200cرود"


def test_the_log_names_people_by_number():
    assert [people.number(each) for each in ("person:12", "program", "person:x")] == [12, 0, 0]


def test_a_pin_has_an_end(database, ann):
    with pytest.raises(InputError) as refused:
        set_pin(database, ann, "1" * 201)
    assert refused.value.code == "person.long_pin"
