#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every row of the threat model is accepted in so many words, true by construction, or names tests that exist: suites and
cases (with * or … for the rest of a name), tests of ctest that are no program of ours, or files and folders."""
import pathlib
import re
import sys

CASE = re.compile(r"^(?:TYPED_)?TEST(?:_F|_P)?\((\w+),\s*(\w+)", re.MULTILINE)
CTEST = re.compile(r"add_test\(NAME ([\w.]+)")
FUZZ = re.compile(r"signet_fuzz\((\w+)")


def known_tests(root):
    names = set()
    for path in [*root.glob("tests/**/*.cpp"), *root.glob("benchmarks/**/*.cpp")]:
        names |= {f"{suite}.{case}" for suite, case in CASE.findall(path.read_text())}
    for path in root.glob("tests/**/CMakeLists.txt"):
        names |= set(CTEST.findall(path.read_text()))
        names |= {"fuzz." + name for name in FUZZ.findall(path.read_text())}
    return names


def exists(name, root, tests):
    if "/" in name:
        return (root / name).exists()
    pattern = re.escape(name).replace(r"\*", ".*").replace("…", ".*")
    return any(re.fullmatch(pattern, test) for test in tests)


def main(root):
    tests, wrong, rows = known_tests(root), [], 0
    lines = (root / "docs/threat-model.md").read_text().splitlines()
    tested = False  # whether the table that a line is in says by what
    for number, line in enumerate(lines, 1):
        if not line.startswith("|"):
            tested = False
            continue
        last = line.rstrip("|").split("|")[-1].strip()
        if last == "shown by":
            tested = True
        elif tested and not last.startswith("---"):
            rows += 1
            names = re.findall(r"`([^`]+)`", last)
            if not names and not last.startswith(("accepted", "by construction")):
                wrong.append(f"{number}: neither a test nor accepted: {last}")
            wrong += [f"{number}: there is no test {name}" for name in names if not exists(name, root, tests)]
    print("\n".join(wrong) or f"{rows} rows, every test of them is there")
    return 1 if wrong or rows < 50 or len(tests) < 500 else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
