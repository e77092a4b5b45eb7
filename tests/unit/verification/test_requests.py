"""A second person by mail: what was asked is done once, and every file that is not quite right is refused."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest

from clubos_desktop.errors import ClubOSError, InputError, SignInError
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import people as persons
from clubos_desktop.store import pins, signing
from clubos_desktop.verification import letters
from clubos_desktop.verification.acts import people
from clubos_desktop.verification.acts.entering import Agreed, prove
from clubos_desktop.verification.lists import catalogue, reading, requests
from clubos_desktop.verification.lists.sheet import Doing
from tests.unit.verification import signing_desk
from tests.unit.verification.signing_desk import PIN

REGRADE = {"severity": "P3", "reason": "There is a way around it"}


class Post:
    """Ann writes, Bea answers elsewhere, Ann takes the reply."""

    def __init__(self, desk):
        self.desk = desk
        self.key = desk.club.sides["key"]

    def doing(self, item="", **values):
        with self.desk.database.read() as conn:
            view = reading.view(conn, self.desk.known().at)
        return Doing(self.desk.database, self.desk.actor, item, values, view, sheets=catalogue.SHEETS)

    def write(self, name="incidents", act="regrade", item="1", asked=None, **values):
        sheet = catalogue.sheet(name)
        asked = asked or self.desk.bea
        doing = self.doing(item, **(REGRADE if act == "regrade" else values))
        return requests.write(doing, sheet, sheet.form(act), asked, (self.desk.ann, PIN))

    def answer(self, request, *, pin=PIN, agree=True, key=None):
        at = to_instant(self.desk.clock.now())
        return letters.answer(request, key or self.key, pin, at, agree=agree)

    def take(self, reply):
        return requests.apply(self.doing(), reply)

    def severity(self):
        return catalogue.sheet("incidents").row(self.doing().view, "1").cells["severity"]

    def key_of(self, person):
        return requests.key_file(self.desk.database, person, PIN)


def with_keys(desk):
    """An incident is open, and Ann and Bea have their keys."""
    people.open_incident(desk.database, desk.actor, "Slow")
    desk.club.sides["key"] = requests.key_file(desk.database, desk.bea, PIN)


@pytest.fixture
def desk(tmp_path):
    made = signing_desk.made(tmp_path, with_keys)
    yield made
    made.club.close()


@pytest.fixture
def post(desk):
    return Post(desk)


def test_what_was_asked_is_done_with_who_agreed(post):
    request = post.write()
    said = letters.parse(request, letters.REQUEST)
    assert said["words"].startswith("Incidents in ClubOS. Slow: Another level")
    assert "Why: There is a way around it" in said["words"]
    entry = post.take(post.answer(request))
    assert (entry.act, entry.actor, entry.second) == ("regraded", "person:1", "person:2")
    assert post.severity() == "P3"
    (row,) = catalogue.sheet("requests").rows(post.doing().view)
    assert (row.cells["asked"], row.cells["state"], row.tone, len(row.history)) == ("Bea", "agreed", "good", 2)


def test_a_no_is_kept_and_changes_nothing(post):
    assert post.take(post.answer(post.write(), agree=False)) is None
    assert post.severity() == "P1"
    sheet = catalogue.sheet("requests")
    assert [row.cells["state"] for row in sheet.rows(post.doing().view)] == ["refused"]
    post.write()
    assert sheet.heading(post.doing().view, sheet.rows(post.doing().view)) == "1 request of 2 waiting for a reply."
    post.desk.clock.at += timedelta(days=20)
    assert [row.cells["state"] for row in sheet.rows(post.doing().view)] == ["run out", "refused"]


def test_an_absent_operator_signs_and_an_absent_chair_approves(post, desk):
    people.name_operator(desk.database, desk.actor, desk.bea)
    entry = post.take(post.answer(post.write("operators", "sign", "2")))
    assert (entry.act, entry.actor) == ("signed", "person:2")


def reply_with(post, **changes):
    """A reply signed anew by Bea's key after a change."""
    said = json.loads(post.answer(post.write()))
    body = letters.body(said) | changes
    key = signing.Sealed(**json.loads(post.key)["key"])
    return letters.written({**body, "signature": signing.sign(key, PIN, body)})


def altered(content, **changes):
    return letters.written(json.loads(content) | changes)


def later(post, days):
    post.desk.clock.at += timedelta(days=days)


