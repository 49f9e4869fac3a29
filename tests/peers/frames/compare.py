"""Frames read by us, by rust-mavlink and by the generated C parser: the same bytes, rounds in turn, processor time.

Usage: compare.py PARSE_EXAMPLE WORK_FOLDER. The C parser is made here from the definitions that come with pymavlink, when
that and a C compiler are there. Ends with 1 when the three do not find the same messages, or a bar is missed.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

ROUNDS = 20
TURNS = 5
# How many times as fast as each peer, in one run.
BARS = {"rust-mavlink": 4.0, "C": 5.0}


def made_in_c(folder):
    """The C program, or nothing and why."""
    compiler = shutil.which("cc")
    try:
        import pymavlink
    except ImportError:
        return None, "pymavlink is missing"
    if not compiler:
        return None, "there is no C compiler"
    definitions = Path(pymavlink.__file__).parent / "dialects/v20/common.xml"
    headers, program = folder / "include", folder / "parse"
    generate = [sys.executable, "-m", "pymavlink.tools.mavgen", "--lang", "C", "--wire-protocol", "2.0", "--no-validate"]
    subprocess.run([*generate, "-o", headers, definitions], check=True, capture_output=True)
    source = Path(__file__).with_name("parse.c")
    warnings = ["-w", "-Wno-address-of-packed-member"]
    subprocess.run([compiler, "-O2", *warnings, "-I", headers / "common", "-o", program, source], check=True)
    return program, None


def run(command, corpus, rounds):
    """What it found, and its processor time in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = subprocess.run([*command, corpus, str(rounds)], check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    example, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    corpus = folder / "corpus.bin"
    subprocess.run([example, "corpus", corpus], check=True)
    sides = {"ours": [example, "ours"], "rust-mavlink": [example, "rust-mavlink"]}
    program, why = made_in_c(folder)
    if program:
        sides["C"] = [program]
    else:
        print(f"skipped: the C parser, {why}")
    answers = {name: run(command, corpus, 1)[0] for name, command in sides.items()}
    counted = {name: told for name, told in answers.items() if told.startswith("lost")}
    found = {told[told.index("\n") + 1 :] if told.startswith("lost") else told for told in answers.values()}
    if len(found) != 1 or len(set(counted.values())) != 1:
        print(f"error: frames: the sides found different messages: {answers}")
        return 1
    messages = sum(int(line.split()[1]) for line in answers["ours"].splitlines() if not line.startswith("lost"))
    times = {name: [] for name in sides}
    for _ in range(TURNS):
        for name, command in sides.items():
            begun = run(command, corpus, 0)[1]
            times[name].append((run(command, corpus, ROUNDS)[1] - begun) / ROUNDS / messages)
    lost = answers["ours"].splitlines()[0]
    print(f"{messages} messages of 255 systems, {lost} by ours and C, the same by all; load {os.getloadavg()[0]:.1f}; medians of {TURNS}")
    print("| reader | ns a message | M messages a second and core | ours is |")
    print("|---|---|---|---|")
    best = statistics.median(times["ours"])
    missed = False
    for name, all_times in times.items():
        middle = statistics.median(all_times)
        print(f"| {name} | {middle * 1e9:.1f} | {1e-6 / middle:.1f} | {middle / best:.1f} x |")
        missed |= name in BARS and middle / best < BARS[name]
    if missed:
        print(f"error: frames: a bar of {BARS} is missed. Run it again on an idle machine")
    return int(missed)


sys.exit(main())
