#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long `signet audit verify` takes: benchmarks/audit_verification.py SIGNET [RECORDS]

The log is made here, in the form of an export, with an Ed25519 key and a checkpoint after every thousand records.
"""
import base64
import hashlib
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ORIGIN = "signet/inst_benchmark/vault_benchmark"


def sha256(data):
    return hashlib.sha256(data).digest()


class Tree:
    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, leaf):
        self.peaks.append(leaf)
        full = self.size
        while full & 1:
            right = self.peaks.pop()
            self.peaks[-1] = sha256(b"\x01" + self.peaks[-1] + right)
            full >>= 1
        self.size += 1

    def root(self):
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = sha256(b"\x01" + peak + root)
        return root


def main():
    program, records = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    key = Ed25519PrivateKey.generate()
    public = b"\x01" + key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key_id = sha256(ORIGIN.encode() + b"\n" + public)[:4]

    def checkpoint(tree):
        text = f"{ORIGIN}\n{tree.size}\n{base64.b64encode(tree.root()).decode()}\n"
        signature = base64.b64encode(key_id + key.sign(text.encode())).decode()
        return json.dumps({"checkpoint": f"{text}\n\u2014 {ORIGIN} {signature}\n"})

    def record(seq):
        return ('{"seq":%d,"log":"vault_benchmark","at":1790000000000,"action":"secret_read","severity":"info",'
                '"actorKind":"machine","actorId":"0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e",'
                '"machineId":"0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e","secretId":"sk_4t8w2n6y1z",'
                '"sourceIp":"192.0.2.7","detail":"version 1"}' % seq)

    with tempfile.TemporaryDirectory(prefix="signet-benchmark-") as name:
        folder = pathlib.Path(name)
        tree = Tree()
        with open(folder / "body", "w", encoding="utf-8") as body:
            for first in range(1, records + 1, 256):
                lines = [record(seq) for seq in range(first, min(first + 256, records + 1))]
                leaves = [sha256(b"\x00" + line.encode()) for line in lines]
                body.write('{"hashes":"%s"}\n' % base64.b64encode(b"".join(leaves)).decode())
                for line, leaf in zip(lines, leaves):
                    body.write(line + "\n")
                    tree.append(leaf)
                    if tree.size % 1000 == 0 and tree.size != records:
                        body.write(checkpoint(tree) + "\n")
        with open(folder / "log", "w", encoding="utf-8") as log, open(folder / "body", encoding="utf-8") as body:
            log.write(checkpoint(tree) + "\n")
            for line in body:
                log.write(line)
        (folder / "keys").write_text(f"{ORIGIN}+{key_id.hex()}+{base64.b64encode(public).decode()}\n", encoding="utf-8")
        size = (folder / "log").stat().st_size
        begun = time.monotonic()
        subprocess.run([program, "audit", "verify", folder / "log", "--keys", folder / "keys"], check=True)
        taken = time.monotonic() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{records} records, {size / 1e6:.0f} MB: {taken:.2f} s, {used.ru_utime + used.ru_stime:.2f} s of CPU")


if __name__ == "__main__":
    main()
