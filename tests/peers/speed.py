"""How long each side works for the same questions: interleaved rounds on one machine, processor time, medians."""

import json
import os
import statistics

ROUNDS = 5


def point(place):
    return {"lat": place[0], "lon": place[1]}


def table(sources, targets):
    sources, targets = [point(p) for p in sources], [point(p) for p in targets]
    return json.dumps({"sources": sources, "targets": targets, "costing": "auto", "verbose": False})


def isochrones(place):
    contours = [{"time": minutes} for minutes in (1, 3, 5)]
    return json.dumps({"locations": [point(place)], "costing": "auto", "contours": contours, "polygons": True})


def route(start, goal):
    return json.dumps({"locations": [point(start), point(goal)], "costing": "auto", "directions_type": "none"})


def alternate(rounds, ours, theirs):
    """Medians over rounds that alternate, so that a busy moment of the machine meets both."""
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    return tuple(statistics.median(side) for side in zip(*pairs))


def measure(ours, peer, places, say):
    """Rows of (what, our seconds, their seconds)."""
    units = places[-1000:]
    incidents = places[:20]
    tdm = "timedistancematrix"
    rows = []

    def row(what, rounds, own, other):
        rows.append((what, *alternate(rounds, own, other)))
        say(f"{what}: ours {rows[-1][1] * 1e3:.3f} ms, Valhalla {rows[-1][2] * 1e3:.3f} ms")

    row("extract to graph", ROUNDS, lambda: ours.cpu("import", 3), peer.build)
    row("1,000 units to 1 incident, Valhalla stock", 1, lambda: ours.cpu("many_to_one", 200, 1000),
        lambda: peer.cpu("matrix", [table(units, incidents[:1])]))
    row("1,000 units to 1 incident, Valhalla timedistancematrix", ROUNDS, lambda: ours.cpu("many_to_one", 200, 1000),
        lambda: peer.cpu("matrix", [table(units, [place]) for place in incidents[:5]], tdm))
    row("300 x 300, Valhalla stock", 1, lambda: ours.cpu("matrix", 5, 300, 300),
        lambda: peer.cpu("matrix", [table(places[:300], units[-300:])]))
    row("300 x 300, Valhalla timedistancematrix", 1, lambda: ours.cpu("matrix", 5, 300, 300),
        lambda: peer.cpu("matrix", [table(places[:300], units[-300:])], tdm))
    if os.environ.get("PEERS_FULL"):
        row("1,000 x 1,000, Valhalla timedistancematrix", 1, lambda: ours.cpu("matrix", 3, 1000, 1000),
            lambda: peer.cpu("matrix", [table(places[:1000], units)], tdm))
    row("isochrones of 1, 3 and 5 min with polygons", ROUNDS, lambda: ours.cpu("reach", 200),
        lambda: peer.cpu("isochrone", [isochrones(place) for place in incidents]))
    row("point to point with its line", ROUNDS, lambda: ours.cpu("route", 200),
        lambda: peer.cpu("route", [route(*places[2 * i:2 * i + 2]) for i in range(100)]))
    return rows
