"""Schema steps: the same schema by either way, a copy before each step, nothing half done."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from clubos_desktop.errors import RefusedError, StorageError
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import audit, migrations, settings, sqlite
from clubos_desktop.store.database import Database
from clubos_desktop.store.migrations import run

KEY = bytes(range(32))

LAST = migrations.STEPS[-1]
NEXT = f"{len(migrations.STEPS) + 1:04d}"
RELEASED = Path(__file__).parent / "released"
"""One database of each released step, as that release left it (its key is ``KEY``)."""

STEP = """
import sqlalchemy as sa
from alembic import op

revision = "{next}"
down_revision = "{last}"


def upgrade():
{body}
"""

GOOD = """
    op.add_column("person", sa.Column("phone", sa.Text()))
    with op.batch_alter_table("run") as batch:
        batch.alter_column("reason", nullable=True)
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "club.clubos"
    database = Database.create(path, KEY)
    with database.transaction("program", "workspace made") as tx:
        settings.put(tx, "club", {"name": "Hill Walkers"})
        row = "INSERT INTO run (id, copy, side, domain, mode, state, started) VALUES (1, 1, 'l', 'm', 'f', 'r', '')"
        tx.connection.exec_driver_sql(row)
        tx.connection.exec_driver_sql("INSERT INTO landing VALUES (1, 1, '', x'00', x'00')")
    database.close()
    return path


@pytest.fixture
def steps_with(tmp_path):
    """A folder with the real steps and one more of the test's own."""

    def make(body):
        folder = tmp_path / "steps"
        shutil.copytree(run.HERE, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / f"step_{NEXT}.py").write_text(STEP.format(next=NEXT, last=LAST, body=body))
        return folder

    return make


def schema(path):
    """Everything the database says of its own shape; what has no name of its own goes by what it holds."""
    engine = sqlite.engine(path, KEY, reading=True, read_only=True)
    with engine.connect() as connection:

        def ask(sql):
            return [tuple(row) for row in connection.exec_driver_sql(sql)]

        shapes = {}
        for kind, name, table, sql in ask("SELECT type, name, tbl_name, sql FROM sqlite_schema"):
            columns = ask(f"PRAGMA index_xinfo({name})") if kind == "index" else []
            shown = str(columns) if name.startswith("sqlite_autoindex") else name
            shapes[kind, table, shown] = (sorted(re.findall(r"[\w']+", sql or "")), columns)
            if kind == "table":
                shapes["columns", name] = ask(f"PRAGMA table_xinfo({name})")
                shapes["references", name] = sorted(row[2:] for row in ask(f"PRAGMA foreign_key_list({name})"))
    engine.dispose()
    return shapes


def test_the_steps_give_the_declared_schema(tmp_path, path):
    stepped = tmp_path / "stepped"
    sqlite.make_file(stepped)
    run.apply(stepped, KEY, SystemClock(), migrations.STEPS)
    by_steps, declared = schema(stepped), schema(path)
    why = "store/tables and the steps differ: write a step with packaging/new_step.py"
    assert by_steps.keys() == declared.keys(), why
    assert {key: by_steps[key] for key in declared if by_steps[key] != declared[key]} == {}, why


def test_there_is_a_database_of_every_released_step():
    assert {file.stem for file in RELEASED.glob("*.clubos")} == set(migrations.STEPS[:-1])


@pytest.mark.parametrize("step", migrations.STEPS[:-1])
def test_a_released_database_is_brought_up_with_all_it_holds(tmp_path, path, step):
    old = tmp_path / "old.clubos"
    shutil.copyfile(RELEASED / f"{step}.clubos", old)
    before = everything(old)
    Database.open(old, KEY).close()
    after = everything(old)
    changing = {"alembic_version", "audit", "setting"}  # the step and its entry in the history
    for name, rows in before.items():  # a step may add columns at the end of a row
        width = len(rows[0]) if rows else 0
        assert name in changing or [tuple(row[:width]) for row in after[name]] == [tuple(row) for row in rows]
    assert after["audit"][: len(before["audit"])] == before["audit"]
    database = Database.open(old, KEY)
    with database.read() as connection:
        assert audit.verify(connection) == []
        assert sqlite.faults(connection) == []
        assert settings.get(connection, "club", {})["name"] == "Lakeside Club"
    database.close()
    brought, declared = schema(old), schema(path)
    assert brought.keys() == declared.keys()
    assert {key: brought[key] for key in declared if brought[key] != declared[key]} == {}
    for number in range(migrations.STEPS.index(step) + 1, len(migrations.STEPS)):
        assert run.backup_path(old, migrations.STEPS[number]).exists()


def everything(path):
    """Every row of every table."""
    engine = sqlite.engine(path, KEY, reading=True, read_only=True)
    with engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars().all()
        rows = {name: connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names}
    engine.dispose()
    return rows


