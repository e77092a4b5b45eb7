"""A system compared with itself: what moved without a change there is noise, what was changed there is not."""

from clubos_desktop.findings import noise
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Member
from clubos_desktop.sync import rulebook
from tests.unit.copied_club import CopiedClub


def floor(desk):
    with desk.database.read() as conn:
        found = noise.floor(conn, rulebook.of_club(conn))
    return {(each.side, each.domain, each.field): each for each in found}


def again(desk, key, **changes):
    old = next(each for each in desk.club.sides[Side.LEGACY].records["members"] if each.key == key)
    values = {name: getattr(old, name) for name in Member.__struct_fields__} | changes
    desk.club.put(Side.LEGACY, Member(**values))


def test_only_what_moved_by_itself_is_noise(desk):
    for key in ("5001", "5002", "5003", "5004"):
        again(desk, key, modified="2026-11-01T00:00:00.000Z")
    desk.club.copy()
    again(desk, "5001", last_name="ILLICH1")  # equal by the rules: no noise
    again(desk, "5002", last_name="Other")
    again(desk, "5004", last_name="Newer", modified="2026-12-01T00:00:00.000Z")
    desk.club.member(9)
    desk.club.copy()
    found = floor(desk)[Side.LEGACY, Domain.MEMBERS, "last_name"]
    assert (found.looked, found.moved, found.changed) == (4, 1, 1)
    assert floor(desk)[Side.LEGACY, Domain.MEMBERS, "email"].moved == 0
    assert floor(desk)[Side.CLUBOS, Domain.MEMBERS, "last_name"].looked == 3


def test_a_system_copied_once_is_not_compared_with_itself(tmp_path):

    club = CopiedClub(tmp_path / "club.clubos")
    club.member(1)
    club.copy()
    with club.database.read() as conn:
        assert noise.floor(conn, rulebook.of_club(conn)) == ()
    club.close()
