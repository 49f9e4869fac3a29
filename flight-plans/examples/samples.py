"""Samples of flight for `cargo run -p flight-plans --example fit` from a recorded telemetry log.

    python samples.py FLIGHT.tlog [--every N] > samples.csv

Needs pymavlink. The draw is voltage times current where the aircraft measures its current, and the battery's percent
where it does not. Speeds are over ground: fly in calm air, or take an aircraft's airspeed instead. Kept is what is in
the air and steady for a second to either side; lines are in the order of the recording.
"""

import sys
from pymavlink import mavutil

SELF = 2.0  # m above where it stood: lower is on the ground
STEADY = 0.5  # m/s of change a second to either side


def read(path):
    log = mavutil.mavlink_connection(path)
    moves, draws = [], []
    while (said := log.recv_match(type=["GLOBAL_POSITION_INT", "SYS_STATUS"])) is not None:
        if said.get_srcComponent() != 1:
            continue
        at = said._timestamp
        if said.get_type() == "GLOBAL_POSITION_INT":
            level = (said.vx**2 + said.vy**2) ** 0.5 / 100
            moves.append((said.time_boot_ms / 1000, at, level, -said.vz / 100, said.relative_alt / 1000))
        else:
            watts = said.voltage_battery * said.current_battery / 1e5 if said.current_battery >= 0 else None
            draws.append((at, watts, said.battery_remaining))
    return moves, draws


def samples(moves, draws):
    for at, watts, percent in draws:
        near = min(range(len(moves)), key=lambda i: abs(moves[i][1] - at))
        boot, _, level, climb, height = moves[near]
        around = [m for m in moves if abs(m[0] - boot) <= 1.0]
        steady = all(abs(m[2] - level) < STEADY and abs(m[3] - climb) < STEADY for m in around)
        if height > SELF and steady and watts != 0:
            yield boot, level, climb, watts, percent


def main():
    every = int(sys.argv[sys.argv.index("--every") + 1]) if "--every" in sys.argv else 1
    print("time_s,airspeed_mps,climb_mps,power_w,battery_percent")
    for boot, level, climb, watts, percent in list(samples(*read(sys.argv[1])))[::every]:
        power = "" if watts is None else f"{watts:.1f}"
        print(f"{boot:.1f},{level:.2f},{climb:.2f},{power},{percent}")


main()
