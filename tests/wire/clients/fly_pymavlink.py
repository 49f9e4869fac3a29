"""Flies one PX4-like aircraft with pymavlink, as any small ground station would: connect, arm, take off, upload a mission and read
it back, fly it, return, land. Exits 0 only when every step was seen in the aircraft's own telemetry.

    python fly_pymavlink.py --listen 127.0.0.1:14550 [--system 1] [--timeout 150]
"""

import argparse
import struct
import sys
import time

from pymavlink import mavutil

mav = mavutil.mavlink
MAIN_AUTO, TAKEOFF, LOITER, MISSION, RETURN = 4, 2, 3, 4, 5


class Flight:
    def __init__(self, listen, system, timeout):
        self.link = mavutil.mavlink_connection(f"udpin:{listen}", source_system=255, source_component=190, dialect="common")
        self.system = system
        self.deadline = time.monotonic() + timeout
        self.beat_at = 0.0
        self.seen = {}
        self.reached = set()

    def step(self, words):
        print(f"pymavlink: {words}", flush=True)

    def pump(self, wanted=None):
        """One message, our heartbeat on the way; an answer of `wanted` types, else None."""
        now = time.monotonic()
        if now > self.deadline:
            raise SystemExit("pymavlink: FAILED, out of time; last seen: " + ", ".join(sorted(self.seen)))
        if now - self.beat_at >= 1.0 and self.seen:
            self.beat_at = now
            self.link.mav.heartbeat_send(mav.MAV_TYPE_GCS, mav.MAV_AUTOPILOT_INVALID, 0, 0, mav.MAV_STATE_ACTIVE)
        message = self.link.recv_match(blocking=True, timeout=0.2)
        if message is None or message.get_srcSystem() != self.system or message.get_type() == "BAD_DATA":
            return None
        self.seen[message.get_type()] = message
        if message.get_type() == "MISSION_ITEM_REACHED":
            self.reached.add(message.seq)
        return message if wanted and message.get_type() in wanted else None

    def until(self, what, condition):
        while not condition():
            self.pump()
        self.step(what)

    def command(self, number, *params):
        params = list(params) + [0.0] * (7 - len(params))
        for attempt in range(5):
            self.link.mav.command_long_send(self.system, 1, number, attempt, *params)
            until = time.monotonic() + 1.0
            while time.monotonic() < until:
                ack = self.pump(("COMMAND_ACK",))
                if ack is not None and ack.command == number:
                    if ack.result != mav.MAV_RESULT_ACCEPTED:
                        raise SystemExit(f"pymavlink: FAILED, command {number} answered {ack.result}")
                    return
        raise SystemExit(f"pymavlink: FAILED, command {number} was never answered")

    def mode(self, sub):
        self.command(mav.MAV_CMD_DO_SET_MODE, 1, MAIN_AUTO, sub)
        wanted = MAIN_AUTO << 16 | sub << 24
        while self.seen["HEARTBEAT"].custom_mode != wanted:
            self.pump()

    def armed(self):
        return bool(self.seen["HEARTBEAT"].base_mode & mav.MAV_MODE_FLAG_SAFETY_ARMED)

    def height(self):
        position = self.seen.get("GLOBAL_POSITION_INT")
        return position.relative_alt / 1e3 if position else 0.0

    def landed(self):
        state = self.seen.get("EXTENDED_SYS_STATE")
        return state is not None and state.landed_state == mav.MAV_LANDED_STATE_ON_GROUND

    def upload(self, items):
        self.link.mav.mission_count_send(self.system, 1, len(items))
        while True:
            message = self.pump(("MISSION_REQUEST_INT", "MISSION_REQUEST", "MISSION_ACK"))
            if message is None:
                continue
            if message.get_type() == "MISSION_ACK":
                if message.type != mav.MAV_MISSION_ACCEPTED:
                    raise SystemExit(f"pymavlink: FAILED, mission answered {message.type}")
                return
            self.link.mav.send(items[message.seq])

    def download(self):
        self.link.mav.mission_request_list_send(self.system, 1)
        count = None
        while count is None:
            count = self.pump(("MISSION_COUNT",))
        items = []
        while len(items) < count.count:
            self.link.mav.mission_request_int_send(self.system, 1, len(items))
            item = self.pump(("MISSION_ITEM_INT",))
            while item is None or item.seq != len(items):
                item = self.pump(("MISSION_ITEM_INT",))
            items.append(item)
        self.link.mav.mission_ack_send(self.system, 1, mav.MAV_MISSION_ACCEPTED)
        return items

    def parameter(self, name):
        self.link.mav.param_request_read_send(self.system, 1, name.encode(), -1)
        value = None
        while value is None or value.param_id != name:
            value = self.pump(("PARAM_VALUE",))
        if value.param_type == mav.MAV_PARAM_TYPE_INT32:
            return struct.unpack("<i", struct.pack("<f", value.param_value))[0]
        return value.param_value

    def set_height(self, name, metres):
        self.link.mav.param_set_send(self.system, 1, name.encode(), metres, mav.MAV_PARAM_TYPE_REAL32)
        value = None
        while value is None or value.param_id != name:
            value = self.pump(("PARAM_VALUE",))
        if value.param_value != metres:
            raise SystemExit(f"pymavlink: FAILED, {name} is {value.param_value} after it was set to {metres}")


