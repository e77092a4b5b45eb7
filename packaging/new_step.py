"""Write a schema step: what the declared tables have that the last step has not.

    python packaging/new_step.py "Members have a photo"     a new step after the last one
    python packaging/new_step.py --first                    the first step again (only before the first release)

Read what it wrote before you commit it: Alembic sees columns, tables and indexes, not the meaning of data or triggers.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from alembic.autogenerate import produce_migrations, render_python_code  # noqa: E402 - after the path is set
from alembic.migration import MigrationContext  # noqa: E402

from clubos_desktop.model.time import SystemClock  # noqa: E402
from clubos_desktop.store import migrations, sqlite, tables  # noqa: E402
from clubos_desktop.store.migrations import run  # noqa: E402

FOLDER = ROOT / "clubos_desktop" / "store" / "migrations" / "versions"
KEY = bytes(32)
TEXT = '''"""{title}."""

import sqlalchemy as sa
from alembic import op

revision = "{step}"
down_revision = {before!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the step, inside an open transaction."""
    {body}
'''


def main(arguments: list[str]) -> None:
    """Write the step and say where."""
    first = arguments == ["--first"]
    done = () if first else migrations.STEPS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty"
        sqlite.make_file(path)
        run.apply(path, KEY, SystemClock(), done)
        engine = sqlite.engine(path, KEY, reading=True, read_only=False)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"target_metadata": tables.metadata})
            operations = produce_migrations(context, tables.metadata).upgrade_ops
        engine.dispose()
    body = render_python_code(operations, render_as_batch=True)
    body = "\n".join(line for line in body.splitlines() if "###" not in line).strip()
    if first:
        body += "".join(f"\n    op.execute({_two_lines(sql)})" for sql in sqlite.guard_statements())
    step = f"{len(done) + 1:04d}"
    title = "The first schema" if first else arguments[0].rstrip(".")
    before = done[-1] if done else None
    file = FOLDER / f"step_{step}.py"
    file.write_text(TEXT.format(title=title, step=step, before=before, body=body), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(file)], check=True)
    print(f"{file.relative_to(ROOT)}: read it, and add {step} to STEPS in migrations/__init__.py if it is new")


def _two_lines(sql: str) -> str:
    head, middle, tail = sql.partition(" BEGIN ")
    return f"{head!r}\n{middle + tail!r}"


if __name__ == "__main__":
    main(sys.argv[1:])
