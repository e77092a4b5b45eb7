"""Who is whom in two lists of 10,000: CPU, what is paired by itself and how rightly, and who is suggested.

    python -m pytest tests/benchmarks/test_matching.py -m benchmark -s

Paired without a person is only what has an exact key that nobody else has, the rest of the name in the same or in a
form beyond doubt, because a wrong pair costs more than a question.
"""

import logging
from dataclasses import dataclass

import pytest
from rapidfuzz.fuzz import ratio

from clubos_desktop.diff.match import Matches, candidate, match_members
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Member
from tests.benchmarks.cost import cpu, figure
from tests.benchmarks.people_with_errors import FAMILIES, Lists, families, households, make

pytestmark = pytest.mark.benchmark

N = 10_000
SEEDS = (11, 12, 13, 14, 15, 16)
RULES = default_rules("America/Los_Angeles", "US", "USD")


def ours(lists: Lists) -> Matches:
    """From records to pairs and suggestions."""
    legacy = [candidate(RULES, Side.LEGACY, one) for one in lists.legacy]
    clubos = [candidate(RULES, Side.CLUBOS, one) for one in lists.clubos]
    return match_members(legacy, clubos, {})


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision and cover of the pairs; of the true pairs left the share among the first three, of all too.

    ``tellable`` is the same of those left who have anything but a first name in common: nobody can find the others.
    """

    precision: float
    cover: float
    left: float
    tellable: float
    reached: float


def quality(lists: Lists, found: Matches) -> Quality:
    """How right the pairs are, and how near the suggestions."""
    right = sum(lists.truth.get(pair.legacy) == pair.clubos for pair in found.pairs)
    paired = {pair.legacy for pair in found.pairs} | {pair.clubos for pair in found.pairs}
    left = {mine: other for mine, other in lists.truth.items() if mine not in paired and other not in paired}
    first_three: dict[str, list[str]] = {}
    for one in found.suggestions:
        first_three.setdefault(one.legacy, []).append(one.clubos)
    near = {mine for mine, other in left.items() if other in first_three.get(mine, [])[:3]}
    legacy, clubos = ({one.key: one for one in side} for side in (lists.legacy, lists.clubos))
    tellable = {mine for mine, other in left.items() if in_common(legacy[mine], clubos[other])}
    return Quality(
        right / len(found.pairs),
        right / len(lists.truth),
        len(near) / len(left),
        len(near & tellable) / len(tellable),
        (right + len(near)) / len(lists.truth),
    )


def in_common(mine: Member, other: Member) -> bool:
    """True when e-mail, phone or the last name (in whatever place, a slip allowed) say anything of the two."""
    one, two = candidate(RULES, Side.LEGACY, mine).parts, candidate(RULES, Side.CLUBOS, other).parts
    if any(one[at] is not None and one[at] == two[at] for at in (2, 3)):
        return True
    return any(part is not None and ratio(one[1] or "", part) >= 75 for part in two[:2])


def test_ten_thousand_by_ten_thousand() -> None:
    heads = ("seed", "CPU s", "pairs", "precision", "cover", "left in 3", "tellable", "all reached")
    print("\n" + "".join(f"{head:>12}" for head in heads))
    measured = []
    for seed in SEEDS:
        lists = make(N, seed)
        seconds, found = cpu(lambda lists=lists: ours(lists))
        got = quality(lists, found)
        measured.append(got)
        shares = (got.precision, got.cover, got.left, got.tellable, got.reached)
        print(f"{seed:12}{seconds:12.2f}{len(found.pairs):12}" + "".join(f"{share:12.4f}" for share in shares))
        assert got.precision >= 0.999
        assert got.cover >= 0.89  # the goal is 0.9; what is missing might be two people of one household
        assert got.tellable >= 0.99
    figure("Pairs made without asking: how many are right", f"{min(each.precision for each in measured):.4f}", "0.999")
    covers = [100 * each.cover for each in measured]
    figure("and which part of all true pairs they are", f"{min(covers):.1f} to {max(covers):.1f} %", "90 %")
    for name, shares in (
        ("Of the rest, the true partner among the first three suggestions", [each.left for each in measured]),
        ("the same of those with more than a first name in common", [each.tellable for each in measured]),
    ):
        figure(name, f"{100 * min(shares):.1f} to {100 * max(shares):.1f} %", "99 %")


def test_of_a_household_nobody_is_taken_for_another() -> None:
    counts = []
    for seed in SEEDS:
        lists = households(N, seed)
        found = ours(lists)
        counts.append(len(found.pairs))
        assert len({each.legacy for each in found.suggestions}) > 0.95 * N  # a person is asked
    figure("Of 10,000 households with one of two on each side: paired by themselves, at most", f"{max(counts)}", "0")
    assert max(counts) == 0


def test_of_a_family_nobody_is_taken_for_another() -> None:
    wrong, right, asked = 0, 0, 0
    for seed in SEEDS[:2]:
        for kind, lists in families(N // 4, seed).items():
            found = ours(lists)
            bad = [pair for pair in found.pairs if lists.truth.get(pair.legacy) != pair.clubos]
            print(f"{kind:24}{len(found.pairs) - len(bad):8} of those whom both have paired, {len(bad)} of two people")
            wrong, right = wrong + len(bad), right + len(found.pairs) - len(bad)
            asked += len({each.legacy for each in found.suggestions})
            assert len(found.pairs) - len(bad) == len(lists.truth)
    assert asked > 0.95 * N // 4 * len(FAMILIES) * 2
    figure("Of 40,000 fathers and sons, twins, in-laws and couples of one name: paired by themselves", str(wrong), "0")
    assert (wrong, right > 0) == (0, True)


def rows(members: list[Member]) -> list[dict[str, str | None]]:
    """Members as plain rows for a peer, normalised by our rules in its favour."""
    return [
        {
            "unique_id": one.key,
            "first_name": parts[0],
            "surname": parts[1],
            "email": parts[2],
            "phone": parts[3],
            "joined": parts[4],
        }
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
            cl.ExactMatch("joined"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("email"),
            block_on("phone"),
            block_on("surname", "substr(first_name, 1, 1)"),
            block_on("first_name", "substr(surname, 1, 3)"),
            block_on("first_name", "joined"),
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
    got = quality(lists, found)
    print(f"  ours by itself: precision {got.precision:.4f}, cover {got.cover:.3f}; all reached {got.reached:.4f}")
    figure(f"Matching {N:,} to {N:,} without a shared id, CPU beside splink", f"{theirs / seconds:.1f}x less", "5x")
    assert seconds < theirs / 3
