# SPDX-License-Identifier: Apache-2.0
"""A real signetd for tests written in Python: made, served on loopback, spoken to by hand.

A trusted proxy on loopback stands before it in name only, so that a test chooses the address it comes from and a
lockout of one address leaves the others alone. Needs the package `cryptography`.
"""
import base64
import hashlib
import http.client
import json
import os
import pathlib
import subprocess
import tempfile
import time
import uuid

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HOME_ADDRESS = "198.51.100.7"


def to_base64(data):
    return base64.b64encode(data).decode()


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Identity:
    """An Ed25519 key and the id that the server knows it by."""

    def __init__(self, header, id_=None):
        self.header, self.id, self.key = header, id_ or str(uuid.uuid4()), Ed25519PrivateKey.generate()

    @property
    def raw_public_key(self):
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def pem(self):
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def prove(self, purpose, subject):
        text = f"signet-{purpose}-v1:{subject}:Ed25519:{hashlib.sha256(self.raw_public_key).hexdigest()}"
        return to_base64(self.key.sign(text.encode()))

    def sign(self, method, target, body=b"", nonce=None, timestamp=None):
        """The four headers."""
        nonce = nonce or to_base64(os.urandom(16))
        timestamp = str(timestamp or int(time.time()))
        payload = ":".join([method, target, timestamp, nonce, hashlib.sha256(body).hexdigest()])
        return {self.header: self.id, "X-Timestamp": timestamp, "X-Nonce": nonce,
                "X-Signature": to_base64(self.key.sign(payload.encode()))}


class LiveSignetd:
    def __init__(self, *serve_flags, **settings):
        self._temporary = tempfile.TemporaryDirectory(prefix="signet-live-")
        self.folder = pathlib.Path(self._temporary.name)
        self.program = os.environ["SIGNETD"]
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("SIGNET_")}
        # Tests ask as fast as they can, as one operator.
        self.environment.update({"HOME": str(self.folder), "SIGNET_TRUSTED_PROXIES": "127.0.0.1/32",
                                 "SIGNET_LIMITS_REQUESTS_PER_IDENTITY": "0", **settings})
        self.operator = Identity("X-Operator-Id")
        (self.folder / "operator.pub").write_text(self.operator.pem)
        self.where = ["--data-dir", str(self.folder / "data"), "--root-key-file", str(self.folder / "root.key")]
        made = self.command("init", *self.where, "--json", "--operator-key", str(self.folder / "operator.pub"),
                            "--operator-id", self.operator.id,
                            "--operator-proof", self.operator.prove("operator", self.operator.id))
        self.made = json.loads(made)
        self.installation, self.vault = self.made["installationId"], self.made["vaultId"]
        self.start(*serve_flags)

    def command(self, *arguments):
        return subprocess.run([self.program, *arguments], env=self.environment, check=True, capture_output=True).stdout

    def start(self, *flags):
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        with (self.folder / "log").open("a") as log:
            port = [] if "--port" in flags else ["--port", "0"]
            self.process = subprocess.Popen(
                [self.program, "serve", *self.where, "--listen", "127.0.0.1", *port, "--port-file", str(port_file),
                 *flags], env=self.environment, stderr=log)
        for _ in range(1200):
            if port_file.exists():
                self.port = int(port_file.read_text())
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("signetd did not start: " + self.log())

    def log(self):
        return (self.folder / "log").read_text()

    def stop(self):
        self.process.terminate()
        return self.process.wait(30)

    def close(self):
        if self.process.poll() is None:
            self.stop()
        self._temporary.cleanup()

    def connect(self, timeout=60):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def send(self, method, target, body=b"", headers=None, address=HOME_ADDRESS):
        """One request on a connection of its own; the headers are sent as they are, and Content-Length with a body."""
        connection = self.connect()
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            fields = {"X-Forwarded-For": address, **(headers or {})}
            if (body or method != "GET") and "Content-Length" not in fields:
                fields["Content-Length"] = str(len(body))
            for name, value in fields.items():
                connection.putheader(name, value)
            connection.endheaders()
            if body:
                connection.send(body)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def signed(self, who, method, target, body=None, address=HOME_ADDRESS):
        data = b"" if body is None else json.dumps(body).encode()
        return self.send(method, target, data, who.sign(method, target, data), address)

    def admin(self, method, path, body=None, who=None):
        """As the first operator, below the vault unless the path begins at the root; must succeed."""
        target = path if path.startswith("/v1") else f"/v1/admin/vaults/{self.vault}{path}"
        answer = self.signed(who or self.operator, method, target, body)
        if answer.status not in (200, 201, 202):
            raise AssertionError(f"{method} {target}: {answer}")
        return answer.json()

    def enrol(self, name="machine", approved=True):
        machine = Identity("X-Machine-Id")
        token = self.admin("POST", "/enrolment-tokens", {})["token"]
        body = {"token": token, "publicKey": to_base64(machine.raw_public_key), "hostname": name}
        answer = self.send("POST", "/v1/bootstrap/register", json.dumps(body).encode())
        if answer.status != 200:
            raise AssertionError(f"enrolment: {answer}")
        machine.id = answer.json()["machineId"]
        if approved:
            self.admin("POST", f"/machines/{machine.id}/approve", {})
        return machine
