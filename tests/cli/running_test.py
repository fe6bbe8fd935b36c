# SPDX-License-Identifier: Apache-2.0
"""run: environment, files, templates, signals, exit codes, restarts."""
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import unittest

from command_line import SIGNET, CommandLineTest, main

MEMORY = pathlib.Path("/dev/shm")


class Running(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.put_machine()
        self.secrets(("sk_1", "db password", "s3cret", None), ("sk_2", "api", '{"key":"k","user":"u"}', '["key","user"]'))
        self.server.say("POST", "/v1/secrets/poll", {"changes": {}})

    def secrets(self, *secrets):
        for key in [key for key in self.server.answers if key[1] != "/v1/secrets/poll"]:
            del self.server.answers[key]
        self.server.say("POST", "/v1/secrets/export", {"secrets": [
            {"id": i, "name": name, "value": value, "fieldNames": fields} for i, name, value, fields in secrets]})
        self.server.say("GET", "/v1/secrets", {"secrets": [
            {"id": i, "name": name, "fieldNames": fields, "projectId": "proj_1"} for i, name, _, fields in secrets]})
        for i, _, value, _ in secrets:
            self.server.say("GET", f"/v1/secret/{i}", {"value": value})

    def start(self, *arguments):
        return subprocess.Popen([SIGNET, "run", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                cwd=self.folder, env=self.environment)

    def test_secrets_are_in_the_environment_and_not_in_the_words(self):
        out = self.good("run", "--all", "--", "sh", "-c", 'echo "$DB_PASSWORD $API_KEY $API_USER $KEPT"; cat /proc/$PPID/cmdline', KEPT="x")
        self.assertTrue(out.startswith("s3cret k u x\n"))
        self.assertEqual(out.count("s3cret"), 1)
        out = self.good("run", "--all", "--no-inherit", "--", "env", KEPT="x")
        self.assertEqual(sorted(out.split()), ["API_KEY=k", "API_USER=u", "DB_PASSWORD=s3cret"])

    def test_single_secrets_are_read_one_by_one(self):
        self.assertEqual(self.good("run", "--secret", "db password", "--", "sh", "-c", "echo $DB_PASSWORD$API_KEY"), "s3cret\n")
        self.assertEqual(self.good("run", "--secret", "sk_2", "--", "sh", "-c", "echo $DB_PASSWORD$API_KEY"), "k\n")
        self.assertNotIn("/v1/secrets/export", [target for _, target, _, _ in self.server.requests])
        self.bad(4, "run", "--secret", "none", "--", "true")

    def test_words_arrive_as_they_are(self):
        words = ["[a]", "[b", "", "--json", "--", "get", "a b", "$X", "\u00e4"]
        out = self.good("run", "--all", "--", "printf", "%s\\n", *words)
        self.assertEqual(out.split("\n")[:-1], words)

    def test_the_exit_code_is_the_commands_own(self):
        for script, code in (("exit 0", 0), ("exit 7", 7), ("kill -9 $$", 137), ("kill -TERM $$", 143)):
            self.assertEqual(self.signet("run", "--all", "--", "sh", "-c", script).returncode, code)
        self.bad(127, "run", "--all", "--", "no-such-command")
        self.bad(126, "run", "--all", "--", "/etc")
        self.assertIn("which secrets?", self.bad(1, "run", "--", "true"))
        self.assertIn("behind --", self.bad(1, "run", "--all"))

    def test_nothing_runs_without_its_secrets(self):
        self.server.answers[("POST", "/v1/secrets/export")] = [(403, {"error": "no"}, {})]
        self.bad(2, "run", "--all", "--", "touch", "ran")
        self.secrets(("sk_1", "ld preload", "/evil.so", None))
        self.assertIn("--allow-env LD_PRELOAD", self.bad(1, "run", "--all", "--", "touch", "ran"))
        self.assertFalse((self.folder / "ran").exists())
        out = self.good("run", "--all", "--allow-env", "LD_PRELOAD", "--no-inherit", "--", "true")
        self.assertEqual(out, "")

    @unittest.skipUnless(MEMORY.is_dir(), "no /dev/shm here")
    def test_files_are_private_in_memory_and_gone_at_the_end(self):
        script = 'cd "$SIGNET_SECRETS_DIR" && pwd && stat -c "%a %n" . * && cat DB_PASSWORD && echo "[$DB_PASSWORD]"'
        lines = self.good("run", "--all", "--files", "--dir", MEMORY, "--", "sh", "-c", script).splitlines()
        self.assertEqual(lines[1:], ["700 .", "600 API_KEY", "600 API_USER", "600 DB_PASSWORD", "s3cret[]"])
        self.assertTrue(lines[0].startswith("/dev/shm/signet-"))
        self.assertFalse(pathlib.Path(lines[0]).exists())

    def test_a_disk_is_refused_unless_told(self):
        disk = pathlib.Path(os.environ.get("HOME", "/"))
        if subprocess.run(["stat", "-f", "-c", "%T", disk], capture_output=True, text=True).stdout.strip() == "tmpfs":
            self.skipTest("no disk here")
        self.assertIn("not in memory", self.bad(1, "run", "--all", "--files", "--dir", disk, "--", "true"))
        out = self.good("run", "--all", "--files", "--dir", disk, "--allow-disk", "--", "sh", "-c", "cat $SIGNET_SECRETS_DIR/API_KEY; pwd >&2; echo; echo $SIGNET_SECRETS_DIR")
        self.assertEqual(out.splitlines()[0], "k")
        self.assertFalse(pathlib.Path(out.splitlines()[1]).exists())

    @unittest.skipUnless(MEMORY.is_dir(), "no /dev/shm here")
    def test_templates_are_filled_strictly(self):
        (self.folder / "in").write_text("user={{API_USER}}\npassword={{ DB_PASSWORD }}\nliteral {{{{x}} {y} }}\n")
        run = ["run", "--all", "--template", "in:app.conf", "--dir", MEMORY, "--", "sh", "-c", "cat $SIGNET_SECRETS_DIR/app.conf"]
        self.assertEqual(self.good(*run), "user=u\npassword=s3cret\nliteral {{x}} {y} }}\n")
        for text in ("{{NONE}}", "\n{{", "{{}}", "{{a b}}", "{{api_user}}", "{{API_USER}"):
            (self.folder / "in").write_text("first\n" + text)
            self.assertIn("in line", self.bad(1, *run), text)
        for bad in ("in", "in:", ":out"):
            self.bad(1, "run", "--all", "--template", bad, "--dir", MEMORY, "--", "true")

    @unittest.skipUnless(MEMORY.is_dir(), "no /dev/shm here")
    def test_a_template_neither_replaces_nor_removes_what_it_did_not_make(self):
        (self.folder / "in").write_text("{{API_USER}}")
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            place = pathlib.Path(folder) / "app.conf"
            run = ["run", "--all", "--template", f"in:{place}", "--dir", MEMORY]
            self.assertEqual(self.good(*run, "--", "cat", place), "u")
            self.assertFalse(place.exists())
            place.write_text("mine")
            self.assertIn("not overwritten", self.bad(1, *run, "--", "true"))
            self.assertEqual(place.read_text(), "mine")
            self.assertEqual(self.good(*run, "--overwrite", "--", "cat", place), "u")
            self.assertFalse(place.exists())
            self.good(*run, "--", "sh", "-c", f"rm {place} && printf theirs > {place}")
            self.assertEqual(place.read_text(), "theirs")

    def test_a_signal_ends_the_first_fetch(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"http://localhost:{silent.getsockname()[1]}"
            for number in (signal.SIGINT, signal.SIGTERM):
                run = self.start("--all", "--url", url, "--", "touch", "ran")
                connection, _ = silent.accept()
                with connection:
                    connection.recv(1)
                    run.send_signal(number)
                    run.communicate(timeout=30)
                self.assertEqual(run.returncode, 128 + number)
        self.assertFalse((self.folder / "ran").exists())

    def test_a_secret_that_is_granted_later_starts_the_command_again(self):
        run = self.start("--all", "--watch", "--", "sh", "-c", 'trap "exit 3" TERM; echo "$DB_PASSWORD$LATER"; while :; do sleep 0.05; done')
        self.server.answers[("GET", "/v1/secrets")] = [(200, {"secrets": [
            {"id": i, "name": i, "fieldNames": None, "projectId": "proj_1"} for i in ("sk_1", "sk_2", "sk_3")]}, {})]
        self.assertEqual(run.stdout.readline(), b"s3cret\n")
        self.server.answers[("POST", "/v1/secrets/export")] = [(200, {"secrets": [
            {"id": "sk_1", "name": "db password", "value": "s3cret", "fieldNames": None},
            {"id": "sk_3", "name": "later", "value": "+", "fieldNames": None}]}, {})]
        self.server.answers[("GET", "/v1/secrets")] = [(200, {"secrets": [
            {"id": i, "name": i, "fieldNames": None, "projectId": "proj_1"} for i in ("sk_1", "sk_3", "sk_4")]}, {})]
        self.assertEqual(run.stdout.readline(), b"s3cret+\n")
        run.terminate()
        run.communicate(timeout=30)
        self.assertEqual(run.returncode, 3)

    def test_signals_are_passed_on(self):
        for number, name in ((signal.SIGTERM, "TERM"), (signal.SIGHUP, "HUP"), (signal.SIGUSR1, "USR1")):
            run = self.start("--all", "--", "sh", "-c", f"trap 'echo got; exit 5' {name}; echo ready; while :; do sleep 0.05; done")
            self.assertEqual(run.stdout.readline(), b"ready\n")
            run.send_signal(number)
            out, _ = run.communicate(timeout=30)
            self.assertEqual((out, run.returncode), (b"got\n", 5))

    def test_the_command_finds_signals_as_they_were(self):
        self.assertEqual(self.good("run", "--all", "--", "sh", "-c", "grep SigBlk /proc/self/status").split()[1], "0" * 16)

    def test_a_change_starts_the_command_again(self):
        script = 'trap "exit 3" TERM; echo "$DB_PASSWORD"; while :; do sleep 0.05; done'
        run = self.start("--all", "--watch", "--", "sh", "-c", script)
        self.assertEqual(run.stdout.readline(), b"s3cret\n")
        self.secrets(("sk_1", "db password", "n3w", None))
        self.server.answers[("POST", "/v1/secrets/poll")] = [(200, {"changes": {"sk_1": {"status": "changed"}}}, {}),
                                                             (200, {"changes": {}}, {})]
        self.assertEqual(run.stdout.readline(), b"n3w\n")
        run.terminate()
        run.communicate(timeout=30)
        self.assertEqual(run.returncode, 3)

    def test_what_will_not_end_is_killed(self):
        run = self.start("--all", "--watch", "--grace", "0", "--", "sh", "-c", 'trap "" TERM; echo "$DB_PASSWORD"; echo $$; while :; do sleep 0.05; done')
        self.assertEqual(run.stdout.readline(), b"s3cret\n")
        run.stdout.readline()
        self.secrets(("sk_1", "db password", "n3w", None))
        self.server.answers[("POST", "/v1/secrets/poll")] = [(200, {"changes": {"sk_1": {"status": "changed"}}}, {}),
                                                             (200, {"changes": {}}, {})]
        self.assertEqual(run.stdout.readline(), b"n3w\n")
        run.send_signal(signal.SIGTERM)
        os.kill(int(run.stdout.readline()), signal.SIGKILL)
        run.communicate(timeout=30)
        self.assertEqual(run.returncode, 137)


if __name__ == "__main__":
    main()
