# SPDX-License-Identifier: Apache-2.0
"""A server that webhooks are sent to: TLS on loopback with a certificate of its own. It keeps what arrives."""
import http.server
import ssl
import subprocess
import threading
import time


class Receiver:
    def __init__(self, folder, name="localhost", names="DNS:localhost"):
        self.certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName={names}",
                        "-keyout", str(key), "-out", str(self.certificate)], check=True, capture_output=True)
        self.arrived, self.status, self.location, self.gate = [], 200, None, threading.Event()
        self.gate.set()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.arrived.append((self.path, dict(self.headers), body))
                receiver.gate.wait(60)
                self.send_response(receiver.status)
                if receiver.location:
                    self.send_header("Location", receiver.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass  # who refuses the certificate

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, host="localhost", path="/events?a=b"):
        return f"https://{host}:{self.port}{path}"

    def close(self):
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()


def eventually(condition, patience=30):
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
