"""Who is whom in two lists of 10,000: CPU, what is paired by itself and how rightly, and who is suggested.

    python -m pytest tests/benchmarks/test_matching.py -m benchmark -s

The goals are performance.md section 6; of its path only exact keys are ever paired without a person, because a wrong
pair costs more than a question.
"""

import logging

import pytest

from clubos_desktop.diff.match import Matches, candidate, match_members
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Member
from tests.benchmarks.cost import cpu, figure
from tests.benchmarks.people_with_errors import Lists, make

pytestmark = pytest.mark.benchmark

N = 10_000
SEEDS = (11, 12, 13)
RULES = default_rules("America/Los_Angeles", "US", "USD")


def ours(lists: Lists) -> Matches:
    """From records to pairs and suggestions."""
    legacy = [candidate(RULES, Side.LEGACY, one) for one in lists.legacy]
    clubos = [candidate(RULES, Side.CLUBOS, one) for one in lists.clubos]
    return match_members(legacy, clubos, {})


def quality(lists: Lists, found: Matches) -> tuple[float, float, float, float]:
    """Precision and cover of the pairs; of the true pairs left, and of all, the share among the first three."""
    right = sum(lists.truth.get(pair.legacy) == pair.clubos for pair in found.pairs)
    paired = {pair.legacy for pair in found.pairs} | {pair.clubos for pair in found.pairs}
    left = {mine: other for mine, other in lists.truth.items() if mine not in paired and other not in paired}
    first_three: dict[str, list[str]] = {}
    for one in found.suggestions:
        first_three.setdefault(one.legacy, []).append(one.clubos)
    reached = sum(other in first_three.get(mine, [])[:3] for mine, other in left.items())
    return right / len(found.pairs), right / len(lists.truth), reached / len(left), (right + reached) / len(lists.truth)


def test_ten_thousand_by_ten_thousand() -> None:
    print(f"\n{'seed':>6}{'CPU s':>8}{'pairs':>8}{'precision':>11}{'cover':>8}{'left in 3':>11}{'all reached':>13}")
    for seed in SEEDS:
        lists = make(N, seed)
        seconds, found = cpu(lambda lists=lists: ours(lists))
        precision, cover, left, reached = quality(lists, found)
        print(f"{seed:6}{seconds:8.2f}{len(found.pairs):8}{precision:11.4f}{cover:8.3f}{left:11.4f}{reached:13.4f}")
        what = f"Pairs made by themselves, seed {seed}: right, and part of all"
        figure(what, f"{precision:.4f}, {cover:.3f}", "0.999, 0.93")
        assert precision >= 0.999
        assert reached >= 0.995
        for least in (90, 80, 70, 60):
            some = [one for one in found.suggestions if one.score >= least]
            right = sum(lists.truth.get(one.legacy) == one.clubos for one in some)
            print(f"{'':6}suggestions from {least} points: {len(some):5}, right {right / len(some):.4f}")


def rows(members: list[Member]) -> list[dict[str, str | None]]:
    """Members as plain rows for a peer, normalised by our rules in its favour."""
    return [
        {"unique_id": one.key, "first_name": parts[0], "surname": parts[1], "email": parts[2], "phone": parts[3]}
        for one in members
        for parts in [candidate(RULES, Side.LEGACY, one).parts]
    ]


def by_splink(lists: Lists) -> dict[float, set[tuple[str, str]]]:
    """Pairs that splink finds (its own blocking, EM training, term frequencies), by probability from which on."""
    import duckdb
    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    connection = duckdb.connect()
    db_api = DuckDBAPI(connection=connection)
    tables = [
        db_api.register(pa.Table.from_pylist(rows(side)), dataset_display_name=name)
        for side, name in ((lists.legacy, "legacy"), (lists.clubos, "clubos"))
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
            cl.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("email"),
            block_on("phone"),
            block_on("surname", "substr(first_name, 1, 1)"),
            block_on("first_name", "substr(surname, 1, 3)"),
        ],
    )
    logging.getLogger("splink").setLevel(logging.ERROR)
    linker = Linker(tables, settings, log_level=logging.ERROR)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("email", "first_name")], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("email"))
    training.estimate_parameters_using_expectation_maximisation(block_on("surname", "first_name"))
    predicted = linker.inference.predict(threshold_match_probability=0.5)
    one_to_one = predicted.as_record_list()
    found: dict[float, set[tuple[str, str]]] = {}
    for least in (0.5, 0.9, 0.99):
        some = sorted(
            (one for one in one_to_one if one["match_probability"] >= least), key=lambda one: -one["match_probability"]
        )
        taken: set[str] = set()
        pairs = set()
        for one in some:
            left, right = one["unique_id_l"], one["unique_id_r"]
            if not {left, right} & taken:
                taken |= {left, right}
                pairs.add((left, right) if left in lists.truth or not left.startswith("c") else (right, left))
        found[least] = pairs
    return found


def test_beside_splink() -> None:
    for peer in ("splink.comparison_library", "splink.backends.duckdb", "pyarrow"):
        pytest.importorskip(peer, reason="splink is not installed: it is a peer, not a dependency")
    lists = make(N, SEEDS[0])
    seconds, found = cpu(lambda: ours(lists))
    theirs, by_probability = cpu(lambda: by_splink(lists))
    print(f"\nours {seconds:.2f} CPU s, splink {theirs:.2f} CPU s")
    for least, pairs in by_probability.items():
        right = sum(lists.truth.get(mine) == other for mine, other in pairs)
        print(f"  splink from {least}: precision {right / len(pairs):.4f}, cover {right / len(lists.truth):.3f}")
    precision, cover, _left, reached = quality(lists, found)
    print(f"  ours by itself: precision {precision:.4f}, cover {cover:.3f}; with three suggestions {reached:.4f}")
    figure(f"Matching {N:,} to {N:,} without a shared id, CPU beside splink", f"{theirs / seconds:.1f}x less", "5x")
    assert seconds < theirs / 3
