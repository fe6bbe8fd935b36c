#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Retries: four attempts with fresh nonces, and the byte-identical copy that some libraries send by themselves when a
connection turned out to be dead."""
import time

from compatibility import CompatibilityTest, main
import public_client


class Resending(CompatibilityTest):
    def own(self, address, habits=public_client.NODE):
        """A machine that nobody else locks out."""
        return self.client(habits, self.server.enrol("own"), address)

    def test_the_same_bytes_again_are_a_replay_and_count_as_a_failure(self):
        """The first copy was answered, so the second is 401 and counts: three of them lock out. That is why the server
        announces after how long it closes an idle connection."""
        client = self.own("192.0.2.20", public_client.JAVA)
        data = client.request("GET", "/v1/secrets")
        self.assertEqual(client.send_bytes(data).status, 200)
        again = client.send_bytes(data)
        self.assertEqual((again.status, again.json()), (401, {"error": "Unauthorized"}))
        self.assertEqual(self.lockout_of("192.0.2.20")["failures"], 1)
        self.assertEqual(self.lockout_of(client.machine.id)["failures"], 1)
        self.assertEqual(client.call("GET", "/v1/secrets").status, 200, "a fresh nonce is let in")

    def test_the_same_bytes_are_good_if_the_first_copy_never_arrived(self):
        client = self.own("192.0.2.25")
        data = client.request("GET", "/v1/secrets")
        with public_client.Connection(self.server.port) as dead:
            dead.send(data[:len(data) - 10])
        self.assertEqual(client.send_bytes(data).status, 200)

    def test_four_attempts_against_a_lockout_do_not_make_it_longer(self):
        client = self.own("192.0.2.30")
        for _ in range(3):
            self.assertEqual(client.call("GET", "/v1/secrets", timestamp=1_600_000_000).status, 401)
        locked = self.lockout_of("192.0.2.30")
        self.assertIsNotNone(locked["lockedUntil"])
        waits = []
        for _ in range(4):  # nobody reads Retry-After: one second, two, four
            answer = client.call("GET", "/v1/secrets")
            self.assertEqual(answer.status, 429)
            self.assertEqual(set(answer.json()), {"error"})
            waits.append(int(answer["retry-after"]))
        self.assertLessEqual(max(waits), 1800)
        self.assertGreater(min(waits), 1700)
        self.assertEqual(waits, sorted(waits, reverse=True))
        self.assertEqual(self.lockout_of("192.0.2.30"), locked, "refused while locked: not a second more")

    def test_forbidden_and_absent_are_no_failures(self):
        """An agent that asks for what it may not have, or that waits for its approval, does not shut itself out."""
        pending = self.client(public_client.NODE, self.server.enrol("pending", approved=False), "192.0.2.40")
        for _ in range(6):
            self.assertEqual(pending.call("GET", "/v1/secrets").status, 403)
        other = self.own("192.0.2.40")
        for _ in range(6):
            self.assertEqual(other.call("GET", "/v1/secret/sk_0000000000").status, 404)
        self.assertIsNone(self.lockout_of("192.0.2.40"))

    def test_opaque_nonces(self):
        client = self.own("192.0.2.50")
        good = ("0123456789abcdef0123456789abcdef", "AAECAwQFBgcICQoLDA0ODw==", "q7X+2/kP9wZ4m1Lr8sTg", "a" * 16,
                "_-=+" * 32)
        for nonce in good:
            self.assertEqual(client.call("GET", "/v1/secrets", nonce=nonce).status, 200, nonce)
        self.assertIsNone(self.lockout_of("192.0.2.50"))
        for at, nonce in enumerate(("a" * 15, "a" * 129, "colons:are:the:joint", "with a space inside it")):
            self.assertEqual(self.own(f"192.0.2.6{at}").call("GET", "/v1/secrets", nonce=nonce).status, 401, nonce)

    def test_times_at_the_edges(self):
        client = self.own("192.0.2.70", public_client.GO)
        for shift, status in ((-280, 200), (50, 200), (-400, 401), (120, 401)):
            answer = client.call("GET", "/v1/secrets", timestamp=int(time.time()) + shift)
            self.assertEqual(answer.status, status, shift)
            self.assertEqual(answer["x-signet-reason"], None if status == 200 else "stale-timestamp")
            self.assertIsNotNone(answer["date"])


if __name__ == "__main__":
    main()
