"""Flies one ArduCopter-like aircraft with unmodified MAVSDK-Python: connect, ask for the streams ArduPilot does not send by
itself, arm, take off, go to a place, a raw mission, hold and go on, return, land, clear. Exits 0 only when MAVSDK itself
reports every step, and when what ArduPilot does not know is refused.

    python fly_mavsdk_ardupilot.py --listen 127.0.0.1:14540 [--grpc-port 50051] [--timeout 150]
"""

import asyncio
import sys

from fly_mavsdk import east_of, first, north_of, run, step
from mavsdk_grpc import System
from mavsdk_grpc.action import ActionError, OrbitYawBehavior
from mavsdk_grpc.mission import MissionError, MissionPlan
from mavsdk_grpc.mission_raw import MissionItem

GLOBAL, MISSION, RELATIVE_INT = 0, 2, 6
WAYPOINT, RETURN = 16, 20


def item(seq, frame, command, lat, lon, height):
    """One raw item; exactly the first is current."""
    return MissionItem(
        seq, frame, command, int(seq == 0), 1, 0.0, 0.0, 0.0, 0.0, round(lat * 1e7), round(lon * 1e7), height, 0
    )


def raw_mission(home):
    """Home first, as ArduPilot wants it, then three places and the way home."""
    places = [(50.0, 0.0), (50.0, 50.0), (0.0, 50.0)]
    items = [item(0, GLOBAL, WAYPOINT, home.latitude_deg, home.longitude_deg, home.absolute_altitude_m)]
    for north, east in places:
        at = north_of(home, north), east_of(home, east)
        items.append(item(len(items), RELATIVE_INT, WAYPOINT, *at, 18.0))
    items.append(item(len(items), MISSION, RETURN, 0.0, 0.0, 0.0))
    return items


async def refused(error, words, work):
    try:
        await work
    except error as refusal:
        step(f"{words} is refused: {refusal._result.result.name}")
        return
    raise SystemExit(f"mavsdk: FAILED, {words} was not refused")


async def ask_for_streams(drone):
    await drone.telemetry.set_rate_health(2.0)
    await drone.telemetry.set_rate_position(4.0)
    await drone.telemetry.set_rate_battery(1.0)
    await drone.telemetry.set_rate_home(1.0)
    await drone.telemetry.set_rate_in_air(2.0)
    step("streams asked for")


async def height(drone, metres):
    await first(drone.telemetry.position(), lambda position: position.relative_altitude_m > metres)


async def fly(listen, grpc_port):
    drone = System(port=grpc_port)
    await drone.connect(system_address=f"udpin://{listen}")
    await first(drone.core.connection_state(), lambda state: state.is_connected)
    step("connected")
    await ask_for_streams(drone)
    await first(
        drone.telemetry.health(),
        lambda health: health.is_global_position_ok and health.is_home_position_ok and health.is_armable,
    )
    step("healthy: position, home, armable")
    home = await first(drone.telemetry.home(), lambda home: True)

    await drone.action.set_takeoff_altitude(12.0)
    await drone.action.arm()
    await first(drone.telemetry.armed(), bool)
    step("armed")
    await drone.action.takeoff()
    await height(drone, 11.0)
    step("took off to 12 m above home")

    await drone.action.goto_location(
        home.latitude_deg, east_of(home, 30.0), home.absolute_altitude_m + 15.0, float("nan")
    )
    await first(
        drone.telemetry.position(), lambda position: abs(position.longitude_deg - east_of(home, 30.0)) * 75_700.0 < 3.0
    )
    step("went to a place")
    await drone.action.hold()
    step("held")
    around = home.latitude_deg, home.longitude_deg, home.absolute_altitude_m + 20.0
    await refused(
        ActionError,
        "an orbit",
        drone.action.do_orbit(20.0, 4.0, OrbitYawBehavior.HOLD_FRONT_TO_CIRCLE_CENTER, *around),
    )

    items = raw_mission(home)
    await drone.mission_raw.upload_mission(items)
    step(f"raw mission of {len(items)} items uploaded")
    aboard = await drone.mission_raw.download_mission()
    if [(each.command, each.x, each.y) for each in aboard[1:]] != [(each.command, each.x, each.y) for each in items[1:]]:
        raise SystemExit("mavsdk: FAILED, the mission reads back different")
    step("mission reads back")
    await drone.mission_raw.start_mission()
    step("mission started")
    await reach(drone, 2)
    await drone.mission_raw.pause_mission()
    await first(drone.telemetry.flight_mode(), lambda mode: mode.name == "HOLD")
    step("paused")
    await drone.mission_raw.start_mission()
    await reach(drone, 4)
    step("at the last item")
    await drone.action.return_to_launch()
    step("returning")
    await first(drone.telemetry.in_air(), lambda in_air: not in_air)
    await first(drone.telemetry.armed(), lambda armed: not armed)
    step("landed and disarmed")
    await drone.mission_raw.clear_mission()
    left = await drone.mission_raw.download_mission()
    if len(left) > 1:
        raise SystemExit(f"mavsdk: FAILED, {len(left)} items left after clearing")
    step("mission cleared")
    step("all satisfied")


async def reach(drone, seq):
    """The mission's progress is that of MISSION_CURRENT, or of what was reached."""
    await first(drone.mission_raw.mission_progress(), lambda progress: progress.current >= seq)
    step(f"at item {seq}")


if __name__ == "__main__":
    sys.exit(run(fly, __doc__))