def test_every_step_is_known_by_its_number():
    config = Config()
    config.set_main_option("script_location", str(run.HERE))
    walked = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(walked)) == migrations.STEPS


def test_a_step_keeps_rows_and_children_and_leaves_a_copy_of_before(path, steps_with):
    run.apply(path, KEY, SystemClock(), (NEXT,), location=steps_with(GOOD))
    engine = sqlite.engine(path, KEY, reading=True, read_only=False)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM landing").scalar() == 1
        assert connection.exec_driver_sql("SELECT phone FROM person").all() == []
        assert [entry.act for entry in audit.page(connection)] == ["schema brought up", "workspace made"]
        assert audit.verify(connection) == []
        assert sqlite.faults(connection) == []
    engine.dispose()
    before = Database.open(run.backup_path(path, NEXT), KEY, read_only=True)
    with before.read() as connection:
        assert settings.get(connection, "club", None) == {"name": "Hill Walkers"}
    before.close()


@pytest.mark.parametrize(
    "fault",
    [
        '    op.execute("INSERT INTO nowhere VALUES (1)")',
        "    op.execute(\"INSERT INTO landing VALUES (99, 1, '', x'00', x'00')\")",  # points to no run
        '    op.execute("UPDATE audit SET act = 1")',
    ],
)
def test_a_step_that_fails_leaves_nothing_of_itself(path, steps_with, fault):
    before = schema(path)
    with pytest.raises(StorageError) as caught:
        run.apply(path, KEY, SystemClock(), (NEXT,), location=steps_with(GOOD + fault))
    assert caught.value.code == "storage.step_failed"
    assert schema(path) == before
    database = Database.open(path, KEY)  # and the file still opens at its old step
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM landing").scalar() == 1
        assert audit.verify(connection) == []
    database.close()


def test_a_failed_step_can_be_made_again(path, steps_with):
    folder = steps_with(GOOD + '    op.execute("INSERT INTO nowhere VALUES (1)")')
    with pytest.raises(StorageError):
        run.apply(path, KEY, SystemClock(), (NEXT,), location=folder)
    (folder / "versions" / f"step_{NEXT}.py").write_text(STEP.format(next=NEXT, last=LAST, body=GOOD))
    run.apply(path, KEY, SystemClock(), (NEXT,), location=folder)
    assert "phone" in [column[1] for column in schema(path)["columns", "person"]]


def test_a_newer_file_is_refused_and_unchanged(path):
    stamp(path, "0099")
    before = path.read_bytes()
    with pytest.raises(RefusedError) as caught:
        Database.open(path, KEY)
    assert caught.value.code == "storage.newer"
    assert path.read_bytes() == before


def test_an_older_file_is_not_brought_up_while_only_read(path, monkeypatch):
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, NEXT))
    with pytest.raises(RefusedError) as caught:
        Database.open(path, KEY, read_only=True)
    assert caught.value.code == "storage.older"


def test_an_older_file_is_brought_up_when_it_is_opened(path, steps_with, monkeypatch):
    monkeypatch.setattr(run, "HERE", steps_with(GOOD))
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, NEXT))
    for _ in range(2):  # and the second time there is nothing to do
        database = Database.open(path, KEY)
        with database.transaction("program", "noted") as tx:
            assert tx.connection.exec_driver_sql("SELECT phone FROM person").all() == []
            assert tx.connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        database.close()
    acts = ["noted", "noted", "schema brought up", "workspace made"]
    database = Database.open(path, KEY, read_only=True)
    with database.read() as connection:
        assert [entry.act for entry in audit.page(connection)] == acts
    database.close()


def test_a_full_disk_before_a_step_leaves_the_file_as_it_was(path, steps_with, monkeypatch):
    before = schema(path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run.Path, "replace", full)
    with pytest.raises(StorageError) as caught:
        run.apply(path, KEY, SystemClock(), (NEXT,), location=steps_with(GOOD))
    assert caught.value.code == "storage.full"
    monkeypatch.undo()
    assert schema(path) == before
    assert not list(path.parent.glob("*.part"))


def test_a_database_without_a_step_is_not_a_workspace(path):
    database = Database.open(path, KEY)
    with database.landing() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    database.close()
    with pytest.raises(StorageError) as caught:
        Database.open(path, KEY)
    assert caught.value.code == "storage.not_a_workspace"


def test_alembic_is_loaded_only_for_a_step(path):
    code = (
        "import sys; from pathlib import Path; from clubos_desktop.store.database import Database;"
        f"Database.open(Path({str(path)!r}), bytes(range(32))).close(); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def stamp(path, revision):
    database = Database.open(path, KEY)
    with database.landing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (revision,))
    database.close()
