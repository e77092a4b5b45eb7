"""Differences sorted and looked through at any size: an index for each order, and one of every three letters."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ORDERS = {
    "who": "lower(who), id",
    "field": "domain || '.' || field, lower(who), id",
    "legacy": "lower(substr(coalesce(legacy, ''), 1, 60)), id",
    "clubos": "lower(substr(coalesce(clubos, ''), 1, 60)), id",
    "seen": "first_seen, id",
    "by_record": "domain, lower(who), coalesce(legacy_id, ''), coalesce(clubos_id, ''), id",
}
WORDS = "who, legacy, clubos, legacy_id, clubos_id"
ADDED = f"INSERT INTO difference_text (rowid, {WORDS}) VALUES (new.id, new.{WORDS.replace(', ', ', new.')});"
GONE = (
    f"INSERT INTO difference_text (difference_text, rowid, {WORDS}) "
    f"VALUES ('delete', old.id, old.{WORDS.replace(', ', ', old.')});"
)


def upgrade() -> None:
    """Make the step, inside an open transaction."""
    for name, keys in ORDERS.items():
        op.execute(f"CREATE INDEX ix_difference_{name} ON difference ({keys}) WHERE closed IS NULL")
    op.execute(
        f"CREATE VIRTUAL TABLE difference_text USING fts5 "
        f"({WORDS}, content='difference', content_rowid='id', tokenize='trigram')"
    )
    op.execute(f"CREATE TRIGGER difference_text_added AFTER INSERT ON difference BEGIN {ADDED} END")
    op.execute(f"CREATE TRIGGER difference_text_gone AFTER DELETE ON difference BEGIN {GONE} END")
    op.execute(f"CREATE TRIGGER difference_text_changed AFTER UPDATE OF {WORDS} ON difference BEGIN {GONE} {ADDED} END")
    op.execute("INSERT INTO difference_text (difference_text) VALUES ('rebuild')")
