"""Capacitated arc routing in the words of solvers of vehicles and places: each edge that has to be served is two places, one for
each way along it, of which exactly one is visited. What is in a place on the way is part of every way to it, so the model is
the same problem; tours found are measured again from the file."""

import math
import re
import time

import pragmatic

LINE = re.compile(r"\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*coste\s+(\d+)(?:\s+demanda\s+(\d+))?")


class Arcs:
    """`served` are (u, v, cost, demand); `way[u][v]` the shortest ways; places are counted from 1."""

    def __init__(self, path):
        text = path.read_text(errors="replace")
        field = lambda name: int(re.search(rf"{name}\s*:\s*(\d+)", text)[1])
        self.capacity, self.depot, count = field("CAPACIDAD"), field("DEPOSITO"), field("VERTICES")
        edges = [tuple(int(word or 0) for word in found) for found in LINE.findall(text)]
        self.served = [edge for edge in edges if edge[3] > 0]
        self.way = [[0 if a == b else math.inf for b in range(count + 1)] for a in range(count + 1)]
        for u, v, cost, _ in edges:
            self.way[u][v] = min(self.way[u][v], cost)
            self.way[v][u] = min(self.way[v][u], cost)
        for by in range(count + 1):
            for a in range(count + 1):
                for b in range(count + 1):
                    self.way[a][b] = min(self.way[a][b], self.way[a][by] + self.way[by][b])

    def ends(self, task):
        """Where a task begins and ends: task 2e is edge e there, 2e + 1 back."""
        u, v = self.served[task // 2][:2]
        return (v, u) if task % 2 else (u, v)

    def table(self):
        """Ways between the depot (0) and all tasks (1 + task), each with what is in the task it leads to."""
        ends = [(self.depot, self.depot)] + [self.ends(task) for task in range(2 * len(self.served))]
        cost = [0] + [self.served[task // 2][2] for task in range(2 * len(self.served))]
        return [[self.way[a[1]][b[0]] + cost[j] for j, b in enumerate(ends)] for a in ends]

    def vehicles(self):
        """Enough for any answer worth having."""
        return min(len(self.served), 2 + 2 * math.ceil(sum(edge[3] for edge in self.served) / self.capacity))

    def measure(self, tours):
        """Length of tours of tasks, each within the capacity, each edge once."""
        seen = sorted(task // 2 for tour in tours for task in tour)
        if seen != list(range(len(self.served))):
            raise ValueError("an edge is not served once")
        total = 0
        for tour in tours:
            if sum(self.served[task // 2][3] for task in tour) > self.capacity:
                raise ValueError("a tour carries too much")
            at = self.depot
            for task in tour:
                begin, end = self.ends(task)
                total += self.way[at][begin] + self.served[task // 2][2]
                at = end
            total += self.way[at][self.depot]
        return total


def carp_pyvrp(path, seconds):
    import pyvrp

    arcs = Arcs(path)
    table = arcs.table()
    model = pyvrp.Model()
    places = [model.add_location(x=0, y=0) for _ in table]
    depot = model.add_depot(places[0])
    for edge, (_, _, _, demand) in enumerate(arcs.served):
        group = model.add_client_group()
        for place in places[1 + 2 * edge : 3 + 2 * edge]:
            model.add_client(place, delivery=demand, required=False, group=group)
    model.add_vehicle_type(num_available=arcs.vehicles(), capacity=arcs.capacity, start_depot=depot, end_depot=depot)
    for a, one in enumerate(places):
        for b, two in enumerate(places):
            if a != b:
                model.add_edge(one, two, distance=table[a][b])
    began = time.process_time()
    result = model.solve(stop=lambda _: time.process_time() - began > seconds, display=False)
    spent = time.process_time() - began
    return arcs.measure([[act.idx for act in route if act.is_client()] for route in result.best.routes()]), spent


def carp_vrp_cli(path, seconds):
    arcs = Arcs(path)
    jobs = [
        {
            "id": str(edge),
            "deliveries": [{
                "places": [{"location": {"index": 1 + task}, "duration": 0} for task in (2 * edge, 2 * edge + 1)],
                "demand": [demand],
            }],
        }
        for edge, (_, _, _, demand) in enumerate(arcs.served)
    ]
    fleet = pragmatic.fleet(arcs.vehicles(), (0, 0), capacity=arcs.capacity)
    tours, spent = pragmatic.solve(jobs, fleet, arcs.table(), seconds)
    return arcs.measure([[at - 1 for at in tour] for tour in tours]), spent
