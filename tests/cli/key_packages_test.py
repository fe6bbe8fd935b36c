# SPDX-License-Identifier: Apache-2.0
"""key-package: what machines leave for each other."""
import hashlib

from command_line import MACHINE, CommandLineTest, main

ONE = hashlib.sha256(b"one").hexdigest()


class KeyPackages(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.put_machine()
        self.take = f"/v1/machines/{MACHINE}/key-packages/take"

    def test_a_package_is_uploaded_from_a_file_or_standard_input(self):
        self.server.say("POST", "/v1/key-packages", {"fingerprint": ONE, "queued": 2, "bytes": 7})
        (self.folder / "package").write_bytes(b"one")
        uploaded = self.json("key-package", "upload", "package")
        self.assertEqual(uploaded, {"fingerprint": ONE, "queued": 2, "bytes": 7})
        self.assertEqual(self.json("key-package", "upload", "-", stdin=b"one"), uploaded)
        self.assertEqual(self.server.requests[-1][2]["package"], "b25l")
        self.bad(1, "key-package", "upload", "absent")
        (self.folder / "large").write_bytes(b"x" * (1024 * 1024 + 1))
        self.assertIn("1048576", self.bad(1, "key-package", "upload", "large"))

    def test_the_queue_is_counted(self):
        self.server.say("GET", "/v1/key-packages", {"queued": 2, "bytes": 7})
        self.assertEqual(self.json("key-package", "count"), {"queued": 2, "bytes": 7})

    def test_a_package_is_taken_into_a_file_of_its_own(self):
        self.server.say("POST", self.take, {"fingerprint": ONE, "package": "b25l"})
        taken = self.json("key-package", "take", MACHINE, "--out", "taken", "--wait", "30s")
        self.assertEqual(taken, {"fingerprint": ONE, "file": "taken"})
        self.assertEqual((self.folder / "taken").read_bytes(), b"one")
        self.assertEqual(self.server.requests[-1][2]["wait"], 30)
        self.assertEqual(self.signet("key-package", "take", MACHINE, "--out", "-").stdout, b"one")

    def test_an_empty_queue_is_an_answer(self):
        self.server.say("POST", self.take, {"fingerprint": None, "package": None})
        taken = self.json("key-package", "take", MACHINE, "--out", "taken")
        self.assertEqual(taken, {"fingerprint": None, "file": None})
        self.assertFalse((self.folder / "taken").exists())
        self.assertEqual(self.signet("key-package", "take", MACHINE, "--out", "-").stdout, b"")


if __name__ == "__main__":
    main()
