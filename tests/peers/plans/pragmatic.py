"""vrp-cli as a process, in its `pragmatic` format: places are rows of one table of ways."""

import json
import os
import pathlib
import resource
import subprocess
import tempfile

FROM, UNTIL = "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"


def binary():
    """Where `make peers-plans` installs it; nothing when it is not there."""
    path = pathlib.Path(os.environ.get("VRP_CLI", "target/peers/vrp-cli/bin/vrp-cli"))
    return path if path.exists() else None


def fleet(vehicles, ends, capacity=1_000_000, limit=None):
    one = {
        "typeId": "v",
        "vehicleIds": [f"v{k}" for k in range(vehicles)],
        "profile": {"matrix": "car"},
        "costs": {"fixed": 0, "distance": 1, "time": 0},
        "shifts": [{
            "start": {"earliest": FROM, "location": {"index": ends[0]}},
            "end": {"latest": UNTIL, "location": {"index": ends[1]}},
        }],
        "capacity": [capacity],
    }
    if limit is not None:
        one["limits"] = {"maxDistance": limit}
    return {"vehicles": [one], "profiles": [{"name": "car"}]}


def solve(jobs, fleet_, table, seconds, objectives=None):
    """(places visited, tour by tour; CPU seconds). The limit of time is by the clock on the wall, for
    it has no other; it gets twice as long, lest a busy machine cut it short."""
    problem = {"plan": {"jobs": jobs}, "fleet": fleet_}
    if objectives:
        problem["objectives"] = [{"type": kind} for kind in objectives]
    ways = [int(way) for row in table for way in row]
    # Time is worth nothing in these models; it only must not run backwards.
    matrix = {"profile": "car", "travelTimes": [0] * len(ways), "distances": ways}
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: str(pathlib.Path(folder) / name)
        pathlib.Path(at("p.json")).write_text(json.dumps(problem))
        pathlib.Path(at("m.json")).write_text(json.dumps(matrix))
        words = [binary(), "solve", "pragmatic", at("p.json"), "-m", at("m.json"), "-o", at("s.json")]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        words += ["--max-time", str(max(1, round(2 * seconds))), "--parallelism", "1,1"]
        out = subprocess.run(words, capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if out.returncode or not pathlib.Path(at("s.json")).exists():
            raise RuntimeError((out.stderr or out.stdout).strip().split("\n")[-1])
        solution = json.loads(pathlib.Path(at("s.json")).read_text())
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return [places(tour) for tour in solution["tours"]], spent


def places(tour):
    """Places of a tour's jobs, in order."""
    found = []
    for stop in tour["stops"]:
        for activity in stop["activities"]:
            if activity["type"] not in ("departure", "arrival"):
                found.append(activity.get("location", stop["location"])["index"])
    return found
