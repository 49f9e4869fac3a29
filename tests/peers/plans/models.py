"""The same problems in the words of each peer; what they answer is measured again from the instance."""

import math
import pathlib
import subprocess
import sys
import time


def read_top(path):
    head, points = {}, []
    for line in path.read_text().split("\n"):
        words = line.split()
        if len(words) == 2:
            head[words[0]] = float(words[1])
        elif len(words) == 3:
            points.append(tuple(map(float, words)))
    return int(head["m"]), head["tmax"], points


def apart(a, b):
    return math.hypot(a[0] - b[0], a[1] - b[1])


def score(problem, paths):
    """Score of the paths, each of which must keep the limit."""
    _, limit, points = problem
    seen = [i for path in paths for i in path]
    if len(set(seen)) != len(seen):
        raise ValueError("a point is visited twice")
    for path in paths:
        way = [0, *path, len(points) - 1]
        if path and sum(apart(points[a], points[b]) for a, b in zip(way, way[1:])) > limit + 1e-6:
            raise ValueError("a path is too long")
    return sum(points[i][2] for i in seen)


SCALE = 10_000


def whole(problem):
    """Distances as whole numbers, rounded up so that no path gets too long."""
    points = problem[2]
    return [[math.ceil(apart(a, b) * SCALE) for b in points] for a in points]


def within(problem):
    """Points that some path can take in."""
    _, limit, points = problem
    end = points[-1]
    return [
        i for i in range(1, len(points) - 1)
        if points[i][2] > 0 and apart(points[0], points[i]) + apart(points[i], end) <= limit
    ]


def top_pyvrp(problem, seconds):
    import pyvrp

    paths, limit, points = problem
    ways, inner = whole(problem), within(problem)
    model = pyvrp.Model()
    nodes = [0, len(points) - 1, *inner]
    at = [model.add_location(x=points[i][0], y=points[i][1]) for i in nodes]
    start, end = model.add_depot(at[0]), model.add_depot(at[1])
    price = SCALE * math.ceil(limit) * paths
    for place, i in zip(at[2:], inner):
        model.add_client(place, prize=int(points[i][2]) * price, required=False)
    model.add_vehicle_type(num_available=paths, start_depot=start, end_depot=end, max_distance=int(limit * SCALE))
    for one, i in zip(at, nodes):
        for two, j in zip(at, nodes):
            if one is not two:
                model.add_edge(one, two, distance=ways[i][j])
    began = time.process_time()
    result = model.solve(stop=lambda _: time.process_time() - began > seconds, display=False)
    spent = time.process_time() - began
    found = [[inner[act.idx] for act in route if act.is_client()] for route in result.best.routes()]
    return score(problem, found), spent


def top_vroom(problem):
    import vroom
    import numpy

    paths, limit, points = problem
    ways, inner = whole(problem), within(problem)
    model = vroom.Input()
    model.set_durations_matrix(profile="car", matrix_input=numpy.array(ways, dtype=numpy.uint32))
    best = max(points[i][2] for i in inner)
    for k in range(paths):
        model.add_vehicle(vroom.Vehicle(k + 1, start=0, end=len(points) - 1, max_travel_time=int(limit * SCALE)))
    for i in inner:
        model.add_job(vroom.Job(i, location=i, priority=max(1, int(100 * points[i][2] / best))))
    began = time.process_time()
    solution = model.solve(exploration_level=5, nb_threads=1)
    spent = time.process_time() - began
    found = [[] for _ in range(paths)]
    for _, row in solution.routes.iterrows():
        if row["type"] == "job":
            found[row["vehicle_id"] - 1].append(row["id"])
    return score(problem, found), spent


def top_ortools(problem, seconds):
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    paths, limit, points = problem
    ways, inner = whole(problem), within(problem)
    nodes = [0, len(points) - 1, *inner]
    manager = pywrapcp.RoutingIndexManager(len(nodes), paths, [0] * paths, [1] * paths)
    routing = pywrapcp.RoutingModel(manager)
    way = routing.RegisterTransitCallback(
        lambda a, b: ways[nodes[manager.IndexToNode(a)]][nodes[manager.IndexToNode(b)]]
    )
    routing.SetArcCostEvaluatorOfAllVehicles(way)
    routing.AddDimension(way, 0, int(limit * SCALE), True, "way")
    for k, i in enumerate(inner):
        routing.AddDisjunction([manager.NodeToIndex(k + 2)], int(points[i][2] * 20_000))
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(int(seconds * 1000))
    began = time.process_time()
    solution = routing.SolveWithParameters(search)
    spent = time.process_time() - began
    found = []
    for k in range(paths):
        at, path = solution.Value(routing.NextVar(routing.Start(k))), []
        while not routing.IsEnd(at):
            path.append(nodes[manager.IndexToNode(at)])
            at = solution.Value(routing.NextVar(at))
        found.append(path)
    return score(problem, found), spent


