# SPDX-License-Identifier: Apache-2.0
"""A webhook of the server under load, and who it is told: one event for each write."""
import base64
import hashlib
import http.client
import json
import os
import sys
import time

from .build import ROOT

sys.path.append(str(ROOT / "tests/webhooks"))


class Webhook:
    def __init__(self, folder):
        from receiver import Receiver  # of the tests
        self.receiver = Receiver(folder)
        self.environment = {"SSL_CERT_FILE": str(self.receiver.certificate),
                            "SIGNET_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES": "yes"}

    def register(self, server):
        """As the owner whose key is by Ed25519."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        lines = [line.split() for line in server.filled.signers.open()]
        vault = next(line[1] for line in lines if line[0] == "vault")
        owner = next(line for line in lines if line[0] == "operator" and line[2] == "Ed25519")
        target = f"/v1/admin/vaults/{vault}/webhooks"
        body = json.dumps({"url": self.receiver.url(), "actions": ["secret_update"]}).encode()
        timestamp, nonce = str(int(time.time())), base64.b64encode(os.urandom(16)).decode()
        payload = ":".join(["POST", target, timestamp, nonce, hashlib.sha256(body).hexdigest()])
        signature = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(owner[3])).sign(payload.encode())
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("POST", target, body, {
            "X-Operator-Id": owner[1], "X-Timestamp": timestamp, "X-Nonce": nonce,
            "X-Signature": base64.b64encode(signature).decode()})
        answer = connection.getresponse()
        if answer.status != 201:
            raise RuntimeError(f"the webhook was refused: {answer.status} {answer.read()[:300]!r}")
        connection.close()

    def arrived(self):
        return len(self.receiver.arrived)

    def close(self):
        self.receiver.close()
