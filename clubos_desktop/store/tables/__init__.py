"""Every table of a workspace, declared once. Migrations in ``migrations/`` bring an older file to this state.

All instants are text in UTC (model.records.Instant); lists and free maps are canonical JSON text; hashes are bytes.
"""

from clubos_desktop.store.tables.acts import audit, due, evaluation, notice, pack, person, register_entry, setting
from clubos_desktop.store.tables.comparison import (
    batch,
    counter,
    decision,
    difference,
    pair,
    rules,
    spot_check,
    spot_item,
    suggestion,
    verdict,
)
from clubos_desktop.store.tables.mirror import bucket, call, landing, page, presence, record, run, version
from clubos_desktop.store.tables.naming import metadata

__all__ = [
    "audit",
    "batch",
    "bucket",
    "call",
    "counter",
    "decision",
    "difference",
    "due",
    "evaluation",
    "landing",
    "metadata",
    "notice",
    "pack",
    "page",
    "pair",
    "person",
    "presence",
    "record",
    "register_entry",
    "rules",
    "run",
    "setting",
    "spot_check",
    "spot_item",
    "suggestion",
    "verdict",
    "version",
]
