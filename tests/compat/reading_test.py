#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every client reads: exactly status 200, exactly the documented keys, whatever its habits are."""
import json

from compatibility import FIELDS, VALUE, CompatibilityTest, main
import public_client

ITEM = {"id", "name", "fieldNames", "projectId"}


class Reading(CompatibilityTest):
    def each_client(self):
        for habits in public_client.ALL:
            with self.subTest(habits.name):
                yield self.client(habits)

    def assert_answer(self, answer, keys):
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer["content-type"], "application/json")
        self.assertIsNone(answer["content-encoding"], "asked for or not, nothing is compressed")
        self.assertEqual(set(answer.json()), keys, "a strict parser knows these keys and no others")
        return answer.json()

    def test_a_secret(self):
        for client in self.each_client():
            answer = client.call("GET", f"/v1/secret/{self.secret}")
            self.assertEqual(self.assert_answer(answer, {"value"})["value"], VALUE)
            self.assertEqual(answer["x-secret-version"], "1", "what is more is in headers")

    def test_a_structured_secret_is_an_object_of_texts(self):
        for client in self.each_client():
            answer = self.assert_answer(client.call("GET", f"/v1/secret/{self.structured}"), {"value"})
            self.assertEqual(json.loads(answer["value"]), FIELDS)

    def test_the_list(self):
        for client in self.each_client():
            secrets = self.assert_answer(client.call("GET", "/v1/secrets"), {"secrets"})["secrets"]
            self.assertEqual([item["name"] for item in secrets], ["api-key", "database"])
            for item in secrets:
                self.assertEqual(set(item), ITEM)
            self.assertIsNone(secrets[0]["fieldNames"])
            self.assertEqual(secrets[1]["fieldNames"], '["host","password"]', "a text, never an array")

    def test_ids_survive_clients_that_escape_and_clients_that_name_files(self):
        for secret in (self.secret, self.structured):
            self.assertRegex(secret, r"^sk_[a-z0-9]+$")

    def test_errors_are_an_object_with_a_text(self):
        hidden = self.make_secret({"name": "hidden", "value": "x"}, granted=False)
        for client in self.each_client():
            for path, status in ((f"/v1/secret/{hidden}", 403), ("/v1/secret/sk_0000000000", 404)):
                answer = client.call("GET", path)
                self.assertEqual(answer.status, status)
                self.assertEqual(set(answer.json()), {"error"})
                self.assertIsInstance(answer.json()["error"], str)
        self.server.admin("DELETE", f"/secrets/{hidden}", {})

    def test_the_path_is_verified_as_it_was_sent(self):
        client = self.client(public_client.NODE)
        for path in (f"/v1/secret/{self.secret}?", "/v1/secrets?x=1", "//v1/secrets", "/v1/secrets/", "/v1/./secrets"):
            self.assertIn(client.call("GET", path).status, (400, 404), path)


if __name__ == "__main__":
    main()
