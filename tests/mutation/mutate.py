"""Mutation testing of gates and signals, by hand: python -m tests.mutation.mutate [MODULE ...]

Each mutant changes one place of a module (a comparison, "and" or "or", a "not", a number, a text of a check's id, a
branch) and must make a test fail. Every mutant runs in a child process made by fork, so that imports are paid for once.
Prints each survivor and the share that was killed; ends with 1 below 85 % (features.md C1).
"""

import ast
import contextlib
import copy
import importlib
import importlib.abc
import importlib.util
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = ("clubos_desktop.verification.gates", "clubos_desktop.verification.signals")
TESTS = ("test_gates.py", "test_signals.py", "test_registers.py", "test_on_time.py", "test_on_time_edges.py")
WANTED = 85

SWAPS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


def places(tree):
    """Every place that can be changed, as (number of the node in walking order, kind of change)."""
    found = []
    for n, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
            found.append((n, "compare"))
        elif isinstance(node, ast.BoolOp):
            found.append((n, "bool"))
        elif isinstance(node, ast.BinOp) and type(node.op) in SWAPS and not _of_text(node):
            found.append((n, "arithmetic"))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            found.append((n, "not"))
        elif isinstance(node, ast.IfExp | ast.If):
            found.append((n, "branch"))
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            found.append((n, "number"))
    return found


def _of_text(node):
    """Sums of texts and lists are about words, not about judging."""
    return any(isinstance(part, ast.JoinedStr | ast.List | ast.Constant) for part in (node.left, node.right))


def mutant(tree, place):
    """The tree with one place changed, and the changed line for people."""
    number, kind = place
    changed = copy.deepcopy(tree)
    node = next(each for n, each in enumerate(ast.walk(changed)) if n == number)
    if kind == "compare":
        node.ops[0] = SWAPS[type(node.ops[0])]()
    elif kind in {"bool", "arithmetic"}:
        node.op = SWAPS[type(node.op)]()
    elif kind == "not":
        node.op = ast.UAdd()
        node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
    elif kind == "branch":
        node.test = ast.UnaryOp(ast.Not(), node.test)
    else:
        node.value += 1
    ast.fix_missing_locations(changed)
    return changed, f"line {node.lineno}, {kind}: {ast.unparse(node).splitlines()[0][:100]}"


def survives(name, source, tree):
    """Whether the tests pass with this module in place of the real one; asked in a child process."""
    child = os.fork()
    if child == 0:
        code = 0
        with (
            Path(os.devnull).open("w") as nowhere,
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
        ):
            try:
                code = _run(name, source, tree)
            except BaseException:
                code = 1
        os._exit(0 if code == 0 else 1)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports a module from a changed tree."""

    def __init__(self, name, source, tree):
        self._name, self._source, self._tree = name, source, tree

    def find_spec(self, name, _path, _target=None):
        return importlib.util.spec_from_loader(name, self, origin=self._source) if name == self._name else None

    def exec_module(self, module):
        module.__file__ = self._source
        exec(compile(self._tree, self._source, "exec"), module.__dict__)


def _run(name, source, tree):
    import pytest

    for each in [each for each in sys.modules if each.startswith("clubos_desktop.verification")]:
        del sys.modules[each]
    sys.meta_path.insert(0, Changed(name, source, tree))
    folder = ROOT / "tests" / "unit" / "verification"
    said = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--no-header"]
    return pytest.main([*said, *(str(folder / each) for each in TESTS)])


def main(names):
    """Try every mutant of these modules; returns the exit code."""
    os.chdir(ROOT)
    import pytest  # noqa: F401  paid for once
    import sqlalchemy  # noqa: F401

    killed = whole = 0
    for name in names or MODULES:
        module = importlib.import_module(name)
        source = Path(module.__file__)
        tree = ast.parse(source.read_text("utf-8"))
        found = places(tree)
        left = []
        for place in found:
            changed, said = mutant(tree, place)
            if survives(name, str(source), changed):
                left.append(said)
        whole += len(found)
        killed += len(found) - len(left)
        print(f"{name}: {len(found) - len(left)} of {len(found)} killed", flush=True)
        for said in left:
            print(f"  survived, {said}", flush=True)
    share = 100 * killed / whole
    print(f"{killed} of {whole} mutants killed, {share:.1f} %; {WANTED} % are wanted")
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
