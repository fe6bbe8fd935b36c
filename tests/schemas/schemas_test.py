#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every schema that was released becomes the newest, and what was stored under it is still there and opens."""
import base64
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent / "support"))
try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from live_signetd import Identity, LiveSignetd
except ModuleNotFoundError as missing:
    print(f"skipped: the Python package {missing.name} is not here (scripts/install-deps installs it)")
    sys.exit(77)

FIXTURES = sorted((HERE / "fixtures").glob("*.json"))


def identity(header, saved):
    found = Identity(header, saved["id"])
    found.key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(saved["key"]))
    return found


class Old(LiveSignetd):
    """An installation as the fixture describes it, not served yet."""

    def __init__(self, fixture):
        self._temporary = tempfile.TemporaryDirectory(prefix="signet-schema-")
        self.folder = pathlib.Path(self._temporary.name)
        self.program = os.environ["SIGNETD"]
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("SIGNET_")}
        self.environment.update({"HOME": str(self.folder), "SIGNET_TRUSTED_PROXIES": "127.0.0.1/32"})
        self.where = ["--data-dir", str(self.folder / "data"), "--root-key-file", str(self.folder / "root.key")]
        self.process = None
        self.installation, self.vault = fixture["installation"], fixture["vault"]
        self.operator = identity("X-Operator-Id", fixture["operator"])
        (self.folder / "data").mkdir(mode=0o700)
        for name, content in (("root.key", fixture["rootKeyFile"]), ("data/signet.db", "")):
            os.close(os.open(self.folder / name, os.O_CREAT | os.O_EXCL, 0o600))
            (self.folder / name).write_text(content)
        self.database = self.folder / "data" / "signet.db"
        database = sqlite3.connect(self.database)
        database.executescript("\n".join(fixture["sql"]))
        database.execute("PRAGMA journal_mode = WAL")
        database.close()

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments, *self.where], env=self.environment, capture_output=True,
                              text=True, check=False)

    def close(self):
        if self.process and self.process.poll() is None:
            self.stop()
        self._temporary.cleanup()


class Schemas(unittest.TestCase):
    def check(self, server, fixture):
        """The server answers with what the fixture says."""
        machine = identity("X-Machine-Id", fixture["machine"])
        answer = server.signed(machine, "GET", f"/v1/secret/{fixture['secret']}")
        self.assertEqual(answer.status, 200, answer)
        self.assertIn(fixture["value"], answer.body.decode())
        records = server.admin("GET", "/audit?limit=200")["items"]
        self.assertGreater(len(records), fixture["auditRecords"], "the old ones, and that it was read")
        self.assertEqual(min(record["seq"] for record in records), 1)

    def migrated(self, fixture):
        server = Old(fixture)
        self.addCleanup(server.close)
        before = server.run("verify", str(server.database))
        self.assertEqual(before.returncode, 0, before.stderr)
        self.assertIn(f"schema: {fixture['schema']} of ", before.stdout)
        done = server.run("migrate")
        self.assertEqual(done.returncode, 0, done.stderr)
        return server, done.stdout

    def test_every_schema_becomes_the_newest(self):
        for file in FIXTURES:
            with self.subTest(file.name):
                fixture = json.loads(file.read_text())
                server, said = self.migrated(fixture)
                copies = list(server.database.parent.glob("signet.db.before-*"))
                if "nothing to do" not in said:
                    self.assertEqual([str(copy) in said for copy in copies], [True], said)
                    kept = server.run("verify", str(copies[0]))
                    self.assertEqual(kept.returncode, 0, kept.stderr)
                    self.assertIn(f"schema: {fixture['schema']} of ", kept.stdout)
                whole = server.run("verify", str(server.database.parent))
                self.assertEqual(whole.returncode, 0, whole.stderr)
                self.assertIn(" open with the root key ", whole.stdout)
                server.start()
                self.check(server, fixture)

    def test_a_backup_of_every_schema_is_restored_to_the_newest(self):
        for file in FIXTURES:
            with self.subTest(file.name):
                fixture = json.loads(file.read_text())
                server = Old(fixture)
                self.addCleanup(server.close)
                backup, restored = server.folder / "backup", server.folder / "restored"
                made = server.run("backup", str(backup))
                self.assertEqual(made.returncode, 0, made.stderr)
                done = server.run("restore", str(backup), str(restored))
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(" open with the root key ", done.stdout)
                database = sqlite3.connect(restored / "signet.db")
                self.addCleanup(database.close)
                self.assertEqual(database.execute("SELECT count(*) FROM enrolment_tokens").fetchone()[0], 0)
                self.assertEqual(database.execute("SELECT count(*) FROM machines WHERE enabled").fetchone()[0], 0)
                self.assertGreater(database.execute("SELECT count(*) FROM held_identities").fetchone()[0], 0)

    def test_there_is_a_fixture(self):
        self.assertTrue(FIXTURES)


if __name__ == "__main__":
    unittest.main()
