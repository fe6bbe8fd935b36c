# SPDX-License-Identifier: Apache-2.0
"""get, list, status: what machines do."""
import json

from command_line import MACHINE, CommandLineTest, main


class Reading(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.put_machine()

    def test_a_value_is_printed_byte_for_byte(self):
        for value in ("plain", "", "two\nlines\n", "p\u00e4ss \u0000\u001b[31m\u202e", "trailing \n\n"):
            self.server.answers.clear()
            self.server.say("GET", "/v1/secret/sk_1", {"value": value}, headers={"X-Secret-Version": "3"})
            self.assertEqual(self.signet("get", "sk_1").stdout, value.encode())
            self.assertEqual(self.json("get", "sk_1"), {"secretId": "sk_1", "version": 3, "value": value})
        self.assertEqual(self.good("get", "sk_1", "--print", "version"), "3\n")

    def test_a_field_is_one_value_of_several(self):
        self.server.say("GET", "/v1/secret/sk_1", {"value": json.dumps({"user": "u", "password": "p\n"})})
        self.assertEqual(self.good("get", "sk_1", "--field", "password"), "p\n")
        self.assertEqual(self.json("get", "sk_1", "--field", "user")["value"], "u")
        self.assertIn("it has password, user", self.bad(4, "get", "sk_1", "--field", "none"))
        self.server.say("GET", "/v1/secret/sk_2", {"value": "single"})
        self.assertIn("no fields", self.bad(2, "get", "sk_2", "--field", "user"))

    def test_requests_are_signed_and_have_no_body(self):
        self.server.say("GET", "/v1/secret/sk_1", {"value": "v"})
        self.good("get", "sk_1")
        _, _, body, headers = self.server.requests[-1]
        self.assertIsNone(body)
        self.assertEqual(headers["X-Machine-Id"], MACHINE)
        for name in ("X-Timestamp", "X-Nonce", "X-Signature"):
            self.assertIn(name, headers)

    def test_the_list_is_a_table_or_json(self):
        self.server.say("GET", "/v1/secrets", {"secrets": [
            {"id": "sk_1", "name": "db", "fieldNames": '["host","password"]', "projectId": "proj_1"},
            {"id": "sk_2", "name": "evil\u001b[2J\nname\u202e", "fieldNames": None, "projectId": "proj_1"}]})
        table = self.good("list").splitlines()
        self.assertEqual(table[0].split(), ["ID", "NAME", "FIELD", "NAMES", "PROJECT", "ID"])
        self.assertIn("host, password", table[1])
        self.assertIn("evil\\u{1b}[2J\\u{a}name\\u{202e}", table[2])
        self.assertEqual(len(table), 3)
        items = self.json("list")["items"]
        self.assertEqual(items[0]["fieldNames"], ["host", "password"])
        self.assertEqual(items[1]["name"], "evil\u001b[2J\nname\u202e")
        self.assertEqual(self.good("list", "--print", "id"), "sk_1\nsk_2\n")

    def test_status_says_how_far_things_go(self):
        self.server.say("GET", "/version", {"version": "0.1", "installationId": "inst_1"})
        self.server.say("GET", "/readyz", {"status": "ready"})
        self.server.say("GET", "/v1/secrets", {"secrets": []})
        self.server.say("GET", "/v1/secrets", {"error": "Forbidden"}, 403)
        status = self.json("status")
        self.assertEqual((status["ready"], status["accepted"], status["secretsGranted"]), (True, True, 0))
        done = self.signet("status", "--json")
        self.assertEqual(done.returncode, 2)
        self.assertFalse(json.loads(done.stdout)["accepted"])

    def test_status_needs_no_identity(self):
        self.server.say("GET", "/version", {"version": "0.1", "installationId": "inst_1"})
        self.server.say("GET", "/readyz", {"error": "keyring: sealed"}, 503)
        status = self.json("status", "--url", self.server.url, SIGNET_HOME=str(self.folder / "empty"))
        self.assertEqual((status["ready"], status["serverStatus"]), (False, "keyring: sealed"))

    def test_an_id_that_is_none_is_not_sent(self):
        self.assertIn("not an id", self.bad(2, "get", "../secrets"))
        self.assertEqual(self.server.requests, [])


if __name__ == "__main__":
    main()
