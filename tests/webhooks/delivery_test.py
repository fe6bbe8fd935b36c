#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A real server tells a real TLS listener what happened: signed, again after a crash, and only where it may."""
import hashlib
import hmac
import json
import pathlib
import sys
import tempfile
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent / "support")]
try:
    from live_signetd import LiveSignetd
except ModuleNotFoundError as missing:
    print(f"skipped: the Python package {missing.name} is not here (scripts/install-deps installs it)")
    sys.exit(77)
from receiver import Receiver, eventually


class Live(unittest.TestCase):
    allow = "yes"

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="signet-webhooks-")
        self.addCleanup(temporary.cleanup)
        self.receiver = Receiver(pathlib.Path(temporary.name))
        self.addCleanup(self.receiver.close)
        self.signetd = LiveSignetd(SSL_CERT_FILE=str(self.receiver.certificate),
                                   SIGNET_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES=self.allow)
        self.addCleanup(self.signetd.close)

    def make(self, **more):
        return self.signetd.admin("POST", "/webhooks", {"url": self.receiver.url(), "actions": ["project_create"], **more})

    def show(self, hook):
        return self.signetd.admin("GET", "/webhooks/" + hook["webhookId"])

    def failed(self, hook):
        self.assertTrue(eventually(lambda: self.show(hook)["consecutiveFailures"] > 0))
        return self.show(hook)["lastError"]


class Delivery(Live):
    def test_arrives_signed_once_and_leaves_a_mark(self):
        hook = self.make()
        self.signetd.admin("POST", "/projects", {"name": "shop"})
        self.assertTrue(eventually(lambda: self.show(hook)["lastDeliveredAt"]))
        path, headers, body = self.receiver.arrived[0]
        self.assertEqual(path, "/events?a=b")
        expected = hmac.new(hook["secret"].encode(), body, hashlib.sha256).hexdigest()
        self.assertEqual(headers["X-Signet-Signature"], expected)
        self.assertEqual(headers["X-SikkerKey-Signature"], expected)
        event = json.loads(body)
        self.assertEqual(headers["X-Signet-Event"], "project_create")
        self.assertEqual(headers["X-Signet-Delivery-Id"], event["id"])
        self.assertEqual(set(event), {"id", "event", "severity", "timestamp", "data"})
        self.assertEqual(set(event["data"]), {"userId", "machineId", "secretId", "sourceIp", "detail"})
        self.assertEqual(event["data"]["userId"], self.signetd.operator.id)
        self.assertEqual(self.show(hook)["queued"], 0)
        self.assertEqual(len(self.receiver.arrived), 1)

    def test_what_was_committed_before_a_crash_arrives_after_it(self):
        self.receiver.gate.clear()
        hook = self.make()
        self.signetd.admin("POST", "/projects", {"name": "shop"})
        self.assertTrue(eventually(lambda: self.receiver.arrived))
        self.signetd.process.kill()
        self.signetd.process.wait()
        self.receiver.gate.set()
        self.signetd.start()
        self.assertTrue(eventually(lambda: self.show(hook)["lastDeliveredAt"]))
        ids = {json.loads(body)["id"] for _, _, body in self.receiver.arrived}
        self.assertEqual((len(self.receiver.arrived), len(ids)), (2, 1))  # again, under the same id

    def test_a_slow_endpoint_delays_no_request(self):
        self.receiver.gate.clear()
        self.make()
        self.signetd.admin("POST", "/projects", {"name": "shop"})
        self.assertTrue(eventually(lambda: self.receiver.arrived))
        before = time.monotonic()
        for number in range(20):
            self.signetd.admin("POST", "/projects", {"name": f"shop {number}"})
        self.assertLess(time.monotonic() - before, 8)  # one of them would have waited for ten
        self.assertEqual(len(self.receiver.arrived), 1)
        before = time.monotonic()
        self.assertEqual(self.signetd.stop(), 0)
        self.assertLess(time.monotonic() - before, 8)

    def test_an_error_is_a_failure_and_a_redirect_is_not_followed(self):
        self.receiver.status, self.receiver.location = 302, self.receiver.url(path="/elsewhere")
        hook = self.make()
        self.signetd.admin("POST", "/projects", {"name": "shop"})
        self.assertEqual(self.failed(hook), "answered 302")
        self.assertEqual([path for path, _, _ in self.receiver.arrived], ["/events?a=b"])

    def test_what_failed_is_tried_again_after_a_while(self):
        self.receiver.status = 500
        hook = self.make()
        self.signetd.admin("POST", "/projects", {"name": "shop"})
        self.assertEqual(self.failed(hook), "answered 500")
        self.receiver.status = 200
        self.assertTrue(eventually(lambda: self.show(hook)["lastDeliveredAt"]))
        self.assertEqual(self.show(hook)["consecutiveFailures"], 0)
        ids = {json.loads(body)["id"] for _, _, body in self.receiver.arrived}
        self.assertEqual((len(self.receiver.arrived), len(ids)), (2, 1))

    def test_a_test_event_arrives(self):
        hook = self.make()
        sent = self.signetd.admin("POST", f"/webhooks/{hook['webhookId']}/test", {})
        self.assertTrue(eventually(lambda: self.receiver.arrived))
        event = json.loads(self.receiver.arrived[0][2])
        self.assertEqual((event["id"], event["event"]), (sent["deliveryId"], "webhook_test"))
        self.assertNotIn(hook["secret"], self.signetd.log())

    def test_a_certificate_for_another_name_is_refused(self):
        hook = self.make(url=self.receiver.url("127.0.0.1"))
        self.signetd.admin("POST", "/projects", {"name": "shop"})
        self.assertIn("certificate", self.failed(hook))
        self.assertEqual(self.receiver.arrived, [])


class PrivateAddresses(Live):
    allow = "no"

    def test_are_refused_unless_the_configuration_says_otherwise(self):
        hook = self.make()
        self.signetd.admin("POST", "/projects", {"name": "shop"})
        self.assertIn("not on the public internet", self.failed(hook))
        self.assertEqual(self.receiver.arrived, [])


unittest.main()
