"""A text that no record of one system alone holds is known at once: an index has all that is looked for."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the step, inside an open transaction."""
    op.execute(
        "CREATE INDEX ix_difference_alone ON difference (domain, kind, id, who, legacy_id, clubos_id) "
        "WHERE closed IS NULL AND kind IN ('only_legacy', 'only_clubos')"
    )
