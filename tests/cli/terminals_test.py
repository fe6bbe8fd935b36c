# SPDX-License-Identifier: Apache-2.0
"""What a person sees and types: every stream is a terminal here."""
import os
import pty
import select
import subprocess
import termios
import time

from command_line import MACHINE, SIGNET, CommandLineTest, main

V = "/v1/admin/vaults/vault_a"


class Terminals(CommandLineTest):
    def talk(self, *arguments, typed=()):
        """Runs the program at a terminal; `typed` is (what to wait for, what to type then). Exit code, everything seen."""
        master, slave = pty.openpty()
        before = termios.tcgetattr(slave)
        process = subprocess.Popen([SIGNET, *arguments], stdin=slave, stdout=slave, stderr=slave, cwd=self.folder,
                                   env=self.environment, start_new_session=True)
        seen, typed, end = b"", list(typed), time.monotonic() + 60
        while time.monotonic() < end:
            if typed and typed[0][0] in seen:
                os.write(master, typed.pop(0)[1])
            if select.select([master], [], [], 0.02)[0]:
                seen += os.read(master, 65536)
            elif process.poll() is not None:
                break
        process.kill()  # only if it hangs; else it is gone
        code = process.wait()
        self.assertEqual(termios.tcgetattr(slave), before, "the terminal is not as it was")
        os.close(slave)
        os.close(master)
        return code, seen.decode().replace("\r\n", "\n")

    def test_a_value_gets_a_line_of_its_own_and_cannot_move_the_cursor(self):
        self.put_machine()
        for value, shown in (("plain", "plain\n"), ("two\nlines\n", "two\nlines\n"), ("a\tb", "a\tb\n"),
                             ("\u001b[2Jx\u202e\u200b", "\\u{1b}[2Jx\\u{202e}\\u{200b}\n"), ("\u00e4\U0001f600", "\u00e4\U0001f600\n")):
            self.server.answers.clear()
            self.server.say("GET", "/v1/secret/sk_1", {"value": value})
            code, seen = self.talk("get", "sk_1")
            self.assertEqual((code, seen.expandtabs()), (0, shown.expandtabs()))

    def test_a_value_is_typed_unseen(self):
        self.put_operator()
        self.server.say("POST", V + "/projects/proj_1/secrets", {"error": "enough"}, 409)
        code, seen = self.talk("admin", "secret", "create", "proj_1", "db",
                               typed=[(b"Value (not shown): ", b"hunter\x7f\x7fed\xc3\xa4\x7f2\r")])
        self.assertEqual(code, 5)
        self.assertNotIn("hunt", seen)
        self.assertEqual(self.server.requests[-1][2]["value"], "hunted2")

    def test_typing_can_be_begun_anew_or_broken_off(self):
        self.put_operator()
        self.server.say("POST", V + "/secrets/sk_1/versions", {"error": "enough"}, 409)
        put = ["admin", "secret", "put", "sk_1"]
        self.talk(*put, typed=[(b"Value", b"wrong\x15right\r")])
        self.assertEqual(self.server.requests[-1][2]["value"], "right")
        for breaking_off in (b"half\x03", b"\x04"):
            code, seen = self.talk(*put, typed=[(b"Value", breaking_off)])
            self.assertEqual(code, 1)
            self.assertIn("broken off", seen)
        self.assertEqual(len(self.server.requests), 1)

    def test_only_yes_is_yes(self):
        self.put_operator()
        self.server.say("DELETE", V + "/secrets/sk_1")
        for answer, code in ((b"y\n", 1), (b"\n", 1), (b"no\n", 1), (b"\x04", 1), (b"yes\n", 0)):
            got, seen = self.talk("admin", "secret", "delete", "sk_1", typed=[(b"Type yes", answer)])
            self.assertEqual(got, code, seen)
        self.assertEqual(len(self.server.requests), 1)

    def test_approve_shows_the_fingerprint_before_it_asks(self):
        self.put_operator()
        machine = {"machineId": MACHINE, "name": "web\u001b[2J", "hostname": "h", "state": "pending", "algorithm": "Ed25519",
                   "fingerprint": "ab" * 32, "keyEpoch": 1, "createdAt": 1, "expiresAt": None, "lastSeenAt": None,
                   "lastSeenIp": None, "secretsGranted": 0, "kind": "standard", "readsLastDay": 0}
        self.server.say("GET", f"{V}/machines/{MACHINE}", machine)
        self.server.say("POST", f"{V}/machines/{MACHINE}/approve", {**machine, "state": "approved"})
        code, seen = self.talk("admin", "machine", "approve", MACHINE, typed=[(b"Type yes", b"yes\n")])
        self.assertEqual(code, 0)
        self.assertLess(seen.index("ab" * 32), seen.index("Type yes"))
        self.assertNotIn("\u001b", seen)

    def test_a_token_is_asked_for(self):
        self.server.say("POST", "/v1/bootstrap/register", {"error": "Unauthorized"}, 401)
        code, seen = self.talk("enroll", "--url", self.server.url, typed=[(b"Enrolment token", b"xyzzy-plugh\r")])
        self.assertEqual(code, 3)
        self.assertEqual(self.server.requests[-1][2]["token"], "xyzzy-plugh")
        self.assertNotIn("xyzzy", seen)


if __name__ == "__main__":
    main()
