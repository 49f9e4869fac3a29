"""`make peers`: Valhalla and ours side by side on the same extracts. Prints Markdown, and keeps it in target/peers/."""

import platform
import shutil
import sys
import tempfile
from pathlib import Path

import accuracy
import speed
from sides import Ours, Valhalla, load

PAIRS = 1000
SEED = 20260518


def say(text):
    print(text, file=sys.stderr, flush=True)


def processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.machine()


def side_by_side(binary, extract, with_speed):
    """The Markdown of one extract."""
    folder = Path(tempfile.mkdtemp(prefix="peers-"))
    try:
        peer = Valhalla(extract, folder)
        peer.build()
        ours = Ours(binary, extract)
        drawn = ours.ask("places", 2 * PAIRS + 200, SEED)
        ours.places = peer.reachable(drawn)[:2 * PAIRS]
        numbers = {tuple(place): number for number, place in enumerate(drawn)}
        ours.ask("keep", *(numbers[tuple(place)] for place in ours.places))
        lines = [f"## {Path(extract).name}", "",
                 f"Our net: {ours.size['nodes']} junctions, {ours.size['edges']} edges, {ours.size['arcs']} arcs. "
                 f"{len(drawn)} places drawn beside our roads; Valhalla reaches enough of them for {len(ours.places)}."]
        if with_speed:
            before = load()
            rows = speed.measure(ours, peer, ours.places, say)
            lines += ["", f"Load average before: {before}; after: {load()}.", "",
                      "| processor time, median of interleaved rounds | ours | Valhalla 3.9.1 | ratio |",
                      "|---|---|---|---|"]
            lines += [f"| {what} | {unit(own)} | {unit(other)} | {other / own:,.0f} |" for what, own, other in rows]
        say(f"{Path(extract).name}: comparing {PAIRS} pairs")
        pairs = len(ours.places) // 2
        lines += ["", f"### Accuracy: {pairs} pairs of places by roads, seed {SEED}", ""]
        lines += accuracy.report(accuracy.compare(ours, peer, pairs))
        ours.close()
        return lines
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unit(seconds):
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.2f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.1f} us"


def main():
    binary, out, *extracts = sys.argv[1:]
    lines = ["# Side by side with Valhalla", "", f"{processor()}; one process each, processor time of both, not wall time."]
    for number, extract in enumerate(extracts):
        if not Path(extract).exists():
            lines += ["", f"skipped: {Path(extract).name} is not here"]
            continue
        lines += ["", *side_by_side(binary, extract, with_speed=number == 0)]
    text = "\n".join(lines) + "\n"
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    Path(out).write_text(text)
    print(text)


if __name__ == "__main__":
    main()
