"""The min-max windy rural postman as an exact model for HiGHS: the longest of K tours, proven or with its bound.

One whole number a vehicle, edge and direction; who serves an edge goes over it; what goes into a place comes out of it. Tours
that do not hang together with the depot (the first place of the file) are cut off as they turn up, and the model is solved
again. Every tour found is measured again from its edges.
"""

import pathlib
import re
import sys
import time

import highspy

LINE = re.compile(r"\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*coste\s+(\S+)\s+(\S+)")


def read(path):
    """(edges that have to be served, other edges), each (u, v, there, back)."""
    text = path.read_text(errors="replace")
    asked, free = re.split(r"LISTA_ARISTAS_NOREQ", text)
    edges = [[(int(u), int(v), float(a), float(b)) for u, v, a, b in LINE.findall(part)] for part in (asked, free)]
    return edges[0], edges[1]


class Model:
    """K tours over the windy edges; `served[k][e]`, `over[k][(e, direction)]` are columns."""

    def __init__(self, asked, free, vehicles):
        self.asked, self.edges, self.vehicles = asked, asked + free, vehicles
        self.h = highspy.Highs()
        self.h.setOptionValue("output_flag", False)
        self.h.setOptionValue("threads", 1)
        self.h.setOptionValue("mip_rel_gap", 0.0)
        top = self.h.addVariable(0, highspy.kHighsInf, 1.0)
        whole = highspy.HighsVarType.kInteger
        self.served = [[self.h.addVariable(0, 1, 0, type=whole) for _ in asked] for _ in range(vehicles)]
        self.over = [
            [[self.h.addVariable(0, len(asked) + 1, 0, type=whole) for _ in (0, 1)] for _ in self.edges] for _ in range(vehicles)
        ]
        places = {p for u, v, _, _ in self.edges for p in (u, v)}
        for e in range(len(asked)):
            self.h.addConstr(sum(s[e] for s in self.served) == 1)
        for k in range(vehicles):
            over = self.over[k]
            cost = sum(a * over[e][0] + b * over[e][1] for e, (_, _, a, b) in enumerate(self.edges))
            self.h.addConstr(cost <= top)
            for e in range(len(asked)):
                self.h.addConstr(over[e][0] + over[e][1] >= self.served[k][e])
            for p in places:
                out = [over[e][0] - over[e][1] for e, (u, _, _, _) in enumerate(self.edges) if u == p]
                into = [over[e][1] - over[e][0] for e, (_, v, _, _) in enumerate(self.edges) if v == p]
                self.h.addConstr(sum(out) + sum(into) == 0)
        # Which tour is called the first does not matter: the first edge is served by it, and so on.
        for k in range(1, vehicles):
            for e in range(min(k, len(asked))):
                self.h.addConstr(self.served[k][e] == 0)
        self.top = top

    def cuts(self):
        """Cuts off every part of a tour that does not hang together with the depot; whether there was one."""
        found = False
        value = self.h.getSolution().col_value
        for k in range(self.vehicles):
            used = [e for e in range(len(self.edges)) if sum(value[c.index] for c in self.over[k][e]) > 0.5]
            left = set(used)
            while left:
                part, part_edges = self.spread(left)
                left -= part_edges
                if 1 in part:
                    continue
                inner = [e for e in part_edges if e < len(self.asked) and value[self.served[k][e].index] > 0.5]
                rim = [
                    e for e, (u, v, _, _) in enumerate(self.edges) if (u in part) != (v in part)
                ]
                for e in inner:
                    for j in range(self.vehicles):
                        border = sum(c for r in rim for c in self.over[j][r])
                        self.h.addConstr(border >= 2 * self.served[j][e])
                    found = True
        return found

    def spread(self, left):
        first = next(iter(left))
        part, edges = {self.edges[first][0], self.edges[first][1]}, {first}
        grown = True
        while grown:
            grown = False
            for e in left - edges:
                u, v, _, _ = self.edges[e]
                if u in part or v in part:
                    part |= {u, v}
                    edges.add(e)
                    grown = True
        return part, edges


def solve(path, vehicles, seconds):
    """(the longest tour or None, the bound, CPU seconds)."""
    asked, free = read(path)
    began = time.process_time()
    model = Model(asked, free, vehicles)
    bound = 0.0
    while True:
        left = seconds - (time.process_time() - began)
        if left <= 0:
            return None, bound, time.process_time() - began
        model.h.setOptionValue("time_limit", model.h.getRunTime() + left)
        model.h.minimize(model.top)
        status = model.h.getModelStatus()
        bound = max(bound, model.h.getInfo().mip_dual_bound)
        if status != highspy.HighsModelStatus.kOptimal:
            return None, bound, time.process_time() - began
        if not model.cuts():
            return model.h.getInfo().objective_function_value, bound, time.process_time() - began


if __name__ == "__main__":
    # In a process of its own: OR-Tools brings another HiGHS, and whichever is loaded first is the one both get.
    print(*solve(pathlib.Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
