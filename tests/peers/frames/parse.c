/* The generated C parser's side of the frames part of `make peers`: reads FILE so many ROUNDS, byte by byte as it is
 * meant to be used, and tells how many messages of each number there were, and how many were lost by sequence
 * numbers. Usage: parse FILE ROUNDS */
#include <mavlink.h>
#include <stdio.h>
#include <stdlib.h>

#define IDS 512

/* The parser keeps one sequence number for all senders; like a ground station, count by system and component. */
static uint8_t expected[256][256];
static uint8_t known[256][256];

int main(int argc, char **argv)
{
	static uint64_t counts[IDS];
	uint64_t lost = 0;
	if (argc != 3)
		return 2;
	FILE *file = fopen(argv[1], "rb");
	if (!file)
		return 1;
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	uint8_t *bytes = malloc(size);
	if (!bytes || fread(bytes, 1, size, file) != (size_t)size)
		return 1;
	for (int round = 0; round < atoi(argv[2]); round++) {
		mavlink_message_t message;
		mavlink_status_t status;
		mavlink_reset_channel_status(MAVLINK_COMM_0);
		for (int s = 0; s < 256; s++)
			for (int c = 0; c < 256; c++)
				known[s][c] = 0;
		for (long at = 0; at < size; at++) {
			if (!mavlink_parse_char(MAVLINK_COMM_0, bytes[at], &message, &status))
				continue;
			uint8_t *next = &expected[message.sysid][message.compid];
			if (known[message.sysid][message.compid])
				lost += (uint8_t)(message.seq - *next);
			known[message.sysid][message.compid] = 1;
			*next = message.seq + 1;
			if (message.msgid < IDS)
				counts[message.msgid]++;
		}
	}
	printf("lost %llu\n", (unsigned long long)lost);
	for (int id = 0; id < IDS; id++)
		if (counts[id])
			printf("%d %llu\n", id, (unsigned long long)counts[id]);
	return 0;
}
