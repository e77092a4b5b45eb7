"""Notices by e-mail: over TLS or not at all, once, and later when the server is away."""

import pytest

from clubos_desktop.errors import InputError, NetworkError, SignInError
from clubos_desktop.schedule import mail
from clubos_desktop.schedule.mail import Post
from clubos_desktop.store import notices, settings
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.verification import practising
from tests.support.post_office import PostOffice, certificate


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("pem"))


@pytest.fixture
def open_office(pem):
    offices = []

    def make(**named):
        offices.append(PostOffice(pem, **named))
        return offices[-1]

    yield make
    for office in offices:
        office.close()


def post(office, pem, **named):
    chosen = {"port": office.port, "trust": str(pem)} | named
    return mail.checked(Post("127.0.0.1", "desk@lakeside.example", ("ann@lakeside.example",), **chosen))


def missed(world, keeping):
    """A club that has missed a day, and how it wants to be told."""
    world.plan()
    world.ask_at("2026-11-02 07:00")
    world.online = False
    world.ask_at("2026-11-04 07:00")
    with world.database.transaction("person:1", "mail set") as tx:
        mail.keep(tx, keeping)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_notice_goes_once_over_tls(world, open_office, pem, security):
    office = open_office(tls_at_once=security == "tls", user="desk", secret="pw")
    keys = MemoryKeys()
    keys.set(mail.SECRET, "pw")
    missed(world, post(office, pem, security=security, user="desk"))
    assert mail.deliver(world.database, keys, clock=world.clock) == 1
    assert mail.deliver(world.database, keys, clock=world.clock) == 0
    (message,) = office.messages
    assert message["To"] == "ann@lakeside.example"
    assert message["Subject"].startswith("Lakeside Club: The copy of 3 Nov 2026 was missed.")
    text = message.get_content()
    assert "Wed 4 Nov 2026, 07:00" in text
    assert "copy now" in text
    assert set(office.plain) <= {"EHLO", "STARTTLS"}  # nothing else was said in the open


def test_a_server_that_offers_no_tls_gets_neither_password_nor_message(world, open_office, pem):
    office = open_office(offers_tls=False, user="desk", secret="pw")
    keys = MemoryKeys()
    keys.set(mail.SECRET, "pw")
    missed(world, post(office, pem, user="desk"))
    with pytest.raises(NetworkError):
        mail.deliver(world.database, keys, clock=world.clock)
    assert office.messages == []
    assert not any(word.startswith(("AUTH", "MAIL")) for word in office.plain)


def test_a_certificate_that_nobody_trusts_is_refused(world, open_office, pem):
    office = open_office()
    missed(world, post(office, pem, trust=""))
    with pytest.raises(NetworkError) as caught:
        mail.deliver(world.database, MemoryKeys(), clock=world.clock)
    assert caught.value.code == "mail.refused"
    assert office.messages == []


def test_a_wrong_password_is_a_sign_in(world, open_office, pem):
    office = open_office(user="desk", secret="pw")
    missed(world, post(office, pem, user="desk"))
    with pytest.raises(SignInError):
        mail.deliver(world.database, MemoryKeys(), clock=world.clock)


def test_what_could_not_go_goes_with_the_next_message(world, open_office, pem):
    office = open_office()
    office.down = True
    missed(world, post(office, pem))
    with pytest.raises(NetworkError):
        mail.deliver(world.database, MemoryKeys(), clock=world.clock)
    world.online = True
    office.down = False
    world.ask_at("2026-11-05 07:00")
    assert mail.deliver(world.database, MemoryKeys(), clock=world.clock) == 2
    text = office.messages[0].get_content()
    assert text.index("was missed") < text.index("as planned again")
    with world.database.read() as conn:
        assert notices.not_mailed(conn) == ()


def test_without_a_mail_server_nothing_is_sent(world):
    missed(world, None)
    assert mail.deliver(world.database, MemoryKeys(), clock=world.clock) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        Post("", "a@b.example", ("c@d.example",)),
        Post("h", "a@b.example", ()),
        Post("h", "nobody", ("c@d.example",)),
        Post("h", "a@b.example", ("c@d.example\r\nBcc: x@y.example",)),
        Post("h", "a@b.example", ("c@d.example",), security="none"),
    ],
)
def test_settings_that_cannot_work_are_refused(wrong):
    with pytest.raises(InputError):
        mail.checked(wrong)


def test_usual_ports():
    assert mail.checked(Post("h", "a@b.example", ("c@d.example",))).port == 587
    assert mail.checked(Post("h", "a@b.example", ("c@d.example",), security="tls")).port == 465


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_certificates_that_cannot_be_read_are_told(world, open_office, pem, tmp_path, content):
    file = tmp_path / "trust.pem"
    if content:
        file.write_bytes(content)
    with pytest.raises(NetworkError) as caught:
        mail.trial(post(open_office(), pem, trust=str(file)), None, "Hill Walkers", world.clock)
    assert caught.value.code == "mail.trust"


def give(world, state):
    with world.database.transaction("program", "notice given") as tx:
        notices.add(tx, "sign-in clubos", state, f"Something is {state}.")


def test_once_a_day_is_one_message_with_all_that_is_new(world, open_office, pem):
    office = open_office()
    missed(world, post(office, pem, daily=True))
    assert mail.deliver(world.database, MemoryKeys(), clock=world.clock) == 1
    world.clock.sleep(3600)
    give(world, "two")
    give(world, "three")
    with world.database.read() as conn:
        assert not mail.waits(conn, world.clock.now())
    assert mail.deliver(world.database, MemoryKeys(), clock=world.clock) == 0
    world.clock.sleep(24 * 3600)
    with world.database.read() as conn:
        assert mail.waits(conn, world.clock.now())
    assert mail.deliver(world.database, MemoryKeys(), clock=world.clock) == 2
    assert "once a day" in office.messages[-1].get_content()
    mail.set_daily(world.database, "person:1", daily=False)
    give(world, "four")
    assert mail.deliver(world.database, MemoryKeys(), clock=world.clock) == 1
    assert "once for each change" in office.messages[-1].get_content()


def test_from_a_copy_that_somebody_practises_on_nothing_goes(world, open_office, pem):
    office = open_office()
    missed(world, post(office, pem))
    with world.database.transaction("person:1", "practice begun") as tx:
        settings.put(tx, practising.SETTING, {"person": 1})
    assert mail.deliver(world.database, MemoryKeys(), clock=world.clock) == 0
    with world.database.read() as conn, pytest.raises(InputError, match="no e-mail leaves it"):
        mail.permitted(conn)
    assert office.messages == []
