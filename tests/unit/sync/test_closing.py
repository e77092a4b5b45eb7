"""The closing words of a copy count what came, exactly, and say nothing that was not counted."""

import pytest

from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Member
from clubos_desktop.store import came
from clubos_desktop.store.came import Came
from clubos_desktop.sync import closing, taking_back


def member(key, first, **fields):
    given = {"email": f"{first.lower()}@x.org", "status": "Active", "modified": "2026-11-01T00:00:00.000Z"} | fields
    return Member(key=key, first_name=first, last_name="Lee", **given)


def words(club):
    with club.database.landing() as conn:
        came.count_differences(conn)
        found = came.newest(conn)
    return found, closing.sentence(found, "14:02"), closing.differing(found)


def test_each_copy_says_what_it_brought(club):
    assert club.read(came.newest) is None
    club.put(Side.LEGACY, *(member(f"{n}", name) for n, name in enumerate(("Ann", "Bob", "Cleo"))))
    club.put(Side.CLUBOS, *(member(f"c{n}", name) for n, name in enumerate(("Ann", "Bob", "Cleo"))))
    club.copy()
    assert words(club)[1:] == ("Copied at 14:02: 6 records.", "")
    club.copy()
    assert words(club)[1:] == (
        "Copied at 14:02: nothing has changed since the copy before.",
        "No difference is new.",
    )
    club.put(Side.LEGACY, member("0", "Ann", phone="805 555 0100"), member("7", "Dee"))
    club.take(Side.CLUBOS, Domain.MEMBERS, "c2")
    club.copy()
    found, *said = words(club)
    assert (found.new, found.changed, found.missed, found.gone, found.back) == (1, 1, 1, 0, 0)
    assert said == [
        "Copied at 14:02: 1 new, 1 changed, 1 not listed, which the next copy looks at again, nothing gone.",
        "2 differences are new.",
    ]
    club.copy()
    assert words(club)[1:] == ("Copied at 14:02: nothing new, nothing changed, 1 gone.", "1 difference is new.")
    club.put(Side.CLUBOS, member("c2", "Cleo"))
    club.copy()
    assert words(club)[1].endswith("nothing new, nothing changed, 1 listed again, nothing gone.")


def test_a_copy_taken_back_has_no_last_words(club):
    club.put(Side.LEGACY, member("1", "Ann"))
    club.copy()
    club.copy()
    job = taking_back.take_back(club.database, words(club)[0].copy, reason="no", clock=club.clock, actor="Ann")
    finish(job)
    assert club.read(came.newest) is None


@pytest.mark.parametrize(("n", "said"), [(None, ""), (0, ""), (1, "1 difference between both systems.")])
def test_a_first_copy_counts_differences_as_such(n, said):
    brought = Came(1, "2026-12-01T08:00:00.000Z", 1, 0, 0, 0, 0, n, True)
    assert (closing.sentence(brought, "9:00"), closing.differing(brought)) == ("Copied at 9:00: 1 record.", said)
