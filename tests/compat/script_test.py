#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The script that makes a key with openssl and writes the identity that public clients read."""
import json
import os
import pathlib
import stat
import subprocess
import tempfile

from compatibility import URL, Identity, ServedAtItsUrl, main
import public_client

IDENTITY = {"machineId", "machineName", "vaultId", "apiUrl", "privateKeyPath"}


class Script(ServedAtItsUrl):
    def script(self, token):
        answer = self.server.send("GET", f"/v1/bootstrap/{token}")
        return answer.status, answer.body.decode(), answer.headers["Content-Type"].split(";")[0]

    def run_script(self, script, home):
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "no_proxy": "localhost"}
        return subprocess.run(["sh"], input=script, capture_output=True, text=True, env=environment, timeout=60)

    def test_the_script_makes_an_identity_that_public_clients_read(self):
        token = self.server.admin("POST", "/enrolment-tokens", {})["token"]
        for _ in range(3):  # a preview or a second look spends nothing
            status, script, kind = self.script(token)
            self.assertEqual((status, kind), (200, "text/plain"))
        with tempfile.TemporaryDirectory() as home:
            done = self.run_script(script, home)
            self.assertEqual(done.returncode, 0, done.stderr)
            folder = pathlib.Path(home) / ".sikkerkey" / "vaults" / self.server.vault
            identity = json.loads((folder / "identity.json").read_text())
            self.assertEqual(set(identity), IDENTITY, "a strict parser knows these five")
            self.assertEqual((identity["vaultId"], identity["apiUrl"]), (self.server.vault, URL))
            self.assertEqual(identity["privateKeyPath"], str(folder / "private.pem"))
            for path, mode in ((folder, 0o700), (folder / "private.pem", 0o600), (folder / "identity.json", 0o600)):
                self.assertEqual(stat.S_IMODE(path.stat().st_mode), mode, path)
            self.assert_reads_after_approval(identity)

    def assert_reads_after_approval(self, identity):
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
        pem = pathlib.Path(identity["privateKeyPath"]).read_bytes()
        self.assertEqual(len(pem), 119, "plain PKCS#8: some take the last 32 of its 48 bytes")
        machine = Identity("X-Machine-Id", identity["machineId"])
        machine.key = load_pem_private_key(pem, None)
        client = self.client(public_client.NODE, machine)
        self.assertEqual(client.call("GET", "/v1/secrets").status, 403, "pending")
        self.server.admin("POST", f"/machines/{machine.id}/approve", {})
        self.assertEqual(client.call("GET", "/v1/secrets").json(), {"secrets": []})

    def test_what_is_no_token_is_in_no_script(self):
        for at, token in enumerate(("$(touch x)", "a'b", "0" * 63, "Z" * 64)):
            path = f"/v1/bootstrap/{token}".replace(" ", "%20")
            answer = self.server.send("GET", path, address=f"192.0.2.{200 + at}")
            self.assertIn(answer.status, (400, 404))
            self.assertNotIn(token, answer.body.decode())

    def test_the_script_of_a_bad_token_fails_and_leaves_no_identity(self):
        status, script, _ = self.script("0" * 64)
        self.assertEqual(status, 200, "whether a token is good is not told for nothing")
        with tempfile.TemporaryDirectory() as home:
            done = self.run_script(script, home)
            self.assertNotEqual(done.returncode, 0)
            self.assertNotEqual(done.stderr, "")
            self.assertEqual([path for path in pathlib.Path(home).rglob("*") if path.is_file()], [])

    def test_half_a_script_does_nothing(self):
        status, script, _ = self.script(self.server.admin("POST", "/enrolment-tokens", {})["token"])
        self.assertEqual(status, 200)
        with tempfile.TemporaryDirectory() as home:
            for part in (3, 2):
                self.run_script(script[:len(script) * (part - 1) // part], home)
                self.assertEqual(list(pathlib.Path(home).rglob("*")), [], "cut off on its way, it is not begun")


if __name__ == "__main__":
    main()
