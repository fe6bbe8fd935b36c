# SPDX-License-Identifier: Apache-2.0
"""Drives a real server through the operations of a document and keeps what it heard.

do() sends a request that must succeed, after all the refusals that its operation documents and that can be had from any
route: not signed, malformed, not allowed, not there, repeated under a used requestId, too large, locked out.
"""
import json
import re

from faults import Exchange
from live_signetd import HOME_ADDRESS, Identity, LiveSignetd, to_base64

LOCKED_ADDRESS = "203.0.113.99"
USED_REQUEST_ID = "requestId-that-was-used"
NOBODY = "00000000-0000-4000-8000-000000000000"
UNKNOWN = {
    "applicationId": "app_0000000000",
    "authorityId": "ca_0000000000",
    "installationId": "inst_0000000000000000",
    "machineId": NOBODY,
    "operatorId": NOBODY,
    "policyId": "pol_0000000000", "linkId": "once_0000000000",
    "projectId": "proj_0000000000",
    "secretId": "sk_0000000000",
    "tokenId": "tok_0000000000",
    "vaultId": "vault_0000000000000000",
    "webhookId": "hook_0000000000",
}


class Driver:
    def __init__(self, document, *flags, **settings):
        self.document, self.exchanges = document, []
        self.server = LiveSignetd(*flags, **settings)
        self.root = self.server.operator
        self.ids = {"vaultId": self.server.vault, "installationId": self.server.installation}
        self.stranger = self.pending = None  # an operator without a role in the vault; a machine nobody approved
        self._addresses = (f"10.{n // 65536}.{n // 256 % 256}.{n % 256}" for n in range(1, 1 << 20))

    def routes(self):
        lines = self.server.command("routes").decode().splitlines()
        table = [line.split("\t") for line in lines]
        return [((method, re.sub(r"\{\w+\}", "{}", path)), who) for method, path, who in table]

    def send(self, method, target, body=b"", headers=None, address=None, example=None):
        answer = self.server.send(method, target, body, headers, address or HOME_ADDRESS)
        exchange = Exchange(method, target, answer.status, answer.headers, answer.body, example)
        self.exchanges.append(exchange)
        return exchange

    def target(self, operation, ids, query=""):
        return re.sub(r"\{(\w+)\}", lambda m: {**self.ids, **ids}[m[1]], operation.path) + query

    def caller(self, operation, who):
        return who if who or operation.who in ("anybody", "machine") else self.root

    def signed(self, operation, who, target, body=b"", **more):
        headers = who.sign(operation.method, target, body) if who else {}
        return self.send(operation.method, target, body, headers, **more)

    def get(self, name, who=None, query="", **ids):
        return self.expect(name, 200, who=who, query=query, **ids).json()

    def expect(self, name, status, body=None, who=None, query="", raw=None, **ids):
        """A request, without its refusals, that gets this status."""
        operation = self.document.by_id(name)
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        target = self.target(operation, ids, query)
        exchange = self.signed(operation, self.caller(operation, who), target, data)
        if exchange.status != str(status):
            raise AssertionError(f"{name}: expected {status}: {exchange}")
        return exchange

    def do(self, name, who=None, fill=None, which=0, **ids):
        """Its documented example number `which`, with the fields of `fill` in place of its own; the answer's object."""
        operation = self.document.by_id(name)
        who = self.caller(operation, who)
        example = operation.examples[which] if operation.examples else None
        body = None if example is None else {**example, **(fill or {})}
        target = self.target(operation, ids)
        if which == 0:
            self.refusals(operation, who, target, ids, body)
            self.queries(operation, who, target)
        data = b"" if body is None else json.dumps(body).encode()
        exchange = self.signed(operation, who, target, data, example=example)
        if not exchange.status.startswith("2"):
            raise AssertionError(f"{name}: {exchange}")
        return exchange.json() if exchange.headers.get("Content-Type") == "application/json" else exchange

    def queries(self, operation, who, target):
        """Each documented parameter of the query by itself."""
        for parameter in operation.parameters:
            if parameter["in"] == "query":
                query = f"?{parameter['name']}={parameter['example']}"
                exchange = self.signed(operation, who, target + query)
                if exchange.status != "200":
                    raise AssertionError(f"documented query {query}: {exchange}")

    def refusals(self, operation, who, target, ids, body):
        data = b"" if body is None else json.dumps(body).encode()
        wanted = operation.answers
        if who:
            self.refused(401, self.send(operation.method, target, data, {}, next(self._addresses)))
        if "400" in wanted:
            self.refused(400, self.signed(operation, who, target + "?noSuchName=1", data))
            if operation.request:
                self.refused(400, self.signed(operation, who, target, b'{"a":1,"a":2}'))
                self.refused(400, self.signed(operation, who, target, b'["no object"]'))
            if operation.who not in ("anybody", "machine") and operation.method != "GET":
                self.refused(400, self.signed(operation, who, target, b'{"noSuchField":1}'))
        if "403" in wanted and who:
            other = self.pending if operation.who == "machine" else self.stranger
            self.refused(403, self.signed(operation, other, target, data))
        if "403" in wanted and not who:
            self.refused(403, self.send(operation.method, target, data, {"Sec-Fetch-Site": "cross-site"}))
        if "404" in wanted:
            self.unknown_ids(operation, who, ids, data)
        if "409" in wanted and who is not None and operation.who != "machine" and body is not None:
            again = json.dumps({**body, "requestId": USED_REQUEST_ID}).encode()
            self.refused(409, self.signed(operation, who, target, again))
        if "413" in wanted:
            headers = who.sign(operation.method, target) if who else {}
            self.refused(413, self.send(operation.method, target, b"", {**headers, "Content-Length": str(1 << 30)}))
        if "429" in wanted:
            self.refused(429, self.signed(operation, who, target, data, address=LOCKED_ADDRESS))

    def unknown_ids(self, operation, who, ids, data):
        """Every id of the path in turn; an unknown vault is told from a foreign one by root only."""
        for name in re.findall(r"\{(\w+)\}", operation.path):
            if name in UNKNOWN and (name != "vaultId" or operation.who in ("root", "auditor-or-root")):
                target = self.target(operation, {**ids, name: UNKNOWN[name]})
                elsewhere = {} if who else {"address": next(self._addresses)}  # it may count towards lockout
                self.refused(404, self.signed(operation, who, target, data, **elsewhere))

    @staticmethod
    def refused(status, exchange):
        if exchange.status != str(status):
            raise AssertionError(f"expected {status}: {exchange}")

    def lock_out(self):
        """Under ids that never were: a request without any of the headers counts for nothing."""
        for _ in range(3):
            headers = Identity("X-Machine-Id").sign("GET", "/v1/secrets")
            self.server.send("GET", "/v1/secrets", headers=headers, address=LOCKED_ADDRESS)

    def operator_body(self, who, role, name="Grace"):
        return {"operatorId": who.id, "name": name, "algorithm": "Ed25519", "publicKey": to_base64(who.raw_public_key),
                "proof": who.prove("operator", who.id), "role": role}

    def registration(self, machine, token):
        return {"token": token, "publicKey": to_base64(machine.raw_public_key)}
