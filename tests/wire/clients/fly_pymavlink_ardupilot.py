"""Flies one ArduCopter-like aircraft with pymavlink by ArduPilot's own conventions: streams asked for one by one, arming in
GUIDED once the estimator knows where it is, take-off above home, a mission whose item 0 is home, AUTO, go-to with the
height above home, RTL. Exits 0 only when every step was seen in the aircraft's own telemetry.

    python fly_pymavlink_ardupilot.py --listen 127.0.0.1:14550 [--system 1] [--timeout 150]
"""

import sys

from fly_pymavlink import Flight, mav, run

AUTO, GUIDED, LOITER, RTL = 3, 4, 5, 6
STREAMS = (
    mav.MAVLINK_MSG_ID_SYS_STATUS,
    mav.MAVLINK_MSG_ID_GPS_RAW_INT,
    mav.MAVLINK_MSG_ID_GLOBAL_POSITION_INT,
    mav.MAVLINK_MSG_ID_MISSION_CURRENT,
    mav.MAVLINK_MSG_ID_HOME_POSITION,
    mav.MAVLINK_MSG_ID_EXTENDED_SYS_STATE,
)


class Copter(Flight):
    def mode(self, number):
        self.command(mav.MAV_CMD_DO_SET_MODE, mav.MAV_MODE_FLAG_CUSTOM_MODE_ENABLED, number)
        while self.seen["HEARTBEAT"].custom_mode != number:
            self.pump()

    def result(self, number, *params):
        """The answer to a command that may be refused."""
        params = list(params) + [0.0] * (7 - len(params))
        self.link.mav.command_long_send(self.system, 1, number, 0, *params)
        while True:
            ack = self.pump(("COMMAND_ACK",))
            if ack is not None and ack.command == number:
                return ack.result

    def expect(self, words, result, number, *params):
        given = self.result(number, *params)
        if given != result:
            raise SystemExit(f"pymavlink: FAILED, {words}: answered {given} instead of {result}")
        self.step(f"{words}: answered {given}")

    def go_to(self, lat, lon, above_home):
        self.link.mav.command_int_send(
            self.system, 1, mav.MAV_FRAME_GLOBAL_RELATIVE_ALT_INT, mav.MAV_CMD_DO_REPOSITION, 0, 0,
            -1, mav.MAV_DO_REPOSITION_FLAGS_CHANGE_MODE, 0, float("nan"), lat, lon, above_home,
        )
        while True:
            ack = self.pump(("COMMAND_ACK",))
            if ack is not None and ack.command == mav.MAV_CMD_DO_REPOSITION:
                if ack.result != mav.MAV_RESULT_ACCEPTED:
                    raise SystemExit(f"pymavlink: FAILED, the go-to was answered {ack.result}")
                return


def mission(flight, home, places):
    """Home, take-off, then waypoints some metres north and east at metres above home, then the way home."""
    rows = [(mav.MAV_CMD_NAV_WAYPOINT, mav.MAV_FRAME_GLOBAL, home.latitude, home.longitude, home.altitude / 1e3)]
    frame = mav.MAV_FRAME_GLOBAL_RELATIVE_ALT
    rows.append((mav.MAV_CMD_NAV_TAKEOFF, frame, home.latitude, home.longitude, 12.0))
    for north, east, up in places:
        lat, lon = home.latitude + int(north * 89.9), home.longitude + int(east * 132.0)
        rows.append((mav.MAV_CMD_NAV_WAYPOINT, frame, lat, lon, up))
    rows.append((mav.MAV_CMD_NAV_RETURN_TO_LAUNCH, frame, 0, 0, 0.0))
    return [
        mav.MAVLink_mission_item_int_message(flight.system, 1, seq, frame, command, 0, 1, 0, 0, 0, 0, x, y, z)
        for seq, (command, frame, x, y, z) in enumerate(rows)
    ]


def same(sent, read):
    return all(getattr(sent, key) == getattr(read, key) for key in ("seq", "command", "x", "y", "z"))


