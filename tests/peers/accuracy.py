"""How far our times differ from Valhalla's, and why: our own way is driven again over Valhalla's edges.

Valhalla's `trace_attributes` over our line gives its speed for every edge and its cost of every turn. So a difference
splits exactly into three: speeds (our time minus Valhalla's for the same road, turns left out), turns (Valhalla's turn
costs on our way, which we do not have), and the way (what our way costs Valhalla beyond its own best).
"""

import statistics
from collections import defaultdict

FILTERS = ["edge.length", "edge.speed", "edge.road_class", "edge.way_id", "node.transition_time", "node.elapsed_time"]
FAR = 25.0


def compare(ours, peer, pairs):
    """One record a pair; places are drawn by our side."""
    places = ours.places
    ways = ours.ask("ways", pairs)
    return [one(peer, way, places[2 * i], places[2 * i + 1]) for i, way in enumerate(ways)]


def one(peer, way, start, goal):
    request = {"locations": [{"lat": lat, "lon": lon} for lat, lon in (start, goal)], "costing": "auto",
               "directions_type": "none"}
    record = {"start": start, "goal": goal, "ours": way}
    try:
        leg = peer.ask("route", request)["trip"]["legs"][0]["summary"]
        record["theirs"] = {"time": leg["time"], "length": leg["length"] * 1000}
    except RuntimeError as refusal:
        record["refused"] = str(refusal)
        return record
    if way:
        record["driven"] = drive(peer, way["points"])
    return record


def drive(peer, points):
    """Our line over Valhalla's edges: seconds on edges, seconds of turns, and metres and seconds by class of road."""
    shape = [{"lat": lat, "lon": lon} for lat, lon in points]
    for match in ("edge_walk", "map_snap"):
        request = {"shape": shape, "shape_match": match, "costing": "auto",
                   "filters": {"attributes": FILTERS, "action": "include"}}
        try:
            edges = peer.ask("trace_attributes", request)["edges"]
        except RuntimeError:
            continue
        on_edges, turns, classes = 0.0, 0.0, defaultdict(lambda: [0.0, 0.0])
        for edge in edges:
            seconds = edge["length"] * 3600 / edge["speed"]
            on_edges += seconds
            turns += edge.get("end_node", {}).get("transition_time", 0.0)
            sums = classes[edge["road_class"]]
            sums[0] += edge["length"] * 1000
            sums[1] += seconds
        metres = sum(sums[0] for sums in classes.values())
        return {"match": match, "edges": on_edges, "turns": turns, "metres": metres, "classes": dict(classes)}
    return None


def split(record):
    """The difference in seconds and its three parts; nothing where Valhalla cannot drive our line."""
    way, driven = record["ours"], record.get("driven")
    if not driven or abs(driven["metres"] - way["length"]) > max(50.0, 0.03 * way["length"]):
        return None
    theirs = record["theirs"]["time"]
    parts = {
        "speeds": way["time"] - driven["edges"],
        "turns": -driven["turns"],
        "way": driven["edges"] + driven["turns"] - theirs,
    }
    return way["time"] - theirs, parts


def why(record):
    """The one word for a pair: what the largest part of its difference is made of."""
    if not record["ours"]:
        return "no way of ours"
    if max(off or 0.0 for off in record["ours"]["off"]) > FAR:
        return "snap"
    parts = split(record)
    if parts is None:
        return "access: Valhalla does not drive our line"
    return max(parts[1], key=lambda part: abs(parts[1][part]))


def shares(numbers, *parts):
    ordered = sorted(numbers)
    return [ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in parts]


def by_class(records):
    """Mean km/h by class of road over all our ways, on each side."""
    ours, theirs = defaultdict(lambda: [0.0, 0.0]), defaultdict(lambda: [0.0, 0.0])
    for record in records:
        if split(record) is None:
            continue
        for name, metres, seconds in record["ours"]["roads"]:
            ours[name.removesuffix("link")][0] += metres
            ours[name.removesuffix("link")][1] += seconds
        for name, (metres, seconds) in record["driven"]["classes"].items():
            theirs[name][0] += metres
            theirs[name][1] += seconds
    speed = lambda sums: sums[0] / sums[1] * 3.6 if sums[1] else 0.0
    return [{name: (sums[0] / 1000, speed(sums)) for name, sums in side.items()} for side in (ours, theirs)]


