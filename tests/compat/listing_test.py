#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lists, exports and polls as every client sends them, the empty POST above all."""
import json
import threading

from compatibility import FIELDS, VALUE, CompatibilityTest, main
import public_client

ITEM = {"id", "name", "fieldNames", "projectId"}
ENTRY = {"id", "name", "value", "fieldNames"}
CLI_PROJECT = {"projectId", "projectName", "applicationId", "applicationName"}
CLI_SECRET = {*CLI_PROJECT, "id", "name", "fieldNames", "type"}


class Listing(CompatibilityTest):
    def each_client(self):
        for habits in public_client.ALL:
            with self.subTest(habits.name):
                yield self.client(habits)

    def good(self, client, method, path, value=None):
        answer = client.call(method, path, value)
        self.assertEqual(answer.status, 200, answer)
        return answer.json()

    def test_an_export_is_an_empty_post_without_a_content_type(self):
        for client in self.each_client():
            request = client.request("POST", "/v1/secrets/export")
            self.assertIn(b"content-length: 0\r\n", request.lower())
            self.assertNotIn(b"content-type", request.lower())
            answer = client.send_bytes(request)
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(set(answer.json()), {"secrets"})
            for entry in answer.json()["secrets"]:
                self.assertEqual(set(entry), ENTRY, "a strict parser knows no project here")
            values = {entry["name"]: entry["value"] for entry in answer.json()["secrets"]}
            self.assertEqual((values["api-key"], json.loads(values["database"])), (VALUE, FIELDS))

    def test_an_export_of_a_project(self):
        for client in self.each_client():
            secrets = self.good(client, "POST", "/v1/secrets/export", {"projectId": self.project})["secrets"]
            self.assertEqual(len(secrets), 2)
            for scope in ({"projectId": "proj_0000000000"}, {"applicationId": "app_0000000000"},
                          {"projectId": "pr\u00f6j"}):
                self.assertEqual(self.good(client, "POST", "/v1/secrets/export", scope), {"secrets": []})

    def test_the_list_of_a_project(self):
        for client in self.each_client():
            secrets = self.good(client, "POST", "/v1/secrets/list", {"projectId": self.project})["secrets"]
            self.assertEqual([secret["name"] for secret in secrets], ["api-key", "database"])
            self.assertTrue(all(set(secret) == ITEM for secret in secrets))
            self.assertEqual(self.good(client, "POST", "/v1/secrets/list", {"projectId": "nothing"}), {"secrets": []})

    def test_a_body_may_have_what_a_newer_client_sends(self):
        client = self.client(public_client.NODE)
        body = {"projectId": self.project, "aNewerField": [1, {"x": None}]}
        self.assertEqual(len(self.good(client, "POST", "/v1/secrets/list", body)["secrets"]), 2)

    def test_changes_is_an_object_whatever_was_asked(self):
        """A client that iterates over it would die of anything else."""
        for client in self.each_client():
            for watch in ([], [self.secret], [self.secret, self.structured], [self.secret] * 3):
                answer = self.good(client, "POST", "/v1/secrets/poll", {"watch": watch})
                self.assertEqual(answer, {"changes": {}})
            watch = {"watch": ["sk_0000000000", "no id at all", self.secret]}
            changes = self.good(client, "POST", "/v1/secrets/poll", watch)["changes"]
            self.assertEqual(changes, {"sk_0000000000": {"status": "deleted"}, "no id at all": {"status": "deleted"}})

    def test_a_change_is_told_until_it_is_fetched(self):
        for habits, fetch in ((public_client.PYTHON, "secret"), (public_client.GO, "export")):
            client = self.client(habits, self.server.enrol("watches"))
            self.server.admin("PUT", f"/projects/{self.project}/machines/{client.machine.id}", {})
            secret = self.make_secret({"name": f"watched by {habits.name}", "value": "1"}, machine=client.machine)
            watch = {"watch": [secret]}
            self.assertEqual(self.good(client, "POST", "/v1/secrets/poll", watch)["changes"], {}, "its beginning")
            self.server.admin("POST", f"/secrets/{secret}/versions", {"value": "2"})
            for _ in range(2):
                changes = self.good(client, "POST", "/v1/secrets/poll", watch)["changes"]
                self.assertEqual(changes, {secret: {"status": "changed"}})
            path = f"/v1/secret/{secret}" if fetch == "secret" else "/v1/secrets/export"
            self.good(client, "GET" if fetch == "secret" else "POST", path)
            self.assertEqual(self.good(client, "POST", "/v1/secrets/poll", watch)["changes"], {})
            self.server.admin("DELETE", f"/secrets/{secret}/grants/{client.machine.id}", {})
            changes = self.good(client, "POST", "/v1/secrets/poll", watch)["changes"]
            self.assertEqual(changes, {secret: {"status": "access_denied"}})
            self.server.admin("DELETE", f"/secrets/{secret}", {})
            changes = self.good(client, "POST", "/v1/secrets/poll", watch)["changes"]
            self.assertEqual(changes, {secret: {"status": "deleted"}})

    def test_a_poll_may_wait_for_the_change(self):
        client = self.client(public_client.NODE)
        watch = {"watch": [self.structured]}
        self.assertEqual(self.good(client, "POST", "/v1/secrets/poll", watch), {"changes": {}})
        waiting = threading.Thread(target=self.server.admin, args=(
            "POST", f"/secrets/{self.structured}/versions", {"fields": FIELDS}))
        waiting.start()
        answer = self.good(client, "POST", "/v1/secrets/poll", {**watch, "wait": 50})
        waiting.join()
        self.assertEqual(answer, {"changes": {self.structured: {"status": "changed"}}})
        self.assertEqual(self.good(client, "POST", "/v1/secrets/poll", {"watch": [], "wait": 0}), {"changes": {}})

    def test_what_the_command_line_lists(self):
        for client in self.each_client():
            projects = self.good(client, "GET", "/v1/cli/projects")["projects"]
            self.assertEqual([set(project) for project in projects], [CLI_PROJECT])
            self.assertEqual(projects[0]["applicationId"], "", "empty, not null: it is shown")
            secrets = self.good(client, "GET", "/v1/cli/secrets")["secrets"]
            self.assertEqual([(secret["name"], secret["type"]) for secret in secrets],
                             [("api-key", "secret"), ("database", "structured")])
            self.assertTrue(all(set(secret) == CLI_SECRET for secret in secrets))

    def test_verifying_access(self):
        for client in self.each_client():
            answer = self.good(client, "POST", "/v1/verify-access", {"projectId": self.project})
            self.assertEqual(answer, {"valid": True, "projectName": "shop", "error": None})
            answer = self.good(client, "POST", "/v1/verify-access", {"projectId": "proj_0000000000"})
            self.assertEqual((answer["valid"], answer["projectName"]), (False, None))
            self.assertIsInstance(answer["error"], str)


if __name__ == "__main__":
    main()
