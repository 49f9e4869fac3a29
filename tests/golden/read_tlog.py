#!/usr/bin/env python3
"""Reads a recorded flight as pymavlink does and tells every field of every message with one of the numbers given:
`NUMBER system/component/sequence field=value;field=value` in wire order. Floats are told by their bits, NaN as NaN; text as JSON."""

import json
import os
import struct
import sys

os.environ["MAVLINK20"] = "1"

from pymavlink import mavutil  # noqa: E402  (the version is chosen before)


def told(value, kind):
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(told(one, kind) for one in value) + "]"
    if isinstance(value, str):
        return json.dumps(value).replace(";", "\\u003b")
    if kind in ("float", "double"):
        return "NaN" if value != value else struct.pack(">f" if kind == "float" else ">d", value).hex()
    return str(value)


wanted = {int(word) for word in sys.argv[2].split(",")}
flight = mavutil.mavlink_connection(sys.argv[1], dialect="all")
while (message := flight.recv_msg()) is not None:
    if message.get_msgId() not in wanted or message.get_type().startswith(("BAD_DATA", "UNKNOWN")):
        continue
    kinds = dict(zip(message.fieldnames, message.fieldtypes))
    fields = ";".join(f"{name}={told(getattr(message, name), kinds[name])}" for name in message.ordered_fieldnames)
    header = message.get_header()
    print(message.get_msgId(), f"{header.srcSystem}/{header.srcComponent}/{header.seq}", fields)
