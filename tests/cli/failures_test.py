# SPDX-License-Identifier: Apache-2.0
"""Exit codes and what is said with them."""
import json
import subprocess

from command_line import SIGNET, CommandLineTest, main


class Failures(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.put_machine()
        self.put_operator()

    def answer(self, status, headers=None):
        self.server.answers.clear()
        self.server.say("GET", "/v1/secret/sk_1", {"error": "because"}, status, headers)

    def test_every_status_has_its_exit_code(self):
        wait = {"Retry-After": "1800"}
        for status, code, headers in ((400, 2, {}), (401, 3, {}), (403, 2, {}), (404, 4, {}), (405, 2, {}), (409, 5, {}),
                                      (413, 2, {}), (429, 6, wait), (503, 6, wait), (500, 8, {}), (307, 8, {})):
            self.answer(status, headers)
            said = self.bad(code, "get", "sk_1")
            self.assertTrue(said.startswith("signet: "), said)
            self.assertIn(f"because (HTTP {status})", said)

    def test_an_answer_that_makes_no_sense_is_the_servers_fault(self):
        self.server.say("GET", "/v1/secret/sk_1", {"other": 1})
        self.bad(8, "get", "sk_1")

    def test_a_server_that_proves_nothing_is_not_talked_to(self):
        said = self.bad(7, "get", "sk_1", "--url", self.server.url.replace("http", "https"))
        self.assertIn("could not prove", said)
        self.assertEqual(self.server.requests, [])
        self.assertIn("no file of certificates", self.bad(7, "get", "sk_1", "--url", "https://localhost:1", "--ca-file", "no"))

    def test_a_wrong_clock_is_named_with_both_times(self):
        self.answer(401, {"X-Signet-Reason": "stale-timestamp", "Date": "Sun, 06 Nov 1994 08:49:37 GMT"})
        said = self.bad(3, "get", "sk_1")
        self.assertIn("the server says 1994-11-06 08:49:37 UTC; set the wrong clock", said)
        self.assertEqual(len(self.server.requests), 1)

    def test_a_change_that_may_have_happened_has_a_code_of_its_own(self):
        self.server.say("POST", "/v1/admin/vaults/vault_a/projects", {"error": "disk"}, 503,
                        {"X-Signet-Outcome": "unknown", "Retry-After": "60"})
        self.assertIn("may have happened", self.bad(9, "admin", "project", "create", "p"))

    def test_errors_are_json_if_that_is_asked_for(self):
        self.answer(429, {"Retry-After": "1800"})
        done = self.signet("get", "sk_1", "--json")
        error = json.loads(done.stderr)["error"]
        self.assertEqual((error["kind"], error["status"], error["retryAfter"]), ("locked_out", 429, 1800))
        self.assertEqual(done.stdout, b"")

    def test_what_the_server_says_cannot_move_the_cursor(self):
        self.server.say("GET", "/v1/secret/sk_1", {"error": "\u001b]0;title\u0007\u202e"}, 403)
        self.assertIn("\\u{1b}]0;title\\u{7}\\u{202e}", self.bad(2, "get", "sk_1"))

    def test_a_command_line_that_makes_no_sense_is_1(self):
        for arguments in ([], ["nonsense"], ["get"], ["get", "a", "b"], ["admin"], ["admin", "vault"], ["get", "a", "--no"],
                          ["admin", "operator", "role", "o", "king"], ["completion", "tcsh"], ["admin", "audit", "list", "--limit", "0"],
                          ["admin", "audit", "list", "--from", "yesterday"],
                          ["admin", "audit", "activity", "--by", "week"]):
            self.assertTrue(self.bad(1, *arguments).startswith("signet: "), arguments)
        self.assertEqual(self.server.requests, [])

    def test_help_and_version_are_no_errors(self):
        for arguments in (["--help"], ["admin", "--help"], ["admin", "machine", "approve", "--help"], ["--version"]):
            self.good(*arguments)
        self.assertIn("9  unknown", self.good("get", "--help"))

    def test_a_full_or_closed_output_is_noticed(self):
        self.server.say("GET", "/v1/secret/sk_1", {"value": "v"})
        with open("/dev/full", "wb") as full:
            done = subprocess.run([SIGNET, "get", "sk_1"], stdout=full, stderr=subprocess.PIPE, env=self.environment)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"standard output", done.stderr)

    def test_a_field_to_print_must_exist(self):
        self.server.say("GET", "/v1/secrets", {"secrets": [{"id": "sk_1", "name": "a", "fieldNames": None}]})
        self.assertIn('no field "ident"; there are id', self.bad(1, "list", "--print", "ident").replace(" to print", ""))


if __name__ == "__main__":
    main()
