# SPDX-License-Identifier: Apache-2.0
"""How public clients of the protocol put a signed request on the wire, as far as a server can tell them apart.

Their own code is nowhere in here: each is a set of habits (spelling of header names, connection, encodings, JSON) over
one raw connection that sees every byte of the answer.
"""
import base64
import dataclasses
import hashlib
import json
import os
import socket
import time


def compact(value):
    """What most write: no spaces, UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def spaced(value):
    """What Python writes: a space after colons and commas, \\u escapes."""
    return json.dumps(value).encode()


def nonce_base64():
    return base64.b64encode(os.urandom(16)).decode()  # 24 characters


@dataclasses.dataclass
class Habits:
    name: str
    fields: str = ""  # headers of its own
    spell: object = str  # what it makes of a header's name
    keeps_connection: bool = True
    content_type: str = "application/json"
    to_json: object = compact
    nonce: object = nonce_base64


def canonical(name):
    return "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-"))


PYTHON = Habits("Python", "Accept-Encoding: identity\r\nUser-Agent: Python-urllib/3.11\r\nConnection: close\r\n",
                str.capitalize, keeps_connection=False, to_json=spaced)
NODE = Habits("Node", "Connection: keep-alive\r\n")
GO = Habits("Go", "User-Agent: Go-http-client/1.1\r\nAccept-Encoding: gzip\r\n", canonical)
JAVA = Habits("Java", "User-Agent: Java/17.0.9\r\nAccept: text/html, image/gif, image/jpeg, */*; q=.2\r\n"
              "Connection: keep-alive\r\n")
DOTNET = Habits(".NET", content_type="application/json; charset=utf-8")
AGENT = Habits("agent", nonce=lambda: os.urandom(16).hex())
SHELL = Habits("shell", "User-Agent: curl/7.88.1\r\nAccept: */*\r\n",
               nonce=lambda: base64.b64encode(os.urandom(15)).decode())  # 20 characters
LOWERED = Habits("lower-case", spell=str.lower)
ALL = [PYTHON, NODE, GO, JAVA, DOTNET, AGENT, SHELL, LOWERED]


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def __getitem__(self, name):
        return self.headers.get(name.lower())

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body!r}"


class Connection:
    """Bytes out, answers in; an answer that does not say how long it is counts as broken."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.reader = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.reader.close()
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def ended(self):
        return self.reader.read(1) == b""

    def answer(self):
        line = self.reader.readline()
        if not line:
            raise EOFError("closed without an answer")
        version, status = line.split(b" ")[:2]
        assert version == b"HTTP/1.1", line
        headers = {}
        while (line := self.reader.readline().rstrip(b"\r\n")):
            name, _, value = line.partition(b": ")
            headers[name.decode().lower()] = value.decode()
        return Answer(int(status), headers, self.reader.read(int(headers["content-length"])))


class PublicClient:
    def __init__(self, habits, port, machine, address):
        self.habits, self.port, self.machine, self.address = habits, port, machine, address
        self._line = None

    def request(self, method, path, body=b"", extra="", nonce=None, timestamp=None):
        """The bytes of a signed request."""
        habits = self.habits
        timestamp, nonce = str(timestamp or int(time.time())), nonce or habits.nonce()
        payload = ":".join([method, path, timestamp, nonce, hashlib.sha256(body).hexdigest()])
        signature = base64.b64encode(self.machine.key.sign(payload.encode())).decode()
        fields = {"X-Machine-Id": self.machine.id, "X-Timestamp": timestamp, "X-Nonce": nonce, "X-Signature": signature,
                  "X-Forwarded-For": self.address}
        if body:
            fields["Content-Type"] = habits.content_type
        if body or method == "POST":
            fields["Content-Length"] = str(len(body))
        text = f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n{habits.fields}{extra}"
        text += "".join(f"{habits.spell(name)}: {value}\r\n" for name, value in fields.items())
        return text.encode() + b"\r\n" + body

    def send_bytes(self, data):
        if not self.habits.keeps_connection:
            with Connection(self.port) as line:
                line.send(data)
                answer = line.answer()
                assert line.ended(), "asked to close, the server kept the connection"
                return answer
        if self._line is None:
            self._line = Connection(self.port)
        self._line.send(data)
        return self._line.answer()

    def call(self, method, path, value=None, **more):
        body = b"" if value is None else self.habits.to_json(value)
        return self.send_bytes(self.request(method, path, body, **more))

    def close(self):
        if self._line:
            self._line.__exit__()
