"""The two sides of the comparison: Valhalla in this process, ours in a child, and the processor time of each."""

import json
import os
import resource
import subprocess
import time
from pathlib import Path

import valhalla
from valhalla.config import get_config

# Valhalla's own limits are for a public server; these let a table of 1,000 x 1,000 through.
LIMITS = {"max_matrix_distance": 1e9, "max_matrix_location_pairs": 10_000_000, "max_locations": 5_000}


class Valhalla:
    """Tiles of one extract, and an actor for each setting of the table algorithm."""

    def __init__(self, extract, folder):
        self.extract, self.folder = Path(extract), Path(folder)
        tiles = self.folder / "tiles"
        tiles.mkdir(parents=True, exist_ok=True)
        config = get_config(tile_extract="", tile_dir=str(tiles), verbose=False)
        config["mjolnir"].pop("tile_extract", None)
        config["mjolnir"]["concurrency"] = 1
        config["logging"] = {"type": "", "color": False}
        config["service_limits"]["auto"].update(LIMITS)
        self.config = config
        self.actors = {}

    def build(self):
        """Builds the tiles; the processor seconds it took, with all its threads and children."""
        path = self._write("build", self.config)
        binary = Path(valhalla.__file__).parent / "bin" / "valhalla_build_tiles"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open(self.folder / "build.log", "wb") as log:
            subprocess.run([binary, "-c", path, str(self.extract)], check=True, stdout=log, stderr=log)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def actor(self, algorithm="select_optimal"):
        if algorithm not in self.actors:
            config = json.loads(json.dumps(self.config))
            config["thor"]["source_to_target_algorithm"] = algorithm
            self.actors[algorithm] = valhalla.Actor(self._write(algorithm, config))
        return self.actors[algorithm]

    def cpu(self, action, requests, algorithm="select_optimal"):
        """Processor seconds for each request, text in and text out, as over its own door."""
        call = getattr(self.actor(algorithm), action)
        before = time.process_time()
        for request in requests:
            call(request)
        return (time.process_time() - before) / len(requests)

    def ask(self, action, request):
        return json.loads(getattr(self.actor(), action)(json.dumps(request)))

    def reachable(self, places):
        """The places that both lead to the first one and are reached from it: one that is not makes a search of this
        engine walk the whole net, which would flatter us."""
        hub = {"lat": places[0][0], "lon": places[0][1]}
        kept = []
        for lat, lon in places:
            place = {"lat": lat, "lon": lon}
            try:
                for way in ([hub, place], [place, hub]):
                    self.ask("route", {"locations": way, "costing": "auto", "directions_type": "none"})
                kept.append((lat, lon))
            except RuntimeError:
                continue
        return kept

    def _write(self, name, config):
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(config))
        return str(path)


class Ours:
    """Our side as a child that takes one task a line; see `ours.rs`."""

    def __init__(self, binary, extract):
        self.child = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.size = self.ask("open", extract)

    def ask(self, *words):
        self.child.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.child.stdin.flush()
        answer = json.loads(self.child.stdout.readline())
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def cpu(self, task, times, *numbers):
        """Processor seconds for each of `times` runs of a task."""
        before = self._spent()
        self.ask(task, times, *numbers)
        return (self._spent() - before) / times

    def _spent(self):
        # Nanoseconds on the processor of every thread. Exact, because the child sleeps while it is read.
        threads = Path(f"/proc/{self.child.pid}/task")
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads.iterdir()) / 1e9

    def close(self):
        self.child.stdin.close()
        self.child.wait(timeout=10)


def load():
    return " ".join(f"{number:.1f}" for number in os.getloadavg())
