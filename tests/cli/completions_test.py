# SPDX-License-Identifier: Apache-2.0
"""Completion scripts, run by the shells they are for where those are installed."""
import shutil
import subprocess
import unittest

from command_line import CommandLineTest, main

LINES = {  # what was typed -> some of what must be offered
    "signet ": ["get", "admin", "key", "completion", "--json"],
    "signet ad": ["admin"],
    "signet --json admin ": ["vault", "machine", "audit"],
    "signet admin audit ": ["list", "export", "checkpoint", "keys", "inclusion", "consistency", "actions", "activity"],
    "signet admin machine ": ["approve", "list"],
    "signet admin machine approve --f": ["--fingerprint"],
    "signet admin machine approve ID --y": ["--yes"],
    "signet key sign --": ["--key", "--hex", "--url"],
}


class Completions(CommandLineTest):
    def test_bash(self):
        script = self.good("completion", "bash")
        for line, expected in LINES.items():
            words = line.split(" ")
            asked = "\n".join([script, "COMP_WORDS=(" + " ".join(f"'{word}'" for word in words) + ")",
                               f"COMP_CWORD={len(words) - 1}", "_signet", 'printf "%s\\n" "${COMPREPLY[@]}"'])
            done = subprocess.run(["bash", "-u", "-c", asked], capture_output=True, text=True, cwd=self.folder)
            self.assertEqual(done.stderr, "")
            self.assertLessEqual(set(expected), set(done.stdout.split()), line)
            self.assertTrue(all(offer.startswith(words[-1]) for offer in done.stdout.split()), line)

    @unittest.skipUnless(shutil.which("zsh"), "no zsh here")
    def test_zsh(self):
        subprocess.run(["zsh", "-n"], input=self.good("completion", "zsh"), text=True, check=True)

    @unittest.skipUnless(shutil.which("fish"), "no fish here")
    def test_fish(self):
        script = self.good("completion", "fish")
        for line, expected in LINES.items():
            asked = f"{script}\ncomplete -C '{line}'"
            done = subprocess.run(["fish", "-c", asked], capture_output=True, text=True, check=True)
            self.assertLessEqual(set(expected), {offer.split("\t")[0] for offer in done.stdout.splitlines()}, line)

    def test_every_shell_knows_every_command(self):
        for shell in ("bash", "zsh", "fish"):
            script = self.good("completion", shell)
            for word in ("enroll", "lockout", "revoke", "fingerprint", "completion"):
                self.assertIn(word, script, shell)


if __name__ == "__main__":
    main()