def replayed(post):
    reply = post.answer(post.write())
    post.take(reply)
    return reply


def run_out(post):
    reply = post.answer(post.write())
    later(post, 14)
    return reply


def of_an_old_key(post):
    reply = post.answer(post.write())
    with post.desk.database.transaction("person:2", "PIN set") as tx:
        pins.put(tx, 2, "8888")
    requests.key_file(post.desk.database, post.desk.bea, "8888")
    return reply


def of_somebody_else(post):
    said = json.loads(post.answer(post.write()))
    body = letters.body(said)
    key = signing.Sealed(**json.loads(post.key_of(post.desk.ann))["key"])
    return letters.written({**body, "signature": signing.sign(key, PIN, body)})


def of_who_left(post, person=2):
    reply = post.answer(post.write())
    with post.desk.database.transaction("person:1", "person retired") as tx:
        persons.retire(tx, person)
    return reply


def after_a_change(post):
    reply = post.answer(post.write())
    people.close_incident(post.desk.database, post.desk.actor, "1", "Over")
    return reply


def of_two_requests(post):
    first, second = post.write(), post.write()
    reply = json.loads(post.answer(first))
    return letters.written(reply | {"nonce": json.loads(second)["nonce"]})


def forged(post):
    """Signed by a key that somebody made up."""
    said = json.loads(post.answer(post.write()))
    body = letters.body(said)
    return letters.written({**body, "signature": signing.sign(signing.make(PIN), PIN, body)})


REFUSED = {
    "used before": (replayed, "request.replayed"),
    "run out": (run_out, "request.expired"),
    "answer turned round": (
        lambda post: altered(post.answer(post.write(), agree=False), answer="agreed"),
        "request.signature",
    ),
    "another hash": (lambda post: reply_with(post, request="0" * 64), "request.changed"),
    "another nonce": (lambda post: reply_with(post, nonce="0" * 32), "request.unknown"),
    "nonce of another request": (of_two_requests, "request.changed"),
    "another workspace": (lambda post: reply_with(post, workspace="0" * 64), "request.foreign"),
    "another person": (lambda post: reply_with(post, by=1), "request.signature"),
    "signed by the asker": (of_somebody_else, "request.signature"),
    "signed by a made-up key": (forged, "request.signature"),
    "signed by a key that was replaced": (of_an_old_key, "request.signature"),
    "of somebody who left": (of_who_left, "request.person"),
    "to somebody who left": (lambda post: of_who_left(post, 1), "request.person"),
    "about what has changed": (after_a_change, "request.stale"),
    "dated before the request": (lambda post: reply_with(post, at="2020-01-01T00:00:00.000Z"), "request.expired"),
    "dated after it ran out": (lambda post: reply_with(post, at="2099-01-01T00:00:00.000Z"), "request.expired"),
    "dated later than now": (lambda post: reply_with(post, at=later_today(post)), "request.clock"),
    "signature cut": (lambda post: altered(post.answer(post.write()), signature="ab"), "request.signature"),
    "signature no number": (lambda post: altered(post.answer(post.write()), signature="zz"), "request.signature"),
    "a field more": (lambda post: altered(post.answer(post.write()), more="x"), "request.file"),
    "a field of another kind": (lambda post: altered(post.answer(post.write()), by="2"), "request.file"),
    "the request itself": (Post.write, "request.file"),
    "no file of ours": (lambda _post: b"PK\x03\x04", "request.file"),
    "too long": (lambda _post: b"[" * 300_000, "request.file"),
    "nested without end": (lambda _post: b"[" * 100_000, "request.file"),
}  # fmt: skip


def later_today(post):
    return to_instant(post.desk.clock.now() + timedelta(hours=1))


@pytest.mark.parametrize("case", REFUSED)
def test_a_reply_that_is_not_quite_right_changes_nothing(post, case):
    make, code = REFUSED[case]
    reply = make(post)
    before = post.severity(), len(post.desk.known().kept.of("request", "answered"))
    with pytest.raises(ClubOSError) as caught:
        post.take(reply)
    assert caught.value.code == code
    assert (post.severity(), len(post.desk.known().kept.of("request", "answered"))) == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"words": "Something else"}, "request.changed"),
        ({"values": {"severity": "P4", "reason": "x"}}, "request.changed"),
        ({"expires": "2099-01-01T00:00:00.000Z"}, "request.changed"),
        ({"by": 9}, "request.changed"),
        ({"workspace": "0" * 64}, "request.foreign"),
        ({"asked": 1}, "request.person"),
    ],
)
def test_a_request_that_was_changed_on_its_way_is_not_signed(post, change, code):
    with pytest.raises(ClubOSError) as caught:
        post.answer(altered(post.write(), **change))
    assert caught.value.code == code


