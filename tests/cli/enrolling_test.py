# SPDX-License-Identifier: Apache-2.0
"""enroll: where the token comes from, what is sent, what is written."""
import base64
import json

from command_line import MACHINE, CommandLineTest, main

TOKEN = "a" * 64
REGISTER = ("POST", "/v1/bootstrap/register")


class Enrolling(CommandLineTest):
    def accept(self):
        self.server.say(*REGISTER, {"machineId": MACHINE, "machineName": "web-1", "vaultId": "vault_a"})

    def enroll(self, *arguments, **more):
        return self.json("enroll", "--url", self.server.url, "--algorithm", "Ed25519", *arguments, **more)

    def sent(self):
        return self.server.requests[-1][2]

    def test_the_token_comes_in_four_ways(self):
        (self.folder / "token").write_text(TOKEN + "\n")
        for arguments, stdin in (([TOKEN], ""), (["--token", TOKEN], ""), (["--token", "-"], TOKEN + "\n"),
                                 (["--token-file", "token"], ""), (["--token-file", "-"], TOKEN)):
            self.accept()
            self.enroll("--base", self.folder / str(len(self.server.requests)), *arguments, stdin=stdin)
            self.assertEqual(self.sent()["token"], TOKEN, arguments)
        self.assertIn("no terminal", self.bad(1, "enroll", "--url", self.server.url))
        self.bad(1, "enroll", "--url", self.server.url, TOKEN, "--token-file", "token")

    def test_the_identity_works_at_once(self):
        self.accept()
        shown = self.enroll("--token", "-", "--name", "web-1", "--hostname", "host-1", stdin=TOKEN)
        self.assertEqual(shown["folder"], str(self.home / "vaults" / "vault_a"))
        self.assertEqual((self.sent()["name"], self.sent()["hostname"]), ("web-1", "host-1"))
        identity = json.loads((self.home / "vaults" / "vault_a" / "identity.json").read_text())
        self.assertEqual(sorted(identity), ["apiUrl", "machineId", "machineName", "privateKeyPath", "vaultId"])
        whoami = self.json("whoami")
        self.assertEqual(whoami["fingerprint"], shown["fingerprint"])
        self.server.say("GET", "/v1/secret/sk_1", {"value": "v"})
        self.assertEqual(self.good("get", "sk_1"), "v")
        self.assertEqual(self.server.requests[-1][3]["X-Machine-Id"], MACHINE)

    def test_the_default_key_is_hybrid(self):
        self.accept()
        shown = self.json("enroll", "--url", self.server.url, "--token", "-", stdin=TOKEN)
        self.assertEqual(shown["algorithm"], "Ed25519+ML-DSA-65")
        self.assertEqual(len(base64.b64decode(self.sent()["publicKey"])), 1989)
        self.assertEqual(len(base64.b64decode(self.sent()["proof"])), 3373)

    def test_people_are_told_what_comes_next(self):
        self.accept()
        done = self.signet("enroll", "--url", self.server.url, "--token", "-", stdin=TOKEN)
        self.assertIn(f"signet admin machine approve {MACHINE}", done.stderr.decode())

    def test_a_token_that_is_refused_leaves_nothing(self):
        self.server.say(*REGISTER, {"error": "Unauthorized"}, 401)
        self.assertIn("HTTP 401", self.bad(3, "enroll", "--url", self.server.url, "--token", "-", stdin=TOKEN))
        self.assertFalse((self.home / "vaults").exists())

    def test_an_unknown_outcome_is_repeated_with_the_same_key(self):
        self.server.say(*REGISTER, {"error": "x"}, 500)
        self.assertIn("same token", self.bad(8, "enroll", "--url", self.server.url, TOKEN))
        first = self.sent()["publicKey"]
        self.server.answers.clear()
        self.accept()
        self.json("enroll", "--url", self.server.url, TOKEN)
        self.assertEqual(self.sent()["publicKey"], first)

    def test_the_server_must_be_named_and_safe(self):
        self.assertIn("--url", self.bad(1, "enroll", TOKEN))
        self.assertIn("http would send", self.bad(1, "enroll", "--url", "http://vault.example", TOKEN))
        self.bad(1, "enroll", "--url", self.server.url, "--algorithm", "RSA", TOKEN)


if __name__ == "__main__":
    main()
