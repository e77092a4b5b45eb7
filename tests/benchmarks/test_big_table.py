"""A list of a million differences: first rows, scrolling, sorting, searching, beside a plain QTableView of that run.

    python -m pytest tests/benchmarks/test_big_table.py -m benchmark -s        about three minutes, most of it writing

Each view runs in a process of its own (``big_table.py``) on the same encrypted file. CPU of that process, which is the
steadier figure; wall time stands beside it. What is held is the goal, but for a text that hundreds of thousands hold
while the most harmful group has none of them: there the group is walked to its end.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import million

pytestmark = pytest.mark.benchmark

COUNT = 1_000_000
WORST = "example"
"""In four fifths of the differences, and in none of the 20,000 whole records that come first."""


def measured(root: Path, folder: Path, kind: str) -> dict:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    words = [sys.executable, str(root / "tests/benchmarks/big_table.py"), str(folder), kind]
    done = subprocess.run(words, cwd=root, env=environment, capture_output=True, text=True, timeout=900, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_a_million_differences(root, tmp_path, capsys):
    written = million.make(tmp_path, COUNT)
    plain, ours = (measured(root, tmp_path, kind) for kind in ("plain", "ours"))
    with capsys.disabled():
        print(f"\n{COUNT:,} differences written, with all indexes: {written / COUNT * 1e6:.0f} us CPU each")
        print(f"{'':28}{'plain QTableView':>18}{'Differences':>14}")
        for name, label in (
            ("first_cpu", "first paint, CPU ms"),
            ("first_wall", "first paint, wall ms"),
            ("mb", "MB over the empty window"),
            ("scroll_cpu", "step of three rows, CPU ms"),
            ("scroll_wall_p95", "the same, wall p95"),
            ("key_cpu", "row by key with detail, CPU"),
        ):
            print(f"{label:28}{plain[name]:18.1f}{ours[name]:14.1f}")
        for what in ("sorts", "searches"):
            for name, (wall, cpu) in ours[what].items():
                print(f"{what[:-1]:7} {name:20}{cpu:18.1f} CPU ms{wall:10.1f} wall ms")
    assert ours["accessible"]
    assert ours["first_cpu"] <= 80
    assert ours["mb"] <= 20
    assert ours["scroll_cpu"] <= 16
    assert ours["scroll_cpu"] < plain["scroll_cpu"]
    assert max(cpu for _, cpu in ours["sorts"].values()) <= 60
    assert max(cpu for name, (_, cpu) in ours["searches"].items() if name != WORST) + ours["typing"] <= 60
