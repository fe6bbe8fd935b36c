#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Resident memory of signetd, and its pace, while it exports a log of a million records over loopback.

    SIGNETD=build/release/server/app/signetd benchmarks/export_memory.py [records]
"""
import json
import pathlib
import sqlite3
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tests" / "support"))
from live_signetd import LiveSignetd


def fill(database, log, records):
    """Like reads of a secret by a machine, straight into the table: the server must not run."""
    connection = sqlite3.connect(database)
    first = connection.execute("SELECT max(seq) FROM audit WHERE log = ?", (log,)).fetchone()[0] or 0
    machine, secret, address = "7d1b0f0a-32c5-4c7a-8f43-5a1f4d9e6b21", "sk_4t8w2n6y1z", "192.0.2.7"

    def rows():
        for seq in range(first + 1, first + records + 1):
            record = {"seq": seq, "log": log, "at": 1795255200000 + seq, "action": "secret_read", "severity": "info",
                      "actorKind": "machine", "actorId": machine, "machineId": machine, "secretId": secret,
                      "sourceIp": address, "detail": "version 7"}
            text = json.dumps(record, separators=(",", ":")).encode()
            yield log, seq, record["at"], "secret_read", machine, secret, address, text

    connection.executemany("INSERT INTO audit (log, seq, at, action, machine_id, secret_id, address, record) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows())
    connection.commit()
    connection.close()


def memory(process):
    lines = pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return {name: int(fields[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM")}


def export(server, form):
    target = f"/v1/admin/vaults/{server.vault}/audit/export?format={form}"
    connection = server.connect()
    begun = time.monotonic()
    connection.request("GET", target, headers=server.operator.sign("GET", target))
    answer = connection.getresponse()
    size = lines = most = 0
    while piece := answer.read(1 << 20):
        size += len(piece)
        lines += piece.count(b"\n")
        most = max(most, memory(server.process)["VmRSS"])
    seconds = time.monotonic() - begun
    connection.close()
    print(f"{form}: {answer.status}, {lines} lines, {size / 1e6:.0f} MB in {seconds:.1f} s: {lines / seconds:.0f} records/s, "
          f"{size / 1e6 / seconds:.0f} MB/s; resident at most {most} MiB during it")


def main(records):
    server = LiveSignetd()
    try:
        server.stop()
        fill(server.folder / "data" / "signet.db", server.vault, records)
        server.start()
        print(f"{records} records; resident before: {memory(server.process)['VmRSS']} MiB")
        for form in ("jsonl", "csv"):
            export(server, form)
        print(f"most ever resident: {memory(server.process)['VmHWM']} MiB")
    finally:
        server.close()


main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