def prepare(flight):
    flight.until("connected", lambda: "HEARTBEAT" in flight.seen)
    for message in STREAMS:
        flight.command(mav.MAV_CMD_SET_MESSAGE_INTERVAL, message, 200_000)
    flight.step("streams asked for")
    flight.until(
        "knows where it is and where home is",
        lambda: {"HOME_POSITION", "GPS_RAW_INT", "SYS_STATUS"} <= flight.seen.keys()
        and flight.seen["GPS_RAW_INT"].fix_type >= 3
        and flight.seen["SYS_STATUS"].onboard_control_sensors_health & mav.MAV_SYS_STATUS_PREARM_CHECK,
    )
    timeout = flight.parameter("FS_GCS_TIMEOUT")
    station = flight.parameter("MAV_GCS_SYSID")
    flight.step(f"parameters FS_GCS_TIMEOUT {timeout} s, MAV_GCS_SYSID {station:.0f}")
    flight.set_height("RTL_ALT", 1800.0)
    flight.step("return height set and read back")


def fly(flight):
    prepare(flight)
    home = flight.seen["HOME_POSITION"]
    flight.expect("a standard mode", mav.MAV_RESULT_UNSUPPORTED, mav.MAV_CMD_DO_SET_STANDARD_MODE, 5)
    flight.mode(GUIDED)
    flight.expect("take-off with the motors off", mav.MAV_RESULT_FAILED, mav.MAV_CMD_NAV_TAKEOFF, 0, 0, 0, 0, 0, 0, 10)
    flight.command(mav.MAV_CMD_COMPONENT_ARM_DISARM, 1)
    flight.until("armed in GUIDED", flight.armed)
    flight.command(mav.MAV_CMD_NAV_TAKEOFF, 0, 0, 0, 0, 0, 0, 10)
    flight.until("took off to 10 m above home", lambda: flight.height() > 9.0)
    flight.go_to(home.latitude, home.longitude + int(40 * 132.0), 15.0)
    flight.until(
        "went to a place",
        lambda: abs(flight.seen["GLOBAL_POSITION_INT"].lon - home.longitude) / 132.0 > 38.0 and flight.height() > 14.0,
    )
    items = mission(flight, home, [(50, 0, 15), (50, 50, 15), (0, 50, 12)])
    flight.upload(items)
    flight.step(f"{len(items)} mission items accepted, asked for the old way: {'MISSION_REQUEST' in flight.seen}")
    aboard = flight.download()
    if len(aboard) != len(items) or not all(map(same, items[1:], aboard[1:])):
        raise SystemExit("pymavlink: FAILED, the mission reads back different")
    flight.step("mission reads back equal but for home")
    flight.mode(AUTO)
    flight.step("mission started")
    flight.until("item 2 reached", lambda: 2 in flight.reached)
    flight.mode(LOITER)
    flight.step("held")
    flight.mode(AUTO)
    for seq in range(3, 5):
        flight.until(f"item {seq} reached", lambda seq=seq: seq in flight.reached)
    flight.until("returning within AUTO", lambda: flight.seen["MISSION_CURRENT"].seq == 5)
    if flight.seen["HEARTBEAT"].custom_mode != AUTO:
        raise SystemExit("pymavlink: FAILED, it left AUTO for its RTL item")
    flight.mode(RTL)
    flight.step("returning")
    flight.until("landed", flight.landed)
    flight.until("disarmed", lambda: not flight.armed())
    position = flight.seen["GLOBAL_POSITION_INT"]
    off = max(abs(position.lat - home.latitude) / 89.9, abs(position.lon - home.longitude) / 132.0)
    if off > 3.0:
        raise SystemExit(f"pymavlink: FAILED, landed {off:.1f} m from home")
    flight.expect("arming in RTL", mav.MAV_RESULT_FAILED, mav.MAV_CMD_COMPONENT_ARM_DISARM, 1)
    flight.step(f"all satisfied, {off:.1f} m from home")


if __name__ == "__main__":
    sys.exit(run(Copter, fly, __doc__))
