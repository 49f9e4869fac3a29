#!/usr/bin/env python3
"""Reads an MCAP file with the format's own Python package, every checksum tried, and tells what is in it as JSON."""

import collections
import json
import sys

from mcap.reader import make_reader
from mcap.stream_reader import StreamReader

with open(sys.argv[1], "rb") as file:
    kinds = collections.Counter(type(record).__name__ for record in StreamReader(file, validate_crcs=True).records)
with open(sys.argv[1], "rb") as file:
    chunks = sum(type(record).__name__ == "Chunk" for record in StreamReader(file, emit_chunks=True).records)
with open(sys.argv[1], "rb") as file:
    reader = make_reader(file, validate_crcs=True)
    summary = reader.get_summary()
    topics, frames, first = collections.Counter(), [], {}
    # In the order of the log's times, by the chunks' indexes.
    for schema, channel, message in reader.iter_messages():
        topics[channel.topic] += 1
        if channel.message_encoding == "mavlink":
            assert schema is None, channel.topic
            frames.append([message.log_time, message.data.hex()])
        else:
            value = json.loads(message.data)
            shape = json.loads(schema.data)
            assert set(value) == set(shape["properties"]), channel.topic
            first.setdefault(schema.name, value)
statistics = summary.statistics
counted = {summary.channels[number].topic: count for number, count in statistics.channel_message_counts.items()}
assert counted == dict(topics), (counted, topics)
assert statistics.message_count == sum(topics.values()) and statistics.chunk_count == len(summary.chunk_indexes) == chunks
print(json.dumps({"kinds": kinds, "chunks": chunks, "topics": topics, "frames": frames, "first": first}))