def top_vrp_cli(problem, seconds):
    import pragmatic

    paths, limit, points = problem
    ways, inner = whole(problem), within(problem)
    nodes = [0, len(points) - 1, *inner]
    jobs = [
        {"id": str(k), "services": [{"places": [{"location": {"index": k + 2}, "duration": 0}]}], "value": points[i][2]}
        for k, i in enumerate(inner)
    ]
    fleet = pragmatic.fleet(paths, (0, 1), limit=int(limit * SCALE))
    table = [[ways[a][b] for b in nodes] for a in nodes]
    aims = ("maximize-value", "minimize-unassigned", "minimize-cost")
    found, spent = pragmatic.solve(jobs, fleet, table, seconds, aims)
    return score(problem, [[nodes[at] for at in tour] for tour in found]), spent


def alone(*words, script=__file__):
    """In a process of its own: OR-Tools brings another HiGHS, and whichever is loaded first is the one both get."""
    words = [sys.executable, script, *map(str, words)]
    out = subprocess.run(words, capture_output=True, text=True, check=False)
    if out.returncode:
        raise RuntimeError(out.stderr.strip().split("\n")[-1])
    return tuple(None if word == "None" else float(word) for word in out.stdout.split())


def windy_highs(path, vehicles, seconds):
    """(the longest tour or None, the bound, CPU seconds)."""
    return alone(path, vehicles, seconds, script=str(pathlib.Path(__file__).with_name("windy.py")))


def cover_highs(path, radius, sites):
    return alone(path, radius, sites)


def median_highs(path):
    return alone(path)


def read_pmed(path):
    """Shortest ways between all vertices, by relaxing over every third one; of an edge given twice the last one counts."""
    words = path.read_text().split()
    n, m, p = map(int, words[:3])
    way = [[0 if a == b else math.inf for b in range(n)] for a in range(n)]
    for k in range(3, 3 + 3 * m, 3):
        a, b, length = int(words[k]) - 1, int(words[k + 1]) - 1, int(words[k + 2])
        way[a][b] = way[b][a] = length
    for by in range(n):
        for a in range(n):
            first = way[a][by]
            row = way[by]
            way[a] = [old if old <= first + more else first + more for old, more in zip(way[a], row)]
    return way, p


def median_highs_here(path):
    import highspy

    way, p = read_pmed(path)
    n = len(way)
    began = time.process_time()
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    open_ = [model.addBinary() for _ in range(n)]
    goes = [[model.addVariable(0, 1) for _ in range(n)] for _ in range(n)]
    for a in range(n):
        model.addConstr(sum(goes[a]) == 1)
        for b in range(n):
            model.addConstr(goes[a][b] <= open_[b])
    model.addConstr(sum(open_) == p)
    model.minimize(sum(way[a][b] * goes[a][b] for a in range(n) for b in range(n)))
    chosen = [b for b in range(n) if model.val(open_[b]) > 0.5]
    return sum(min(way[a][b] for b in chosen) for a in range(n)), time.process_time() - began


def cover_highs_here(path, radius, sites):
    import highspy

    rows = [tuple(map(float, line.split()[:3])) for line in path.read_text().split("\n")[1:] if len(line.split()) >= 3]
    began = time.process_time()
    merged = {}
    for a in rows:
        reached = tuple(j for j, b in enumerate(rows) if apart(a, b) <= radius)
        merged[reached] = merged.get(reached, 0) + a[2]
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    open_ = [model.addBinary() for _ in rows]
    total = 0
    for reached, demand in merged.items():
        covered = model.addVariable(0, 1)
        model.addConstr(covered <= sum(open_[j] for j in reached))
        total += demand * covered
    model.addConstr(sum(open_) == sites)
    model.maximize(total)
    chosen = [rows[j] for j in range(len(rows)) if model.val(open_[j]) > 0.5]
    value = sum(a[2] for a in rows if any(apart(a, b) <= radius for b in chosen))
    return value, time.process_time() - began


def lap_scipy(cost):
    import numpy
    from scipy.optimize import linear_sum_assignment

    matrix = numpy.array(cost, dtype=float)
    began = time.process_time()
    rows, columns = linear_sum_assignment(matrix)
    return float(matrix[rows, columns].sum()), time.process_time() - began


def lap_lapjv(cost):
    import lap
    import numpy

    matrix = numpy.array(cost, dtype=float)
    matrix[numpy.isinf(matrix)] = 1e9
    began = time.process_time()
    total, _, _ = lap.lapjv(matrix, extend_cost=True)
    return float(total), time.process_time() - began


def lap_ortools(cost):
    import numpy
    from ortools.graph.python import linear_sum_assignment

    if len(cost) != len(cost[0]):
        raise ValueError("it takes square matrices only")
    matrix = numpy.array(cost)
    pairs = numpy.argwhere(numpy.isfinite(matrix))
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(
        pairs[:, 0].astype(numpy.int32), pairs[:, 1].astype(numpy.int32), matrix[pairs[:, 0], pairs[:, 1]].astype(numpy.int64)
    )
    began = time.process_time()
    solver.solve()
    return float(solver.optimal_cost()), time.process_time() - began


if __name__ == "__main__":
    given = pathlib.Path(sys.argv[1])
    if len(sys.argv) == 2:
        print(*median_highs_here(given))
    else:
        print(*cover_highs_here(given, float(sys.argv[2]), int(sys.argv[3])))
