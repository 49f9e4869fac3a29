#!/usr/bin/env python3
"""Writes frames.txt: every message the link knows, as pymavlink encodes it, so that our codec is held to another one.

    .venv/bin/python tests/golden/make_frames.py > tests/golden/frames.txt

Three frames a message: `plain` (a different value in every field), `least` and `most` (the ends of every integer).
Floats are halves and quarters, so that they are the same text everywhere. One line a frame:
    NAME variant version system/component/sequence HEX field=value;field=value (wire order, extensions last)
"""

import sys

from pymavlink.dialects.v10 import common as v1
from pymavlink.dialects.v20 import ardupilotmega as v2  # common.xml and what ArduPilot adds

NAMES = """HEARTBEAT SYS_STATUS SYSTEM_TIME PING GPS_RAW_INT ATTITUDE LOCAL_POSITION_NED GLOBAL_POSITION_INT
MISSION_CURRENT MISSION_ITEM_REACHED VFR_HUD RADIO_STATUS TIMESYNC ALTITUDE BATTERY_STATUS AUTOPILOT_VERSION
ESTIMATOR_STATUS WIND_COV HOME_POSITION MESSAGE_INTERVAL EXTENDED_SYS_STATE STATUSTEXT GPS_GLOBAL_ORIGIN SET_MODE
PARAM_REQUEST_READ PARAM_REQUEST_LIST PARAM_VALUE PARAM_SET MISSION_ITEM MISSION_REQUEST MISSION_SET_CURRENT
MISSION_REQUEST_LIST MISSION_COUNT MISSION_CLEAR_ALL MISSION_ACK MISSION_REQUEST_INT MISSION_ITEM_INT COMMAND_INT
COMMAND_LONG COMMAND_ACK TERRAIN_REQUEST TERRAIN_DATA EKF_STATUS_REPORT ADSB_VEHICLE CAMERA_CAPTURE_STATUS
CAMERA_FOV_STATUS CAMERA_TRACKING_GEO_STATUS GIMBAL_MANAGER_INFORMATION GIMBAL_MANAGER_STATUS
GIMBAL_DEVICE_ATTITUDE_STATUS GIMBAL_MANAGER_SET_PITCHYAW TERRAIN_CHECK TERRAIN_REPORT OPEN_DRONE_ID_BASIC_ID
OPEN_DRONE_ID_LOCATION CAMERA_TRACKING_IMAGE_STATUS CAMERA_INFORMATION VIDEO_STREAM_INFORMATION""".split()

BITS = {"int8_t": 8, "uint8_t": 8, "int16_t": 16, "uint16_t": 16, "int32_t": 32, "uint32_t": 32, "int64_t": 64, "uint64_t": 64}


# Places lie on the globe, so that the whole way from wire to core can be tried; 1e-7 degree.
PLACES = {"lat": -337654321, "latitude": -337654321, "lon": 1512087654, "longitude": 1512087654}


def limits(kind):
    """The least and the most a whole number of this kind holds."""
    bits = BITS[kind]
    return (0, 2**bits - 1) if kind.startswith("u") else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def number(kind, variant, nth):
    """The value of the nth field: no two neighbours alike, negative where that is possible."""
    if kind in ("float", "double"):
        return {"plain": (nth + 1) * 12.25 * (-1) ** nth, "least": -16777216.0, "most": 16777215.0}[variant]
    least, most = limits(kind)
    if variant != "plain":
        return {"least": least, "most": most}[variant]
    value = (nth + 1) * 2654435761 % (most + 1) or 1
    return -value if least < 0 and nth % 2 else value


def text(length, variant):
    """Text for a field of so many bytes; `most` fills it to the last."""
    return {"plain": "WPNAV_SPEED, 风"[: length // 2], "least": "", "most": "~" * length}[variant]


def field(message, name, variant, nth):
    # pymavlink keeps kinds in the order of its own arguments, lengths in the order on the wire.
    kind = message.fieldtypes[message.fieldnames.index(name)]
    length = message.array_lengths[message.ordered_fieldnames.index(name)]
    if kind == "char":
        return text(length, variant)
    if variant == "plain" and name in PLACES:
        return PLACES[name]
    return [number(kind, variant, nth + one) for one in range(length)] if length else number(kind, variant, nth)


def frame(dialect, name, variant, sequence):
    message = getattr(dialect, f"MAVLink_{name.lower()}_message")
    values = {one: field(message, one, variant, nth) for nth, one in enumerate(message.ordered_fieldnames)}
    sender = dialect.MAVLink(None, srcSystem=1 + sequence % 250, srcComponent=1 + sequence % 3)
    sender.seq = sequence
    sent = {key: value.encode() if isinstance(value, str) else value for key, value in values.items()}
    packed = message(*[sent[one] for one in message.fieldnames]).pack(sender)
    version = 1 if packed[0] == 0xFE else 2
    who = f"{sender.srcSystem}/{sender.srcComponent}/{sequence}"
    told = ";".join(f"{key}={told_value(value)}" for key, value in values.items())
    return f"{name} {variant} v{version} {who} {packed.hex()} {told}"


def told_value(value):
    return f'"{value}"' if isinstance(value, str) else str(value)


def main():
    sequence = 0
    for name in NAMES:
        for variant in ("plain", "least", "most"):
            print(frame(v2, name, variant, sequence))
            sequence += 1
    for name in ("HEARTBEAT", "GLOBAL_POSITION_INT", "COMMAND_ACK", "MISSION_ITEM_INT"):
        print(frame(v1, name, "plain", sequence))
        sequence += 1


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main()