def report(records):
    """Lines of Markdown."""
    both = [record for record in records if record["ours"] and "theirs" in record and record["theirs"]["time"] > 0]
    if not both:
        return ["No pair was answered by both sides."]
    times = [record["ours"]["time"] / record["theirs"]["time"] for record in both]
    lengths = [record["ours"]["length"] / max(1.0, record["theirs"]["length"]) for record in both]
    lines = [f"{len(records)} pairs; both sides found a way for {len(both)}, "
             f"ours alone for {sum(1 for r in records if r['ours'] and 'theirs' not in r)}, "
             f"Valhalla alone for {sum(1 for r in records if not r['ours'] and 'theirs' in r)}.", "",
             "| ours / Valhalla | p5 | p25 | median | p75 | p95 |", "|---|---|---|---|---|---|"]
    paved = [time for record, time in zip(both, times) if not any(road[0] == "track" for road in record["ours"]["roads"])]
    for name, numbers in (("time", times), ("length", lengths), (f"time, {len(paved)} pairs without tracks", paved)):
        if not numbers:
            continue
        cells = " | ".join(f"{number:.3f}" for number in shares(numbers, 0.05, 0.25, 0.5, 0.75, 0.95))
        lines.append(f"| {name} | {cells} |")
    lines += ["", "Why: the difference of a pair (ours minus Valhalla's, s) split by driving our way over Valhalla's "
              "edges.", "", "| part | p5 | median | p95 | mean of its size | pairs in which it is the largest |",
              "|---|---|---|---|---|---|"]
    reasons = [why(record) for record in both]
    whole = [parts for parts in map(split, both) if parts]
    for part in ("speeds", "turns", "way"):
        numbers = [parts[1][part] for parts in whole]
        if numbers:
            low, middle, high = shares(numbers, 0.05, 0.5, 0.95)
            size = statistics.fmean(abs(number) for number in numbers)
            lines.append(f"| {part} | {low:.0f} | {middle:.0f} | {high:.0f} | {size:.0f} | {reasons.count(part)} |")
    for reason in sorted(set(reasons) - {"speeds", "turns", "way"}):
        lines.append(f"| {reason} | | | | | {reasons.count(reason)} |")
    if whole:
        plain = [(r["ours"]["time"] - split(r)[1]["speeds"]) / (r["theirs"]["time"]) for r in both if split(r)]
        fair = [(r["ours"]["time"] - split(r)[1]["speeds"] - split(r)[1]["turns"]) / r["theirs"]["time"]
                for r in both if split(r)]
        one, two = shares(plain, 0.05, 0.5, 0.95), shares(fair, 0.05, 0.5, 0.95)
        lines += ["", f"Our ways at Valhalla's speeds: {one[1]:.3f} of its time ({one[0]:.3f} to {one[2]:.3f}); with its "
                  f"turn costs too: {two[1]:.3f} ({two[0]:.3f} to {two[2]:.3f}), which is what another choice of way costs."]
    lines += ["", *classes(records), "", *largest(both)]
    return lines


def classes(records):
    ours, theirs = by_class([r for r in records if r["ours"] and "theirs" in r])
    lines = ["| class of road | our km | our km/h | Valhalla's km | Valhalla's km/h |", "|---|---|---|---|---|"]
    for name in sorted(set(ours) | set(theirs), key=lambda name: -max(ours.get(name, (0,))[0], theirs.get(name, (0,))[0])):
        cells = [f"{side[name][0]:.0f} | {side[name][1]:.0f}" if name in side else " | " for side in (ours, theirs)]
        lines.append(f"| {name} | {cells[0]} | {cells[1]} |")
    return lines


def largest(both):
    lines = ["The ten pairs whose times differ most:", "", "| from | to | ours s | Valhalla s | ours m | Valhalla m | "
             "speeds s | turns s | way s | why |", "|---|---|---|---|---|---|---|---|---|---|"]
    order = sorted(both, key=lambda r: -abs(r["ours"]["time"] - r["theirs"]["time"]))
    for record in order[:10]:
        parts = split(record)
        cells = [f"{parts[1][part]:.0f}" for part in ("speeds", "turns", "way")] if parts else ["", "", ""]
        place = lambda at: f"{at[0]:.5f}, {at[1]:.5f}"
        own, other = record["ours"], record["theirs"]
        lines.append(f"| {place(record['start'])} | {place(record['goal'])} | {own['time']:.0f} | {other['time']:.0f} | "
                     f"{own['length']:.0f} | {other['length']:.0f} | {' | '.join(cells)} | {why(record)} |")
    return lines
