"""Where secrets live."""

import json
import unicodedata

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, PasswordSetError

from clubos_desktop.errors import InputError, LockedError, StorageError
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import keys, sidecar
from clubos_desktop.store.passphrase import Cost, PassphraseKeys

PHRASE = "correct horse caf\u00e9"
CHEAP = Cost(passes=1, memory=64, lanes=1)


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


class Refusing(Ring):
    """A keyring that raises what it is told."""

    def __init__(self, error):
        super().__init__()
        self.error = error

    def get_password(self, *_):
        raise self.error

    set_password = get_password
    delete_password = get_password

    def __repr__(self):
        return type(self.error).__name__


@pytest.fixture
def path(tmp_path):
    return tmp_path / "club.clubos"


@pytest.fixture
def phrase_keys(path, clock):
    def make(phrase=PHRASE, environment=None):
        return PassphraseKeys(path, lambda: phrase, clock=clock, cost=CHEAP, environment=environment or {})

    return make


@pytest.fixture(params=["memory", "keyring", "passphrase"])
def kept(request, path, phrase_keys):
    if request.param == "memory":
        return keys.MemoryKeys()
    return keys.KeyringKeys(path, Ring()) if request.param == "keyring" else phrase_keys()


def test_secrets_are_kept_replaced_and_forgotten(kept):
    assert kept.get("legacy") is None
    kept.forget("legacy")
    kept.set("legacy", "first")
    kept.set("clubos", "other")
    kept.set("legacy", "second \u00e9")
    assert (kept.get("legacy"), kept.get("clubos")) == ("second \u00e9", "other")
    kept.forget("legacy")
    assert (kept.get("legacy"), kept.get("clubos")) == (None, "other")


def test_two_workspaces_do_not_share_a_keyring_entry(tmp_path):
    ring = Ring()
    first, second = keys.KeyringKeys(tmp_path / "a", ring), keys.KeyringKeys(tmp_path / "b", ring)
    first.set("database", "1")
    second.set("database", "2")
    assert (first.get("database"), second.get("database")) == ("1", "2")


def test_a_moved_workspace_finds_its_secrets_again(tmp_path):
    ring = Ring()
    keys.KeyringKeys(tmp_path / "a", ring).set("database", "1")
    sidecar.beside(tmp_path / "a").rename(sidecar.beside(tmp_path / "b"))
    assert keys.KeyringKeys(tmp_path / "b", ring).get("database") == "1"


def test_a_keyring_that_loses_what_it_takes_is_noticed(path):
    with pytest.raises(LockedError) as caught:
        keys.KeyringKeys(path, keyring.backends.null.Keyring()).set("database", "1")
    assert caught.value.code == "keys.not_kept"


@pytest.mark.parametrize(
    ("backend", "code"),
    [
        (keyring.backends.fail.Keyring(), "keys.no_keyring"),
        (Refusing(InitError("Failed to create the collection: Prompt dismissed..")), "keys.locked"),
        (Refusing(KeyringLocked("locked")), "keys.locked"),
        (Refusing(PasswordSetError("denied")), "keys.denied"),
        (Refusing(EOFError()), "keys.denied"),
        (Refusing(RuntimeError("bus")), "keys.denied"),
    ],
    ids=str,
)
def test_a_keyring_that_does_not_serve_says_so_in_words(path, backend, code):
    sidecar.change(path)
    kept = keys.KeyringKeys(path, backend)
    for act in (lambda: kept.set("database", "secret-4711"), lambda: kept.get("database")):
        with pytest.raises(LockedError) as caught:
            act()
        assert caught.value.code == code
        assert "secret-4711" not in str(caught.value) + caught.value.remedy


@pytest.fixture
def system_ring():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.mark.parametrize("backend", [keyring.backends.null.Keyring, keyring.backends.fail.Keyring])
def test_without_a_keyring_the_usual_place_is_a_passphrase(path, clock, system_ring, backend):
    system_ring(backend())
    assert isinstance(keys.usual(path, lambda: PHRASE, clock=clock), PassphraseKeys)
    with pytest.raises(LockedError) as caught:
        keys.KeyringKeys(path).set("database", "1")
    assert caught.value.code == "keys.no_keyring"


def test_a_file_backend_that_writes_plain_text_is_no_keyring(path, clock, system_ring):
    class Plain(Ring):
        """As keyrings.alt has them."""

    Plain.__module__ = "keyrings.alt.file"
    system_ring(Plain())
    assert isinstance(keys.usual(path, lambda: PHRASE, clock=clock), PassphraseKeys)


def test_with_a_keyring_the_usual_place_is_the_keyring(path, clock, system_ring):
    ring = Ring()
    system_ring(ring)
    kept = keys.usual(path, lambda: PHRASE, clock=clock)
    kept.set("database", "1")
    assert list(ring.kept.values()) == ["1"]


