# SPDX-License-Identifier: Apache-2.0
"""export: each format is read back by what it is for."""
import json
import re
import subprocess
import unittest

from command_line import CommandLineTest, main

try:
    import yaml
except ImportError:
    yaml = None

VALUES = {
    "PLAIN": "s3cret", "EMPTY": "", "QUOTES": "a'b\"c'", "SHELL": "$(touch pwned) `id` $HOME ${X} \\n !! #",
    "LINES": "-----BEGIN-----\nabc\n-----END-----\n", "SPACES": "  a\tb  ", "BACKSLASH": "c:\\new\\'dir'\\", "CARRIAGE": "a\r\nb",
    "WIDE": "p\u00e4ss \U0001f511 \u0085\u00a0\u2028\ufeff", "YES": "no", "A_1": "true", "JSON": '{"a":1}',
}


def read_dotenv(text):
    """As python-dotenv reads: single quotes are literal but for \\\\ and \\', double quotes know more escapes."""
    found = {}
    for name, single, double in re.findall(r"""^([A-Z0-9_]+)=(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")$""", text, re.M | re.S):
        known = {"n": "\n", "r": "\r"}
        found[name] = re.sub(r"\\(.)", lambda m: known.get(m[1], m[1]), double, flags=re.S) if double else single
    return found


class Exporting(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.put_machine()

    def secrets(self, **values):
        self.server.answers.clear()
        self.server.say("POST", "/v1/secrets/export", {"secrets": [
            {"id": f"sk_{i}", "name": name, "value": value if isinstance(value, str) else json.dumps(value),
             "fieldNames": None if isinstance(value, str) else json.dumps(list(value))}
            for i, (name, value) in enumerate(values.items())]})

    def test_a_shell_gets_the_very_values_and_runs_nothing(self):
        self.secrets(**VALUES)
        script = self.good("export") + "\n".join(f'printf %s "${name}" > out.{name}' for name in VALUES)
        for shell in ("sh", "bash"):
            subprocess.run([shell, "-c", 'eval "$1"', shell, script], cwd=self.folder, check=True)
            for name, value in VALUES.items():
                self.assertEqual((self.folder / f"out.{name}").read_bytes(), value.encode(), (shell, name))
        self.assertFalse((self.folder / "pwned").exists())

    def test_json_is_an_object(self):
        self.secrets(**VALUES, NUL="a\u0000b")
        self.assertEqual(json.loads(self.good("export", "--format", "json")), {**VALUES, "NUL": "a\u0000b"})
        self.assertEqual(self.json("export")["PLAIN"], "s3cret")

    def test_dotenv_is_read_back(self):
        self.secrets(**VALUES)
        self.assertEqual(read_dotenv(self.good("export", "--format", "dotenv")), VALUES)

    @unittest.skipUnless(yaml, "no YAML reader here (python3-yaml)")
    def test_yaml_is_read_back_as_texts(self):
        self.secrets(**VALUES, NUL="a\u0000b\u007f")
        self.assertEqual(yaml.safe_load(self.good("export", "--format", "yaml")), {**VALUES, "NUL": "a\u0000b\u007f"})
        self.secrets()
        self.assertEqual(yaml.safe_load(self.good("export", "--format", "yaml")), {})

    def test_names_follow_the_rule(self):
        self.secrets(**{"db": {"user name": "u", "pass-word": "p"}, "--a  b.c--": "v", "key\u00e42": "w"})
        self.assertEqual(self.json("export"), {"DB_USER_NAME": "u", "DB_PASS_WORD": "p", "A_B_C": "v", "KEY_2": "w"})

    def test_names_that_are_none_or_come_twice_are_refused(self):
        self.secrets(**{"a b": "1", "a-b": "2"})
        said = self.bad(1, "export")
        self.assertIn('"a b" (sk_0) and "a-b" (sk_1) would both be A_B', said)
        self.assertEqual(self.json("export", "--last-wins"), {"A_B": "2"})
        self.secrets(**{"\u00e4": "1"})
        self.assertIn("of which no variable can be named", self.bad(1, "export"))
        self.secrets(**{"1password": "x"})
        self.assertIn("begins with a digit", self.bad(1, "export"))
        self.assertEqual(self.json("export"), {"1PASSWORD": "x"})

    def test_names_that_programs_obey_are_refused_where_they_would_be_obeyed(self):
        for name in ("path", "ld preload", "bash_env", "env", "ifs", "pythonpath", "node options", "git-dir"):
            self.secrets(**{name: "evil"})
            for form in ("env", "dotenv"):
                self.assertIn("--allow-env", self.bad(1, "export", "--format", form), name)
            self.json("export")
        self.assertEqual(self.good("export", "--allow-env", "GIT_DIR"), "export GIT_DIR='evil'\n")
        self.secrets(a="x\u0000y")
        self.assertIn("zero byte", self.bad(1, "export"))

    def test_projects_and_applications_are_found_by_name_or_id(self):
        self.secrets(a="v")
        self.server.say("GET", "/v1/cli/projects", {"projects": [
            {"projectId": "proj_1", "projectName": "pay", "applicationId": "app_1", "applicationName": "shop"},
            {"projectId": "proj_2", "projectName": "twin", "applicationId": "app_1", "applicationName": "shop"},
            {"projectId": "proj_3", "projectName": "twin", "applicationId": "", "applicationName": ""}]})
        for arguments, body in ((["--project", "pay"], {"projectId": "proj_1"}), (["--project", "proj_3"], {"projectId": "proj_3"}),
                                (["--application", "shop"], {"applicationId": "app_1"}), ([], None)):
            self.good("export", *arguments)
            self.assertEqual(self.server.requests[-1][2], body)
        self.assertIn("proj_2 or proj_3", self.bad(1, "export", "--project", "twin"))
        self.bad(4, "export", "--project", "none")
        self.bad(1, "export", "--project", "a", "--application", "b")


if __name__ == "__main__":
    main()
