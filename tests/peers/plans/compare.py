"""Our planners beside the general solvers people would reach for: one table of values and processor time.

Usage: compare.py SOLVE INSTANCES TABLE. Every answer of a peer is measured again here, from the instance. A peer that is not
installed is left out aloud.
"""

import csv
import importlib.util
import math
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

import arcs
import models
import pragmatic

SECONDS = 1.0


def ours(solve, kind, path, *extra, seconds=SECONDS):
    words = [solve, kind, str(path), "--seconds", str(seconds), "--seed", "1", *map(str, extra)]
    out = subprocess.run(words, capture_output=True, text=True, check=False)
    found = re.search(r"value=(\S+) bound=\S+ feasible=(\w+) seconds=(\S+)", out.stdout)
    if not found or found[2] != "true":
        sys.exit(f"error: {kind} {path}: {out.stderr.strip() or 'the answer breaks a rule'}")
    alone = re.search(r"solved in (\S+) s", out.stdout)
    return float(found[1]), float(alone[1]) if alone else float(found[3])


def installed(who):
    return pragmatic.binary() is not None if who == "vrp-cli" else importlib.util.find_spec(who) is not None


class Table:
    """Rows of what, instance, who, value, seconds and the ratio to ours."""

    def __init__(self):
        self.rows = []

    def add(self, what, name, mine, theirs, most):
        value, seconds = mine
        self.rows.append((what, name, "ours", value, seconds, 1.0))
        print(f"{what:10} {name:14} {'ours':10} {value:12.0f} {seconds:8.3f} s", flush=True)
        for who, ask in theirs:
            if not installed(who):
                print(f"{what:10} {name:14} {who:10} skipped: not installed", flush=True)
                continue
            began = time.process_time()
            try:
                other = ask()
            except Exception as error:  # noqa: BLE001 - a peer that fails is told, not hidden
                print(f"{what:10} {name:14} {who:10} failed: {error}", flush=True)
                continue
            spent = time.process_time() - began
            if isinstance(other, tuple):
                other, spent = other
            ratio = (other / value if most else value / other) if value and other else math.nan
            self.rows.append((what, name, who, other, spent, ratio))
            print(f"{what:10} {name:14} {who:10} {other:12.0f} {spent:8.3f} s  {ratio:6.3f} of ours", flush=True)

    def told(self, what, name, mine, theirs):
        """Beside values that others have published, the least being best; what they took is not known."""
        value, seconds = mine
        rows = [("ours", value, seconds), *((who, other, math.nan) for who, other in theirs)]
        for who, other, spent in rows:
            self.rows.append((what, name, who, other, spent, value / other))
            print(f"{what:10} {name:14} {who:10} {other:12.1f} {spent:8.3f} s  {value / other:6.3f} of ours", flush=True)

    def ratios(self):
        """What each peer reaches on the average of each problem, and in how much time, ours being 1."""
        print(f"{'problem':12} {'who':10} {'quality':>8} {'CPU s':>8} {'ours':>8} instances")
        mine = {(what, name): seconds for what, name, who, _, seconds, _ in self.rows if who == "ours"}
        for what, who in dict.fromkeys((row[0], row[2]) for row in self.rows if row[2] != "ours"):
            rows = [row for row in self.rows if (row[0], row[2]) == (what, who) and not math.isnan(row[5])]
            if rows:
                mean = lambda values: sum(values) / len(rows)
                took, we = mean(row[4] for row in rows), mean(mine[row[:2]] for row in rows)
                print(f"{what:12} {who:10} {mean(row[5] for row in rows):8.4f} {took:8.3f} {we:8.3f} {len(rows)}")

    def write(self, path):
        lines = ["| what | instance | who | value | CPU s | quality, ours = 1 |", "|---|---|---|---|---|---|"]
        lines += [f"| {a} | {b} | {c} | {d:.0f} | {e:.3f} | {f:.3f} |" for a, b, c, d, e, f in self.rows]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n")


def top(table, solve, folder):
    files = sorted(folder.glob("top/Set4/*.txt"))[::12] + sorted(folder.glob("top/Set7/*.txt"))[6::14]
    if not files:
        print("team orienteering: skipped, no instances")
    for path in files:
        problem = models.read_top(path)
        theirs = [
            ("pyvrp", lambda p=problem: models.top_pyvrp(p, SECONDS)),
            ("vroom", lambda p=problem: models.top_vroom(p)),
            ("ortools", lambda p=problem: models.top_ortools(p, SECONDS)),
            ("vrp-cli", lambda p=problem: models.top_vrp_cli(p, SECONDS)),
        ]
        mine = ours(solve, "top", path)
        if mine[0] > 0:
            table.add("top", path.stem, mine, theirs, True)


def carp(table, solve, folder):
    """Arc routing beside solvers of vehicles and places, which see every edge as two places of which one is visited."""
    names = ("gdb/gdb10", "gdb/gdb23", "val_bccm/4D", "val_bccm/9D", "val_bccm/10D", "egl/egl-e1-A", "egl/egl-e4-A")
    for name in names:
        path = folder / "carp" / f"{name}.dat"
        if not path.exists():
            print(f"arc routing {name}: skipped, no instance")
            continue
        theirs = [
            ("pyvrp", lambda p=path: arcs.carp_pyvrp(p, SECONDS)),
            ("vrp-cli", lambda p=path: arcs.carp_vrp_cli(p, SECONDS)),
        ]
        table.add("carp", path.stem, ours(solve, "carp", path, seconds=SECONDS), theirs, False)


