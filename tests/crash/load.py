# SPDX-License-Identifier: Apache-2.0
"""Mixed load on a server that will be killed: what was sent, what was answered, and what every answer promised."""
import base64
import http.client
import itertools
import json
import os
import random
import threading

from live_signetd import Identity, to_base64

STRANGER = "198.51.100.99"  # its failures lock nobody else out


class Sent:
    """A request as it went out, and its answer if one came."""

    def __init__(self, who, method, target, body, headers):
        self.who, self.method, self.target, self.body, self.headers = who, method, target, body, headers
        self.answer = None


class Cycle:
    """What one life of the server was asked and what it promised. Each list is written by one thread only."""

    def __init__(self, server, number, seed):
        self.server, self.number = server, number
        self.random = random.Random(f"{seed}/{number}")
        self.sent, self.written, self.tried, self.read, self.enrolled = [], {}, {}, [], {}
        self.refused_stranger = False
        self.uploaded, self.taken, self.failures = set(), [], []
        self.stopping = threading.Event()

    def prepare(self):
        """Before the killing: a project of its own, and machines that nobody used before."""
        admin = self.server.admin
        self.project = admin("POST", "/projects", {"name": f"cycle {self.number}"})["projectId"]
        self.machines = [self.server.enrol(f"reader-{self.number}-{n}") for n in range(2)]
        self.owner = self.server.enrol(f"owner-{self.number}")
        self.shared = {}
        for n in range(3):
            name, value = f"shared{n}", f"value {self.number} {n}"
            secret = admin("POST", f"/projects/{self.project}/secrets", {"name": name, "value": value})["secretId"]
            self.shared[secret] = value
            self.written[name] = self.tried[name] = value
            for machine in self.machines:
                admin("PUT", f"/projects/{self.project}/machines/{machine.id}", {})
                admin("PUT", f"/secrets/{secret}/grants/{machine.id}", {})

    def send(self, who, method, target, body=None, keep=True):
        data = b"" if body is None else json.dumps(body).encode()
        request = Sent(who, method, target, data, who.sign(method, target, data) if who else {})
        if keep:
            self.sent.append(request)
        request.answer = self.server.send(method, target, data, request.headers)
        return request.answer

    def vault(self, path):
        return f"/v1/admin/vaults/{self.server.vault}{path}"

    def write(self, turn):
        """New secrets, and new versions of old ones; what was tried last may have happened without an answer."""
        name = f"w{turn // 2}"
        value = f"{self.number}.{turn}"
        self.tried[name] = value
        if turn % 2 == 0:
            answer = self.send(self.server.operator, "POST", self.vault(f"/projects/{self.project}/secrets"),
                               {"name": name, "value": value})
            self.last_secret = answer.json()["secretId"] if answer.status == 201 else None
        elif self.last_secret:
            answer = self.send(self.server.operator, "POST", self.vault(f"/secrets/{self.last_secret}/versions"),
                               {"value": value})
        if answer.status in (200, 201):
            self.written[name] = value
        else:
            self.failures.append(answer)

    def read_values(self, turn):
        machine, secret = self.machines[turn % 2], self.random.choice(list(self.shared))
        answer = self.send(machine, "GET", f"/v1/secret/{secret}")
        if answer.status == 200:
            self.read.append((machine.id, secret))
            if self.shared[secret] not in answer.body.decode():
                self.failures.append(answer)
        else:
            self.failures.append(answer)

    def enrol(self, turn):
        machine = Identity("X-Machine-Id")
        token = self.send(self.server.operator, "POST", self.vault("/enrolment-tokens"), {})
        if token.status != 201:
            self.failures.append(token)
            return
        body = {"token": token.json()["token"], "publicKey": to_base64(machine.raw_public_key), "hostname": f"h{turn}"}
        body = json.dumps(body).encode()
        answer = self.server.send("POST", "/v1/bootstrap/register", body)
        if answer.status == 200:
            self.enrolled[answer.json()["machineId"]] = body
        else:
            self.failures.append(answer)

    def fail(self, turn):
        who = Identity("X-Machine-Id")
        target = f"/v1/secret/sk_{turn:010}"
        answer = self.server.send("GET", target, b"", who.sign("GET", target), STRANGER)
        if answer.status not in (401, 429):
            self.failures.append(answer)
        self.refused_stranger |= answer.status == 429

    def packages(self, turn):
        if turn % 2 == 0:
            package = base64.b64encode(os.urandom(40)).decode()
            answer = self.send(self.owner, "POST", "/v1/key-packages", {"package": package})
            if answer.status in (200, 201):
                self.uploaded.add(answer.json()["fingerprint"])
        else:
            answer = self.send(self.machines[0], "POST", f"/v1/machines/{self.owner.id}/key-packages/take", {})
            if answer.status == 200 and answer.json()["fingerprint"]:
                self.taken.append(answer.json()["fingerprint"])
        if answer.status >= 400 and answer.status != 429:
            self.failures.append(answer)

    def worker(self, work):
        for turn in itertools.count():
            try:
                work(turn)
            except (OSError, http.client.HTTPException):
                return  # the server is gone
            if self.stopping.is_set():
                return

    def run_until_killed(self):
        threads = [threading.Thread(target=self.worker, args=(work,)) for work in
                   (self.write, self.read_values, self.enrol, self.fail, self.packages)]
        for thread in threads:
            thread.start()
        self.stopping.wait(self.random.uniform(0.05, 1.0))
        self.server.process.kill()
        self.server.process.wait()
        self.stopping.set()
        for thread in threads:
            thread.join()
