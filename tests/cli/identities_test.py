# SPDX-License-Identifier: Apache-2.0
"""Which identity a command uses, and what it says when there is none."""
from command_line import MACHINE, OPERATOR, CommandLineTest, main


class Identities(CommandLineTest):
    def test_none_is_explained(self):
        self.assertIn("signet enroll", self.bad(1, "whoami"))
        self.assertIn("signet admin setup", self.bad(1, "admin", "whoami"))

    def test_whoami_shows_the_only_one(self):
        place = self.put_machine()
        shown = self.json("whoami")
        self.assertEqual(shown["machineId"], MACHINE)
        self.assertEqual(shown["algorithm"], "Ed25519")
        self.assertEqual(shown["fingerprint"], self.json("key", "show", place / "private.pem")["fingerprint"])
        self.assertEqual(self.server.requests, [])

    def test_which_one_can_be_said_or_set(self):
        self.put_machine("vault_a")
        place = self.put_machine("vault_b")
        self.assertIn("vault_a, vault_b", self.bad(1, "whoami"))
        self.assertEqual(self.json("whoami", "--identity", "b")["vaultId"], "vault_b")
        self.assertEqual(self.json("--identity", place, "whoami")["vaultId"], "vault_b")
        self.assertEqual(self.json("whoami", SIGNET_IDENTITY="vault_b")["vaultId"], "vault_b")

    def test_an_identity_of_another_tool_serves(self):
        self.put_machine(base=self.folder / "user" / ".sikkerkey")
        self.assertEqual(self.json("whoami")["vaultId"], "vault_a")

    def test_a_key_that_others_may_read_is_refused(self):
        (self.put_machine() / "private.pem").chmod(0o644)
        self.assertIn("chmod 600", self.bad(1, "whoami"))
        self.assertIn("chmod 600", self.bad(1, "get", "sk_1"))

    def test_the_server_can_be_elsewhere(self):
        self.put_machine(url="https://vault.example")
        self.server.say("GET", "/v1/secret/sk_1", {"value": "v"})
        self.assertEqual(self.good("get", "sk_1", "--url", self.server.url), "v")
        self.assertEqual(self.good("get", "sk_1", SIGNET_URL=self.server.url), "v")
        self.assertIn("http would send", self.bad(1, "get", "sk_1", "--url", "http://vault.example"))

    def test_admin_setup_asks_the_server_who_we_are(self):
        key = self.key("mine.pem")
        self.server.say("GET", "/version", {"version": "1", "installationId": "inst_1"})
        self.server.say("GET", "/v1/admin/installations/inst_1",
                        {"installationId": "inst_1", "operatorId": OPERATOR, "operatorName": "Ada", "root": False,
                         "roles": [{"vaultId": "vault_a", "vaultName": "Prod", "role": "admin"}]})
        shown = self.json("admin", "setup", "--url", self.server.url, "--operator-id", OPERATOR, "--key", "mine.pem")
        self.assertEqual((shown["operatorName"], shown["vaultId"]), ("Ada", "vault_a"))
        written = self.home / "operators" / "default" / "operator.json"
        self.assertEqual(written.stat().st_mode & 0o7777, 0o600)
        self.assertIn(str(key), written.read_text())
        who = self.json("admin", "whoami")
        self.assertEqual(who["roles"], [{"vaultId": "vault_a", "vaultName": "Prod", "role": "admin"}])
        self.assertIn("already", self.bad(1, "admin", "setup", "--url", self.server.url, "--operator-id", OPERATOR,
                                          "--key", "mine.pem"))

    def test_admin_setup_writes_nothing_if_the_server_does_not_know_us(self):
        self.key("mine.pem")
        self.server.say("GET", "/version", {"version": "1", "installationId": "inst_1"})
        self.server.say("GET", "/v1/admin/installations/inst_1", {"error": "Unauthorized"}, 401)
        self.bad(3, "admin", "setup", "--url", self.server.url, "--operator-id", OPERATOR, "--key", "mine.pem")
        self.assertFalse((self.home / "operators").exists())


if __name__ == "__main__":
    main()
