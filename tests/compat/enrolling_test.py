#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Clients that keep their key in memory only: one POST, and then they read."""
import json
import urllib.error
import urllib.request

from compatibility import URL, VALUE, Identity, ServedAtItsUrl, main, to_base64
import public_client

MEMORY = {"machineId", "machineName", "vaultId", "expiresAt", "apiUrl"}


class Enrolling(ServedAtItsUrl):
    def token(self, **more):
        return self.server.admin("POST", "/enrolment-tokens", {
            "kind": "enrolment", "name": "functions", "uses": 10, "tokenLifetimeSeconds": 3600,
            "machineLifetimeSeconds": 3600, "projectIds": [self.project], "secretIds": [self.secret], **more})["token"]

    def post(self, path, value, address="192.0.2.10", **fields):
        """As Python's library does it: its own agent, a connection of its own, spaces in the JSON."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.server.port}{path}", json.dumps(value).encode(), {
            "Content-Type": "application/json", "User-Agent": "sikkerkey-python/1.2.1", "X-Forwarded-For": address,
            **fields}, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def test_a_key_in_memory_reads_at_once(self):
        token = self.token()
        for habits in public_client.ALL:
            with self.subTest(habits.name):
                machine = Identity("X-Machine-Id")
                status, answer = self.post(f"/v1/{self.server.vault}/enroll/register", {
                    "token": token, "publicKey": to_base64(machine.raw_public_key), "hostname": "serverless"})
                self.assertEqual(status // 100, 2, answer)
                self.assertEqual(set(answer), MEMORY)
                self.assertEqual((answer["vaultId"], answer["apiUrl"]), (self.server.vault, URL))
                self.assertIsInstance(answer["expiresAt"], int)
                self.assertGreater(answer["expiresAt"], 1_700_000_000_000, "milliseconds")
                machine.id = answer["machineId"]
                read = self.client(habits, machine).call("GET", f"/v1/secret/{self.secret}")
                self.assertEqual(read.json(), {"value": VALUE})

    def test_a_name_may_be_asked_for_and_a_template_overrides_it(self):
        for more, name in (({}, "lambda-7"), ({"nameTemplate": "worker-{hostname}"}, "worker-box")):
            machine = Identity("X-Machine-Id")
            _, answer = self.post(f"/v1/{self.server.vault}/enroll/register", {
                "token": self.token(**more), "publicKey": to_base64(machine.raw_public_key), "hostname": "box",
                "name": "lambda-7"})
            self.assertEqual(answer["machineName"], name)

    def test_every_bad_token_is_the_same_refusal(self):
        machine = Identity("X-Machine-Id")
        body = {"publicKey": to_base64(machine.raw_public_key), "hostname": "serverless"}
        wrong_host = self.token(hostnamePattern="ip-*")
        tokens = ("0" * 64, "no token", wrong_host, self.server.admin("POST", "/enrolment-tokens", {})["token"])
        for at, token in enumerate(tokens):
            path = f"/v1/{self.server.vault}/enroll/register"
            refused = self.post(path, {**body, "token": token}, f"192.0.2.{100 + at}")
            self.assertEqual(refused, (401, {"error": "Unauthorized"}), token)
        path = "/v1/vault_0000000000000000/enroll/register"
        refused = self.post(path, {**body, "token": self.token()}, "192.0.2.120")
        self.assertEqual(refused, (401, {"error": "Unauthorized"}))


if __name__ == "__main__":
    main()