def mission(flight, home, items):
    """Take-off, then waypoints some metres north and east, every height above sea level."""
    made = []
    for seq, (command, north, east, up) in enumerate(items):
        made.append(
            mav.MAVLink_mission_item_int_message(
                flight.system, 1, seq, mav.MAV_FRAME_GLOBAL_INT, command, int(seq == 0), 1, 0, 0, 0, float("nan"),
                home.latitude + int(north * 89.9), home.longitude + int(east * 132.0), home.altitude / 1e3 + up,
            )
        )
    return made


def same(sent, read):
    keys = ("seq", "command", "x", "y", "z", "param1")
    return all(getattr(sent, key) == getattr(read, key) for key in keys)


def fly(flight):
    flight.until("connected", lambda: "HEARTBEAT" in flight.seen)
    prearm = mav.MAV_SYS_STATUS_PREARM_CHECK
    flight.until(
        "healthy: armable, with a position and a home",
        lambda: {"SYS_STATUS", "HOME_POSITION", "GLOBAL_POSITION_INT", "GPS_RAW_INT"} <= flight.seen.keys()
        and flight.seen["SYS_STATUS"].onboard_control_sensors_health & prearm
        and flight.seen["GPS_RAW_INT"].fix_type >= 3,
    )
    flight.command(mav.MAV_CMD_SET_MESSAGE_INTERVAL, mav.MAVLINK_MSG_ID_GLOBAL_POSITION_INT, 100_000)
    flight.step("position asked for at 10 Hz")
    flight.step(f"parameter COM_DL_LOSS_T is {flight.parameter('COM_DL_LOSS_T')} s")
    flight.set_height("RTL_RETURN_ALT", 18.0)
    flight.step("return height set and read back")
    home = flight.seen["HOME_POSITION"]
    items = mission(
        flight, home,
        [
            (mav.MAV_CMD_NAV_TAKEOFF, 0, 0, 12),
            (mav.MAV_CMD_NAV_WAYPOINT, 50, 0, 15),
            (mav.MAV_CMD_NAV_WAYPOINT, 50, 50, 15),
            (mav.MAV_CMD_NAV_WAYPOINT, 0, 50, 12),
        ],
    )
    flight.upload(items)
    flight.step(f"{len(items)} mission items accepted")
    aboard = flight.download()
    if len(aboard) != len(items) or not all(map(same, items, aboard)):
        raise SystemExit("pymavlink: FAILED, the mission reads back different")
    flight.step("mission reads back equal")
    flight.command(mav.MAV_CMD_COMPONENT_ARM_DISARM, 1)
    flight.until("armed", flight.armed)
    flight.command(mav.MAV_CMD_NAV_TAKEOFF, 0, 0, 0, float("nan"), float("nan"), float("nan"), home.altitude / 1e3 + 10)
    flight.until("took off to 10 m", lambda: flight.height() > 9.0)
    flight.mode(MISSION)
    flight.step("mission started")
    for seq in range(len(items)):
        flight.until(f"item {seq} reached", lambda seq=seq: seq in flight.reached)
    flight.mode(RETURN)
    flight.step("returning")
    flight.until("landed", flight.landed)
    flight.until("disarmed", lambda: not flight.armed())
    position = flight.seen["GLOBAL_POSITION_INT"]
    off = max(abs(position.lat - home.latitude) / 89.9, abs(position.lon - home.longitude) / 132.0)
    if off > 3.0:
        raise SystemExit(f"pymavlink: FAILED, landed {off:.1f} m from home")
    flight.step(f"all satisfied, {off:.1f} m from home")


def run(kind, fly, words):
    options = argparse.ArgumentParser(description=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--listen", default="127.0.0.1:14550", help="where the aircraft calls")
    options.add_argument("--system", type=int, default=1, help="its system id")
    options.add_argument("--timeout", type=float, default=150.0, help="seconds for everything")
    given = options.parse_args()
    try:
        flight = kind(given.listen, given.system, given.timeout)
    except OSError as error:
        raise SystemExit(f"pymavlink: FAILED, cannot listen on {given.listen}: {error.strerror}; choose another --listen") from None
    fly(flight)


if __name__ == "__main__":
    sys.exit(run(Flight, fly, __doc__))
