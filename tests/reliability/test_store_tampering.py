"""400 single edits of the history by somebody who has the key: each is found, at its place (features.md C3)."""

import random
import shutil

import pytest

from clubos_desktop.store import audit, settings, sqlite
from clubos_desktop.store.audit import Anchor

from .conftest import ACTS

KINDS = ("change", "delete", "insert", "swap", "cut", "replay", "rehash", "rewrite")


class Attacker:
    """Edits the file at ``path`` with its key; guards are taken down and put up again."""

    def __init__(self, path, key, dice):
        self.engine = sqlite.engine(path, key, reading=False, read_only=False)
        self.dice = dice

    def run(self, kind):
        with self.engine.connect() as connection, connection.begin():
            for name in ("audit_no_update", "audit_no_delete"):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            self.sql = connection.exec_driver_sql
            self.connection = connection
            place = getattr(self, kind)()
            sqlite.guard_audit(connection)
        self.engine.dispose()
        return place

    def change(self):
        seq = self.dice.randint(1, ACTS)
        column = self.dice.choice(["at", "actor", "act", "subject", "hash"])
        value = {"subject": '{"n":99}', "hash": self.dice.randbytes(32)}.get(column, "2026-01-01T00:00:00.000Z")
        self.sql(f"UPDATE audit SET {column} = ? WHERE seq = ?", (value, seq))
        return seq

    def delete(self):
        seq = self.dice.randint(1, ACTS)
        self.sql("DELETE FROM audit WHERE seq = ?", (seq,))
        return seq

    def insert(self):
        seq = self.dice.randint(1, ACTS + 1)
        self.sql("UPDATE audit SET seq = -seq - 1 WHERE seq >= ?", (seq,))
        self.sql("UPDATE audit SET seq = -seq WHERE seq < 0")
        row = (seq, "2026-01-01T00:00:00.000Z", "person:1", "value set", "{}", self.dice.randbytes(32))
        self.sql("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)", row)
        return seq

    def swap(self):
        first, second = sorted(self.dice.sample(range(1, ACTS + 1), 2))
        for old, new in ((first, -1), (second, first), (-1, second)):
            self.sql("UPDATE audit SET seq = ? WHERE seq = ?", (new, old))
        return first

    def cut(self):
        seq = self.dice.randint(1, ACTS)
        self.sql("DELETE FROM audit WHERE seq >= ?", (seq,))
        return seq

    def rehash(self):
        """Change one entry and give it a hash that fits."""
        return self._rewrite(whole=False)

    def rewrite(self):
        """Change one entry and make every later hash anew, also the note of the last one: only an anchor knows."""
        return self._rewrite(whole=True)

    def _rewrite(self, whole):
        seq = self.dice.randint(1, ACTS)
        rows = self.sql("SELECT seq, at, actor, act, subject, hash FROM audit ORDER BY seq").all()
        previous = rows[seq - 2].hash if seq > 1 else audit.GENESIS
        for row in rows[seq - 1 : None if whole else seq]:
            actor = "person:2" if row.seq == seq else row.actor
            subject = audit.json.loads(row.subject)
            entry = {"seq": row.seq, "at": row.at, "actor": actor, "act": row.act, "subject": subject}
            previous = audit.link_hash(previous, entry)
            self.sql("UPDATE audit SET actor = ?, hash = ? WHERE seq = ?", (actor, previous, row.seq))
        if whole:
            settings.write(self.connection, "audit.head", {"seq": ACTS, "hash": previous.hex()})
        return seq


@pytest.fixture(scope="module")
def anchor(made_once):
    """The hash of the last entry, as an earlier pack printed it."""
    source, keys = made_once
    with opened(source, bytes.fromhex(keys.get("database"))) as connection:
        seq, hashed = audit.head(connection)
    return Anchor(hashed.hex(), "the pack of 3 March", seq)


class opened:  # noqa: N801 - reads as a call
    def __init__(self, path, key):
        self.engine = sqlite.engine(path, key, reading=True, read_only=True)

    def __enter__(self):
        self.connection = self.engine.connect()
        return self.connection

    def __exit__(self, *_):
        self.connection.close()
        self.engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_fifty_edits_of_a_kind_are_found_and_located(kind, path, key, anchor, tmp_path):
    victim = tmp_path / "victim.clubos"
    for seed in range(50):
        dice = random.Random(f"{kind} {seed}")
        shutil.copy(path, victim)
        if kind == "replay":  # an older state of the whole file: what cutting does, and the note cut with it
            attacker = Attacker(victim, key, dice)
            place = attacker.run("cut")
            note_of(victim, key, place - 1)
        else:
            place = Attacker(victim, key, dice).run(kind)
        needs_anchor = kind in {"replay", "rewrite"}
        with opened(victim, key) as connection:
            alone = audit.verify(connection)
            problems = audit.verify(connection, [anchor])
        if needs_anchor:
            assert alone == []
            assert len(problems) == 1
        else:
            assert alone
            problems = alone
        places = [problem.seq for problem in problems]
        expected = {place, place + 1} if kind != "rewrite" else {ACTS}
        assert expected & set(places), (kind, seed, place, problems)
        for file in sqlite.files(victim):
            file.unlink(missing_ok=True)


def note_of(path, key, seq):
    engine = sqlite.engine(path, key, reading=False, read_only=False)
    with engine.connect() as connection, connection.begin():
        found, hashed = audit.head(connection)
        assert found == seq
        if seq:
            settings.write(connection, "audit.head", {"seq": seq, "hash": hashed.hex()})
        else:
            connection.exec_driver_sql("DELETE FROM setting WHERE key = 'audit.head'")
    engine.dispose()
