#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Connections: one for each request, one for ten, one that went stale; and never an end without an answer."""
import http.client
import json
import urllib.error
import urllib.request

from compatibility import VALUE, CompatibilityTest, main
import public_client


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        raise AssertionError("signed headers would go wherever a redirect points")


class Connections(CompatibilityTest):
    def test_urllib_itself(self):
        """Not its habits but the very library: it spells X-machine-id and closes after each answer."""
        opener = urllib.request.build_opener(NoRedirect)
        for _ in range(3):
            path = f"/v1/secret/{self.secret}"
            request = urllib.request.Request(f"http://127.0.0.1:{self.server.port}{path}",
                                             headers=self.machine.sign("GET", path))
            with opener.open(request, timeout=15) as answer:
                self.assertEqual(answer.status, 200)
                self.assertEqual(answer.headers["Connection"], "close")
                self.assertEqual(json.load(answer), {"value": VALUE})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            opener.open(f"http://127.0.0.1:{self.server.port}/v1/secrets", timeout=15)
        self.assertEqual(refused.exception.code, 401)
        self.assertEqual(json.load(refused.exception), {"error": "Unauthorized"})

    def test_an_agent_keeps_one_connection_for_ten_requests(self):
        for habits in (public_client.NODE, public_client.GO, public_client.JAVA):
            client = self.client(habits)
            for _ in range(10):
                answer = client.call("GET", f"/v1/secret/{self.secret}")
                self.assertEqual(answer.json(), {"value": VALUE})
                self.assertEqual(answer["keep-alive"], "timeout=70", "so that a client closes first")
                self.assertNotEqual(answer["connection"], "close")

    def test_refusals_keep_the_connection(self):
        client = self.client(public_client.GO)
        for path, status in (("/v1/secret/sk_0000000000", 404), ("/v1/nothing", 404), ("/v1/secrets?x=1", 400),
                             (f"/v1/secret/{self.secret}", 200)):
            self.assertEqual(client.call("GET", path).status, status)

    def test_a_request_that_comes_in_pieces(self):
        with public_client.Connection(self.server.port) as line:
            data = self.client(public_client.JAVA).request("GET", f"/v1/secret/{self.secret}")
            for at in range(0, len(data), 50):
                line.send(data[at:at + 50])
            self.assertEqual(line.answer().json(), {"value": VALUE})

    def test_every_refusal_is_answered_before_the_end(self):
        """A connection that ends without an answer is an error that some clients do not catch."""
        good = self.client(public_client.PYTHON).request("GET", "/v1/secrets", extra="")
        long = b"GET /" + b"x" * 3000 + b" HTTP/1.1\r\nHost: h\r\n\r\n"
        huge = b"POST /v1/bootstrap/register HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 100_000
        for data, status in ((b"nonsense\r\n\r\n", 400), (long, 414), (huge, 413),
                             (good.replace(b"Host:", b"Hos:"), 400), (b"TRACE / HTTP/1.1\r\nHost: h\r\n\r\n", 405),
                             (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400)):
            with public_client.Connection(self.server.port) as line:
                line.send(data)
                answer = line.answer()
                self.assertEqual(answer.status, status, data[:40])
                self.assertIsInstance(answer.json()["error"], str)

    def test_nothing_is_ever_a_redirect(self):
        for path in ("/", "/v1", "/v1/secrets/", "//v1/secrets", "/V1/secrets", "/v1/secret/", "/index.html"):
            for method in ("GET", "POST", "HEAD"):
                connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
                connection.request(method, path)
                self.assertGreaterEqual(connection.getresponse().status, 400, f"{method} {path}")
                connection.close()


if __name__ == "__main__":
    main()
