"""What ``verify_from_zero`` counts anew: stored rows against the counters and links kept beside them."""

from sqlalchemy import Connection

from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain
from clubos_desktop.store.differences import Place, Text

_COUNTED = """
SELECT domain, 'record', side, 'present', sum(n) FROM (
  SELECT domain, side, count(*) AS n FROM record INDEXED BY ix_record_sort GROUP BY 1, 2
  UNION ALL SELECT domain, side, -count(*) FROM record INDEXED BY ix_record_missing
  WHERE missing_run IS NOT NULL AND gone_run IS NOT NULL GROUP BY 1, 2
) GROUP BY 1, 3
UNION ALL SELECT domain, 'record', side, iif(gone_run IS NULL, 'missing', 'gone'), count(*)
FROM record INDEXED BY ix_record_missing WHERE missing_run IS NOT NULL GROUP BY 1, 3, 4
UNION ALL SELECT domain, 'pair', '', '', count(*) FROM pair GROUP BY 1
UNION ALL SELECT domain, 'suggestion', '', '', count(*) FROM suggestion GROUP BY 1
UNION ALL SELECT domain, kind, field, status, count(*) FROM difference GROUP BY 1, 2, 3, 4
"""
"""Counted along narrow indexes; a tombstone was missing first."""

_LINKS = {
    "records without exactly one present version": """
SELECT count(*) FROM record r
WHERE 1 <> (SELECT count(*) FROM version v WHERE v.record = r.id AND v.to_run IS NULL)""",
    "landed pages of a run that has ended": """
SELECT count(*) FROM landing l JOIN run r ON r.id = l.run WHERE r.state IN ('complete', 'failed', 'undone')""",
    "pairs whose prints are not those of their records": """
SELECT count(*) FROM pair p JOIN record l ON l.id = p.legacy JOIN record c ON c.id = p.clubos
WHERE l.fingerprint IS NOT p.legacy_print OR c.fingerprint IS NOT p.clubos_print
OR l.side <> 'legacy' OR c.side <> 'clubos'""",
    "tombstones that were never missing": """
SELECT count(*) FROM record WHERE gone_run IS NOT NULL AND missing_run IS NULL""",
    "versions of a run that was not accepted": """
SELECT count(*) FROM version v LEFT JOIN run r ON r.id = v.from_run
WHERE coalesce(r.state, '') NOT IN ('complete', 'undone')""",
}
_SLOW = ("tombstones that were never missing", "versions of a run that was not accepted")
"""These walk whole tables."""


def counter_flaws(conn: Connection) -> list[tuple[str, str]]:
    """Counters that are not the number of what they count."""
    kept = {
        tuple(row[:4]): row[4]
        for row in conn.exec_driver_sql("SELECT domain, kind, field, status, n FROM counter WHERE n <> 0")
    }
    counted = {tuple(row[:4]): row[4] for row in conn.exec_driver_sql(_COUNTED)}
    return [
        (" ".join(filter(None, place)), f"{kept.get(place, 0)} are kept, {counted.get(place, 0)} are there")
        for place in sorted(kept.keys() | counted.keys())
        if kept.get(place, 0) != counted.get(place, 0)
    ]


def link_flaws(conn: Connection, *, quick: bool) -> list[tuple[str, str]]:
    """Links between records, versions, runs and pairs that do not hold; ``quick`` leaves out those that cost a scan."""
    asked = {what: sql for what, sql in _LINKS.items() if not (quick and what in _SLOW)}
    counted = ((conn.exec_driver_sql(sql).scalar_one(), what) for what, sql in asked.items())
    return [("copy", f"{n} {what}") for n, what in counted if n]


def open_differences(conn: Connection, domain: Domain) -> dict[Place, Text]:
    """Every open difference of a domain."""
    rows = conn.exec_driver_sql(
        "SELECT pair, record, kind, field, legacy_id, clubos_id, who, legacy, clubos, rule, detail FROM difference "
        "WHERE domain = ? AND closed IS NULL",
        (domain.value,),
    )
    return {Place(row[0], row[1], Kind(row[2]), row[3]): Text(*row[4:]) for row in rows}
