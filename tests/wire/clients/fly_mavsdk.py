"""Flies one PX4-like aircraft with unmodified MAVSDK-Python: connect, health, arm, take off, upload a mission and read it
back, fly it, go to a place, orbit, return, land. Exits 0 only when MAVSDK itself reports every step.

    python fly_mavsdk.py --listen 127.0.0.1:14540 [--grpc-port 50051] [--timeout 150]
"""

import argparse
import asyncio
import sys

from mavsdk_grpc import System
from mavsdk_grpc.action import OrbitYawBehavior
from mavsdk_grpc.mission import MissionItem, MissionPlan


def step(words):
    print(f"mavsdk: {words}", flush=True)


async def first(stream, condition):
    async for value in stream:
        if condition(value):
            return value
    raise SystemExit("mavsdk: FAILED, a stream ended")


def north_of(home, metres):
    return home.latitude_deg + metres / 111_200.0


def east_of(home, metres):
    return home.longitude_deg + metres / 75_700.0


def waypoint(home, north, east, height):
    nan = float("nan")
    return MissionItem(
        latitude_deg=north_of(home, north),
        longitude_deg=east_of(home, east),
        relative_altitude_m=height,
        speed_m_s=12.0,
        is_fly_through=True,
        gimbal_pitch_deg=nan,
        gimbal_yaw_deg=nan,
        camera_action=MissionItem.CameraAction.NONE,
        loiter_time_s=nan,
        camera_photo_interval_s=nan,
        acceptance_radius_m=nan,
        yaw_deg=nan,
        camera_photo_distance_m=nan,
        vehicle_action=MissionItem.VehicleAction.NONE,
    )


async def orbit(drone, home):
    """Round home at 20 m: seen on both sides of it."""
    centre = home.latitude_deg, home.longitude_deg, home.absolute_altitude_m + 15.0
    await drone.action.do_orbit(20.0, 6.0, OrbitYawBehavior.HOLD_FRONT_TO_CIRCLE_CENTER, *centre)
    for side in (-1.0, 1.0):
        await first(
            drone.telemetry.position(),
            lambda position, side=side: side * (position.longitude_deg - home.longitude_deg) * 75_700.0 > 15.0,
        )
    step("orbited")


async def fly(listen, grpc_port):
    drone = System(port=grpc_port)
    await drone.connect(system_address=f"udpin://{listen}")
    await first(drone.core.connection_state(), lambda state: state.is_connected)
    step("connected")
    await first(
        drone.telemetry.health(),
        lambda health: health.is_global_position_ok and health.is_home_position_ok and health.is_armable,
    )
    step("healthy: position, home, armable")
    home = await first(drone.telemetry.home(), lambda home: True)
    battery = await first(drone.telemetry.battery(), lambda battery: True)
    step(f"battery at {battery.remaining_percent:.0f} %")

    await drone.action.set_takeoff_altitude(12.0)
    if abs(await drone.action.get_takeoff_altitude() - 12.0) > 0.01:
        raise SystemExit("mavsdk: FAILED, the take-off altitude reads back different")
    step("take-off altitude set and read back")
    await drone.action.set_return_to_launch_altitude(18.0)
    step("return altitude set")

    places = [(50.0, 0.0, 15.0), (50.0, 50.0, 18.0), (0.0, 50.0, 15.0)]
    plan = MissionPlan([waypoint(home, *place) for place in places])
    await drone.mission.set_return_to_launch_after_mission(False)
    await drone.mission.upload_mission(plan)
    step(f"mission of {len(places)} places uploaded")
    aboard = await drone.mission.download_mission()
    if len(aboard.mission_items) != len(places):
        raise SystemExit(f"mavsdk: FAILED, {len(aboard.mission_items)} places read back")
    step("mission reads back")

    await drone.action.arm()
    await first(drone.telemetry.armed(), bool)
    step("armed")
    await drone.action.takeoff()
    await first(drone.telemetry.position(), lambda position: position.relative_altitude_m > 11.0)
    await first(drone.telemetry.in_air(), bool)
    step("took off to 12 m")

    await drone.mission.start_mission()
    step("mission started")
    last = -1
    async for progress in drone.mission.mission_progress():
        if progress.current != last:
            last = progress.current
            step(f"mission progress {progress.current} of {progress.total}")
        if progress.current == progress.total:
            break
    if not await drone.mission.is_mission_finished():
        raise SystemExit("mavsdk: FAILED, the mission is not finished")
    step("mission finished")

    east = east_of(home, 30.0)
    await drone.action.goto_location(home.latitude_deg, east, home.absolute_altitude_m + 15.0, 0.0)
    await first(
        drone.telemetry.position(),
        lambda position: abs(position.longitude_deg - home.longitude_deg) * 75_700.0 < 33.0,
    )
    step("went to a place")
    await drone.action.hold()
    step("held")
    await orbit(drone, home)
    await drone.action.return_to_launch()
    step("returning")
    await first(drone.telemetry.in_air(), lambda in_air: not in_air)
    step("landed")
    await first(drone.telemetry.armed(), lambda armed: not armed)
    step("disarmed")
    step("all satisfied")


def run(fly, words):
    options = argparse.ArgumentParser(description=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--listen", default="127.0.0.1:14540", help="where the aircraft calls")
    options.add_argument("--grpc-port", type=int, default=50051, help="a free port for MAVSDK's own server")
    options.add_argument("--timeout", type=float, default=150.0, help="seconds for everything")
    given = options.parse_args()
    try:
        asyncio.run(asyncio.wait_for(fly(given.listen, given.grpc_port), given.timeout))
    except TimeoutError:
        raise SystemExit("mavsdk: FAILED, out of time") from None


if __name__ == "__main__":
    sys.exit(run(fly, __doc__))