def cover(table, solve, folder):
    for name, radius, sites in (("SJC324", 800, 3), ("SJC500", 800, 5), ("SJC818", 800, 7)):
        path = folder / "mclp" / "SJC" / f"{name}.txt"
        if not path.exists():
            print(f"covering {name}: skipped, no instance")
            continue
        theirs = [("highspy", lambda p=path, r=radius, s=sites: models.cover_highs(p, r, s))]
        mine = ours(solve, "mclp", path, "-r", radius, "-p", sites, seconds=0.1)
        table.add("covering", name, mine, theirs, True)
        if table.rows[-1][2] == "highspy" and table.rows[-1][3] > mine[0] + 1e-6:
            sys.exit(f"error: {name}: HiGHS proves {table.rows[-1][3]}, ours is {mine[0]}")


def median(table, solve, folder):
    """The p-median beside HiGHS: three of a hundred vertices, which it proves in seconds."""
    for name in ("pmed1", "pmed3", "pmed5"):
        path = folder / "pmed" / f"{name}.txt"
        if not path.exists():
            print(f"p-median {name}: skipped, no instance")
            continue
        mine = ours(solve, "pmed", path, seconds=0.2)
        table.add("p-median", name, mine, [("highspy", lambda p=path: models.median_highs(p))], False)
        if table.rows[-1][2] == "highspy" and table.rows[-1][3] < mine[0] - 1e-6:
            sys.exit(f"error: {name}: HiGHS proves {table.rows[-1][3]}, ours is {mine[0]}")


def patrol(table, solve, folder):
    """Longest idleness at 1 m/s beside the cyclic round of the reference and the best of its three online greedy rules."""
    reference = folder / "patrolling" / "reference.csv"
    if not reference.exists():
        print("patrol: skipped, no reference")
        return
    for row in csv.DictReader(reference.open()):
        path = folder / "patrolling" / f"{row['map']}.graph"
        if not path.exists() or row["robots"] not in ("1", "4", "8"):
            continue
        mine = ours(solve, "patrol", path, "-k", row["robots"], seconds=0.2)
        greedy = min(float(row[f"{rule}_max"]) for rule in ("CR", "ER", "GG"))
        cyclic = float(row["cyclic_max_idleness_s_at_1mps"])
        theirs = [("cyclic", cyclic), ("greedy", greedy)]
        table.told("patrol", f"{row['map']} k={row['robots']}", mine, theirs)
        if mine[0] > cyclic + 0.1:
            sys.exit(f"error: {row['map']}: the cyclic round has {cyclic}, ours {mine[0]}")


def lap(table, solve):
    random.seed(1)
    for name, rows, columns, forbidden in (("1000x1000", 1000, 1000, 0.0), ("900x1000 30%", 900, 1000, 0.3)):
        at = lambda: (random.uniform(0, 20_000), random.uniform(0, 20_000))
        from_, to = [at() for _ in range(rows)], [at() for _ in range(columns)]
        eta = lambda a, b: int((abs(a[0] - b[0]) + abs(a[1] - b[1])) * 1.2 / 11 * 10)
        cost = [[math.inf if random.random() < forbidden else eta(a, b) for b in to] for a in from_]
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(f"{rows} {columns}\n" + "\n".join(" ".join(map(str, row)) for row in cost) + "\n")
            file.flush()
            mine = ours(solve, "lap", file.name)
        theirs = [
            ("scipy", lambda c=cost: models.lap_scipy(c)),
            ("lap", lambda c=cost: models.lap_lapjv(c)),
            ("ortools", lambda c=cost: models.lap_ortools(c)),
        ]
        start = len(table.rows)
        table.add("assignment", name, mine, theirs, False)
        for row in table.rows[start + 1 :]:
            if abs(row[3] - mine[0]) > 1e-6:
                sys.exit(f"error: assignment {name}: {row[2]} says {row[3]}, ours is {mine[0]}")


def windy_tours(table, solve, folder):
    """HiGHS proves small ones; ours has 2 s and has to be within 1 % of what is proven."""
    if importlib.util.find_spec("highspy") is None:
        print("windy: skipped, HiGHS is not installed")
        return
    for name, vehicles in (("P012500", 2), ("P1015", 3), ("P02110", 2), ("P122200", 4)):
        path = folder / "mm_kwrpp" / name
        if not path.exists():
            print(f"windy {name}: skipped, no instance")
            continue
        mine = ours(solve, "kwrpp", path, "-k", vehicles, seconds=2.0)
        proven, _, spent = models.windy_highs(path, vehicles, 60.0)
        table.add("windy", f"{name} K={vehicles}", mine, [("highspy", lambda: (proven, spent))] if proven else [], False)
        if proven is None:
            print(f"windy {name}: HiGHS proves nothing in 60 s")
        elif mine[0] > 1.01 * proven:
            sys.exit(f"error: {name}: HiGHS proves {proven}, ours is {mine[0]}")


def main():
    solve, folder, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    table = Table()
    cover(table, solve, folder)
    median(table, solve, folder)
    patrol(table, solve, folder)
    lap(table, solve)
    top(table, solve, folder)
    carp(table, solve, folder)
    windy_tours(table, solve, folder)
    table.write(out)
    table.ratios()


if __name__ == "__main__":
    main()