def test_a_workspace_with_a_passphrase_keeps_it_where_there_is_a_keyring(path, clock, system_ring, phrase_keys):
    phrase_keys().set("database", "1")
    system_ring(Ring())
    assert isinstance(keys.usual(path, lambda: PHRASE, clock=clock), PassphraseKeys)
    assert isinstance(keys.usual(path, lambda: PHRASE, clock=clock, anew=True), keys.KeyringKeys)


# -- behind a passphrase ----------------------------------------------------------------------------------------------


def test_a_passphrase_opens_later_and_its_file_shows_no_secret(path, phrase_keys):
    phrase_keys().set("database", "secret-4711")
    assert phrase_keys().get("database") == "secret-4711"
    content = sidecar.beside(path).read_bytes()
    assert b"secret" not in content
    assert PHRASE.encode() not in content


def test_composed_and_decomposed_letters_are_the_same_passphrase(phrase_keys):
    phrase_keys(unicodedata.normalize("NFD", PHRASE)).set("database", "1")
    assert phrase_keys(unicodedata.normalize("NFC", PHRASE)).get("database") == "1"


WRONG = ["", " ", PHRASE + " ", PHRASE[:-1], PHRASE.upper(), "x" * 10_000, "\x00", "\ud800", *map(str, range(12))]


def test_twenty_wrong_passphrases_give_nothing_ever_slower_and_the_right_one_still_works(path, phrase_keys, clock):
    phrase_keys().set("database", "1")
    answers = iter([*WRONG, PHRASE])
    kept = PassphraseKeys(path, lambda: next(answers), clock=clock, cost=CHEAP, environment={})
    for _ in WRONG:
        with pytest.raises(LockedError) as caught:
            kept.get("database")
        assert caught.value.code == "keys.wrong_passphrase"
    assert kept.get("database") == "1"
    assert clock.slept == sorted(clock.slept)
    assert clock.slept[0] == 1.0
    assert clock.slept[-1] == 30.0
    assert len(clock.slept) == len(WRONG) + 1 - 3


def test_the_environment_is_asked_first(phrase_keys):
    phrase_keys(environment={"CLUBOS_PASSPHRASE": PHRASE}).set("database", "1")
    assert phrase_keys("never asked for", {"CLUBOS_PASSPHRASE": PHRASE}).get("database") == "1"


def test_a_short_new_passphrase_is_refused_and_nothing_is_kept(path, phrase_keys):
    with pytest.raises(InputError):
        phrase_keys("short").set("database", "1")
    assert not sidecar.beside(path).exists()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"format": 2, "id": "a"}',
        '{"format": 1}',
        '{"format": 1, "id": "a", "passphrase": {"salt": 1}}',
        '{"format": 1, "id": "a", "passphrase": "x"}',
        '{"format": 1, "id": "a", "practice": [1]}',
        '{"format": 1, "id": "a", "seen": [1]}',
        "[" * 100_000,
    ],
)
def test_a_damaged_small_file_is_said_so(path, phrase_keys, content):
    sidecar.beside(path).write_text(content)
    with pytest.raises(StorageError) as caught:
        phrase_keys().get("database")
    assert caught.value.code == "storage.keys_damaged"
    assert sidecar.beside(path).read_text() == content


@pytest.mark.parametrize("cost", [{"memory": 1 << 31}, {"passes": 1 << 31}, {"lanes": 1 << 20}, {"memory": 0}])
def test_a_cost_that_nobody_chose_is_not_paid(path, phrase_keys, cost):
    phrase_keys().set("database", "1")
    box = sidecar.load(path)["passphrase"]
    sidecar.change(path, passphrase=box | cost)
    with pytest.raises(StorageError) as caught:
        phrase_keys().get("database")
    assert caught.value.code == "storage.keys_damaged"


def test_changing_one_part_of_the_small_file_keeps_the_others(path):
    first = sidecar.change(path, recovery={"box": "x"})
    assert sidecar.change(path, seen=None) == first | {"seen": None}
    assert json.loads(sidecar.beside(path).read_text())["recovery"] == {"box": "x"}
    assert sidecar.beside(path).stat().st_mode & 0o077 == 0
    assert [file.name for file in path.parent.iterdir()] == ["club.clubos.keys"]


def test_a_practice_workspace_keeps_its_own_secrets_and_opens_again(tmp_path):
    path = tmp_path / "practice.clubos"
    kept = keys.PracticeKeys(path)
    assert kept.get("database") is None
    kept.set("database", "00ff")
    kept.set("legacy", "invented")
    chosen = keys.usual(path, lambda: "", clock=SystemClock())
    assert isinstance(chosen, keys.PracticeKeys)
    assert chosen.get("database") == "00ff"
    chosen.forget("legacy")
    assert keys.PracticeKeys(path).get("legacy") is None
    assert keys.PracticeKeys(path).get("database") == "00ff"
