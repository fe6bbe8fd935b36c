# SPDX-License-Identifier: Apache-2.0
"""A loss of power, after the fact: of what a killed signetd-faults had written and not yet synced, any part is on disk.

signetd-faults keeps each such write with what it wrote over (tests/faults/unsynced.hpp). All of them are taken back, and
then each is made again, lost, or torn at the sectors of a disk, as the dice have it; the next may be there without it.
"""
import struct

HEAD = struct.Struct("=4q")  # at, size before, length of what was there, length of what was written or TRUNCATES
TRUNCATES = -1
SECTOR = 512


def records(content):
    at = 0
    while at < len(content):
        offset, size, before, after = HEAD.unpack_from(content, at)
        at += HEAD.size
        old = content[at:at + before]
        at += before
        new = None if after == TRUNCATES else content[at:at + after]
        at += max(after, 0)
        yield offset, size, old, new


def sectors(offset, data):
    """The parts of a write that a disk writes whole."""
    begin = 0
    while begin < len(data):
        end = min(len(data), begin + SECTOR - (offset + begin) % SECTOR)
        yield offset + begin, data[begin:end]
        begin = end


def write(file, offset, data):
    file.seek(offset)
    file.write(data)


def lose(path, log, dice):
    """How many writes did not come through whole."""
    writes = list(records(log.read_bytes()))
    keep = dice.choice((0.0, 0.3, 0.8))
    lost = 0
    with path.open("r+b") as file:
        for offset, size, old, _ in reversed(writes):
            write(file, offset, old)
            file.truncate(size)
        for offset, _, _, new in writes:
            if dice.random() < keep:
                if new is None:
                    file.truncate(offset)
                else:
                    write(file, offset, new)
                continue
            lost += 1
            if new is not None and keep and dice.random() < 0.7:
                for place, part in sectors(offset, new):
                    if dice.random() < 0.5:
                        write(file, place, part)
    return lost


def lose_power(data, unsynced, dice):
    """Of a process that is dead. How many writes were lost or torn."""
    lost = 0
    for log in sorted(unsynced.iterdir()):
        path = data / log.name
        if path.exists():
            lost += lose(path, log, dice)
        log.write_bytes(b"")
    for index in data.glob("*-shm"):
        index.unlink()  # memory, in the form of a file
    return lost
