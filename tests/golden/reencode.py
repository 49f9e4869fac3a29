#!/usr/bin/env python3
"""Takes frames from standard input, one a line in hex; gives each back as pymavlink writes what it read: the fields decoded,
a new message made of them, packed with the same sender and number. With a key (64 hex digits) as argument a signed frame is
checked and signed again with its own time and link; a line `sign TIME LINK HEX` asks for a frame signed in the first place."""

import os
import sys

os.environ["MAVLINK20"] = "1"

from pymavlink.dialects.v20 import ardupilotmega as v2  # noqa: E402  (the version is chosen before)

KEY = bytes.fromhex(sys.argv[1]) if len(sys.argv) > 1 else None


def sender(message, time=None, link=0):
    """Somebody who packs as the sender of `message` did; `message` None is an aircraft."""
    header = message.get_header() if message else None
    made = v2.MAVLink(None, srcSystem=header.srcSystem if header else 1, srcComponent=header.srcComponent if header else 1)
    made.seq = header.seq if header else 0
    if time is not None:
        made.signing.secret_key, made.signing.timestamp, made.signing.link_id = KEY, time, link
        made.signing.sign_outgoing = True
    return made


def read(frame):
    reader = v2.MAVLink(None)
    reader.signing.secret_key = KEY
    messages = reader.parse_buffer(frame) or []
    assert len(messages) == 1 and messages[0].get_msgId() >= 0, f"{frame.hex()}: {messages}"
    assert messages[0].get_signed() == (KEY is not None), frame.hex()
    return messages[0]


def again(message, packer):
    # Text with what is not ASCII is only whole in its raw form.
    values = [getattr(message, f"_{name}_raw", getattr(message, name)) for name in message.fieldnames]
    return type(message)(*values).pack(packer)


for line in sys.stdin:
    words = line.split()
    if words[0] == "sign":
        reader = v2.MAVLink(None)
        message = reader.parse_buffer(bytes.fromhex(words[3]))[0]
        print(again(message, sender(message, int(words[1]), int(words[2]))).hex())
        continue
    frame = bytes.fromhex(words[0])
    message = read(frame)
    if KEY is None:
        print(again(message, sender(message)).hex())
    else:
        # Link id and time stand behind the checksum, the tag of six bytes at the end.
        print(again(message, sender(message, int.from_bytes(frame[-12:-6], "little"), frame[-13])).hex())
