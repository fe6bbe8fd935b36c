# SPDX-License-Identifier: Apache-2.0
"""watch; and where export gets values from other than an identity and its server: --cache, --enroll-token."""
import json
import pathlib

from command_line import MACHINE, CommandLineTest, main

TOKEN = "a" * 64
ITEM = {"id": "sk_1", "name": "db password", "fieldNames": None, "projectId": "proj_1"}
EXPORTED = {"id": "sk_1", "name": "db password", "value": "s3cret", "fieldNames": None}


class Watching(CommandLineTest):
    def news(self, *all_changes):
        for changes in all_changes:
            self.server.say("POST", "/v1/secrets/poll", {"changes": {i: {"status": s} for i, s in changes.items()}})

    def test_each_change_is_a_line_until_nothing_is_left(self):
        self.put_machine()
        self.server.say("GET", "/v1/secrets", {"secrets": [ITEM, {**ITEM, "id": "sk_2", "name": "evil\u001b"}]})
        self.server.say("GET", "/v1/secret/sk_1", {"value": "s3cret"}, headers={"X-Secret-Version": "7"})
        self.news({"sk_1": "changed"}, {"sk_1": "deleted", "sk_2": "access_denied"})
        done = self.signet("watch", "db password", "sk_2")
        self.assertEqual(done.stdout.decode().splitlines(),
                         ["changed sk_1 db password", "deleted sk_1 db password", "access_denied sk_2 evil\\u{1b}"])
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"Nothing is left", done.stderr)
        self.assertEqual(self.server.requests[1][2], {"wait": 50, "watch": ["sk_1", "sk_2"]})
        self.assertNotIn(b"s3cret", done.stdout + done.stderr)

    def test_changes_are_json_lines_for_programs(self):
        self.put_machine()
        self.server.say("GET", "/v1/secrets", {"secrets": [ITEM]})
        self.news({"sk_1": "deleted"})
        line = json.loads(self.good("watch", "sk_1", "--json").splitlines()[0])
        self.assertEqual(line, {"secretId": "sk_1", "name": "db password", "event": "deleted", "version": 0})

    def test_what_cannot_be_watched_ends_with_its_code(self):
        self.put_machine()
        self.server.say("GET", "/v1/secrets", {"secrets": [ITEM]})
        self.bad(4, "watch", "none")
        self.bad(1, "watch")
        self.server.say("POST", "/v1/secrets/poll", {"error": "Unauthorized"}, 401)
        self.bad(3, "watch", "sk_1")

    def test_a_cache_answers_while_the_server_does_not_and_nobody_else_reads_it(self):
        place = self.put_machine()
        self.server.say("POST", "/v1/secrets/export", {"secrets": [EXPORTED]})
        export = ["export", "--format", "json"]
        self.assertEqual(json.loads(self.good(*export, "--cache")), {"DB_PASSWORD": "s3cret"})
        kept = [path for path in (place / "cache").rglob("*") if path.is_file()]
        self.assertTrue(kept)
        for path in kept:
            self.assertNotIn(b"s3cret", path.read_bytes())
            self.assertEqual(path.stat().st_mode & 0o077, 0)
        self.server.answers[("POST", "/v1/secrets/export")] = [(502, {}, {})]
        done = self.signet(*export, "--cache")
        self.assertEqual((done.returncode, json.loads(done.stdout)), (0, {"DB_PASSWORD": "s3cret"}))
        self.assertIn(b"cannot be reached; this is what it said at", done.stderr)
        self.bad(8, *export)
        self.server.answers[("POST", "/v1/secrets/export")] = [(403, {"error": "Forbidden"}, {})]
        self.bad(2, *export, "--cache")

    def test_an_identity_for_one_run_leaves_nothing(self):
        (self.folder / "token").write_text(TOKEN + "\n")
        register = "/v1/vault_a/enroll/register"
        self.server.say("POST", register, {"machineId": MACHINE, "machineName": "job", "vaultId": "vault_a", "expiresAt": None})
        self.server.say("POST", "/v1/secrets/export", {"secrets": [EXPORTED]})
        export = ["export", "--format", "json", "--enroll-token", "token", "--enroll-name", "job"]
        there = ["--url", self.server.url, "--vault", "vault_a"]
        self.assertEqual(json.loads(self.good(*export, *there)), {"DB_PASSWORD": "s3cret"})
        method, target, body, _ = self.server.requests[0]
        self.assertEqual((method, target, body["token"], body["name"]), ("POST", register, TOKEN, "job"))
        self.assertEqual(self.server.requests[1][3]["X-Machine-Id"], MACHINE)
        self.assertFalse(pathlib.Path(self.home).exists())
        self.assertIn("--url", self.bad(1, *export, "--vault", "vault_a"))
        self.assertIn("--vault", self.bad(1, *export, "--url", self.server.url))
        self.bad(1, *export, *there, "--cache")
        self.server.answers[("POST", register)] = [(401, {"error": "Unauthorized"}, {})]
        self.bad(3, *export, *there)


if __name__ == "__main__":
    main()