def test_a_request_that_ran_out_and_a_wrong_pin_sign_nothing(post):
    request = post.write()
    with pytest.raises(SignInError):
        post.answer(request, pin="0000")
    broken = json.loads(post.key)
    broken["key"]["sealed"] = "00" * 48
    with pytest.raises(SignInError):
        post.answer(request, key=letters.written(broken))
    later(post, 14)
    with pytest.raises(ClubOSError) as caught:
        post.answer(request)
    assert caught.value.code == "request.expired"


@pytest.mark.parametrize(
    "key",
    [
        {},
        {"public": "00" * 32},
        {"more": "00" * 32},
        {"salt": 5},
        {"nonce": None},
        {"sealed": "zz"},
        {"sealed": ["00"]},
        {"salt": "0"},
        {"salt": "00" * 5_000},
    ],
)
def test_a_damaged_key_file_is_told_before_anything_is_shown(post, key):
    broken = json.loads(post.key)
    broken["key"] = {**broken["key"], **key} if set(key) - {"public"} else key
    with pytest.raises(InputError, match="This key file is damaged or was changed"):
        post.answer(post.write(), key=letters.written(broken))


def test_a_request_needs_somebody_else_who_has_a_key(post, desk):
    with pytest.raises(InputError) as caught:
        post.write(asked=desk.ann)
    assert caught.value.code == "request.self"
    with desk.database.transaction("program", "person added") as tx:
        dora = persons.add(tx, "Dora", desk.ann.role)
    with pytest.raises(InputError) as caught:
        post.write(asked=dora)
    assert caught.value.code == "request.no_key"


def test_the_way_is_tested_by_files(post, desk, tmp_path):
    def do(act, signer=None, **values):
        sheet = catalogue.sheet("requests")
        doing = post.doing("", **values)
        return sheet.form(act).act(
            Doing(doing.database, doing.actor, "", doing.values, doing.view, signer, sheets=catalogue.SHEETS)
        )

    key, asked, reply = (tmp_path / name for name in ("key", "request", "reply"))
    do("key", (desk.bea, PIN), to=str(key))
    do("test", (desk.ann, PIN), asked="2", to=str(asked))
    reply.write_bytes(
        letters.answer(asked.read_bytes(), key.read_bytes(), PIN, to_instant(desk.clock.now()), agree=True)
    )
    assert do("take", file=str(reply)) is None
    assert [row.cells["state"] for row in catalogue.sheet("requests").rows(post.doing().view)] == ["agreed"]
    with pytest.raises(InputError) as caught:
        do("take", file=str(tmp_path / "nowhere"))
    assert caught.value.code == "file"
    fields = {form.id: form.fields(post.doing().view, None) for form in catalogue.sheet("requests").forms}
    assert {name: [field.key for field in each] for name, each in fields.items()} == {
        "take": ["file"],
        "key": ["to"],
        "test": ["asked", "to"],
    }


def test_a_key_stays_until_the_pin_changes(post, desk):
    assert json.loads(post.key)["key"] == asdict(requests.own_key(desk.database, desk.bea, PIN))
    with desk.database.transaction("person:2", "PIN set") as tx:
        pins.put(tx, 2, "8888")
    assert requests.own_key(desk.database, desk.bea, "8888").public != json.loads(post.key)["key"]["public"]


def test_what_stands_for_a_pin_is_of_one_person_alone(desk):
    assert prove(desk.database, desk.bea, Agreed(2, "h")) == "person:2"
    with pytest.raises(ClubOSError):
        prove(desk.database, desk.ann, Agreed(2, "h"))


def test_another_club_has_another_name(tmp_path, post):
    folder = tmp_path / "other"
    folder.mkdir()
    other = signing_desk.made(folder)
    requests.own_key(other.database, other.bea, PIN)
    with other.database.read() as conn, post.desk.database.read() as mine:
        assert requests.workspace_of(conn) != requests.workspace_of(mine)
    other.club.close()
