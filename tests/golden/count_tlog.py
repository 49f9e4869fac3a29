#!/usr/bin/env python3
"""Counts the messages of a recorded flight as pymavlink reads them: one line `NUMBER COUNT` for each message number."""

import collections
import os
import sys

os.environ["MAVLINK20"] = "1"

from pymavlink import mavutil  # noqa: E402  (the version is chosen before)

counts = collections.Counter()
flight = mavutil.mavlink_connection(sys.argv[1], dialect="all")
while (message := flight.recv_msg()) is not None:
    if not message.get_type().startswith(("BAD_DATA", "UNKNOWN")):
        counts[message.get_msgId()] += 1
for number in sorted(counts):
    print(number, counts[number])
