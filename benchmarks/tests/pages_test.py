# SPDX-License-Identifier: Apache-2.0
"""Pictures and pages: what they show is what was measured."""
import pathlib
import sys
import unittest
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import picture, results, standard

SVG = "{http://www.w3.org/2000/svg}"


def run(throughput, cpu=70.0, share=0.5, p50=1.0, p99=4.0, syncs=0.1):
    latency = {"p50": p50, "p90": 2.0, "p99": p99, "p99_9": 5.0, "max": 9.0, "over_50_ms": 0}
    server = {"cpu_us": cpu, "user_us": cpu / 2, "system_us": cpu / 2, "syncs": syncs, "written_bytes": 900.0,
              "storage_bytes": None, "rss_mb": 20.0}
    return {"throughput": throughput, "latency_ms": latency, "server": server, "verify_us": 35.0, "verify_share": share}


def record(setup, runs, algorithm=standard.ED25519, connections=32, of_peak=0):
    return {"setup": setup, "algorithm": algorithm, "mix": "read", "connections": connections, "of_peak": of_peak,
            "runs": runs}


MEASURED = {
    "machine": {"cpu": "a <CPU>", "cores": 2, "memory_gb": 8.0, "system": "Debian", "kernel": "6.1", "sync_us": 150,
                "load_before": 0.1, "commit": "abc", "date": "2026-01-01"},
    "rss_idle_mb": 12.0, "start_ms": {"base": 30.0, "1 M secrets": 250.0}, "seconds": 600.0,
    "records": [record("base", [run(10_000, share=0.50), run(10_400, share=0.54), run(10_100, share=0.53)]),
                record("1 M secrets", [run(9_000)]),
                record("open loop", [run(1_000, p50=0.5, p99=1.0)], connections=64, of_peak=0.1),
                record("open loop", [run(5_000, p50=0.5, p99=3.0)], connections=64, of_peak=0.5)],
}


class Pictures(unittest.TestCase):
    def test_each_line_has_each_point_in_its_place(self):
        points = [(2_000, {"p50": 1.0, "p99": 10.0}), (1_000, {"p50": 0.1, "p99": 1.0})]
        tree = ElementTree.fromstring(picture.draw("a < b", points, ["p50", "p99"]))
        lines = [[tuple(map(float, point.split(","))) for point in line.get("points").split()]
                 for line in tree.iter(SVG + "polyline")]
        self.assertEqual([len(line) for line in lines], [2, 2])
        low, high = lines
        self.assertLess(low[0][0], low[1][0])      # by load, whatever the order was
        self.assertGreater(low[0][1], low[1][1])   # slower is higher up
        self.assertAlmostEqual(low[1][1], high[0][1])  # both 1 ms
        self.assertIn("a < b", [text.text for text in tree.iter(SVG + "text")])

    def test_everything_lies_inside(self):
        points = [(load, {"p50": latency}) for load, latency in ((1, 0.013), (77_777, 2_345.0))]
        tree = ElementTree.fromstring(picture.draw("t", points, ["p50"]))
        for circle in tree.iter(SVG + "circle"):
            self.assertTrue(picture.LEFT <= float(circle.get("cx")) <= picture.WIDTH - picture.RIGHT)
            self.assertTrue(picture.TOP - 0.1 <= float(circle.get("cy")) <= picture.HEIGHT - picture.BOTTOM + 0.1)

    def test_nothing_is_refused(self):
        with self.assertRaises(ValueError):
            picture.draw("t", [], ["p50"])

    def test_scales(self):
        self.assertEqual(picture.decades(0.2, 30), [0.1, 1, 10, 100])
        self.assertEqual(picture.decades(1, 1), [1, 10])
        self.assertEqual(picture.steps(9_000), [0, 2_000, 4_000, 6_000, 8_000, 10_000])


class Pages(unittest.TestCase):
    def setUp(self):
        self.book = results.Book(MEASURED["records"])
        self.targets = {row[0]: results.target_row(*row) for row in results.targets(self.book, MEASURED)}

    def test_repeats_give_their_median(self):
        self.assertEqual(self.targets["verify share, Ed25519, 32 connections"][1:], ["0.53", "at least 0.52", "yes"])

    def test_ratios_are_of_one_set(self):
        self.assertEqual(self.targets["1 M secrets over 1 k, throughput"][1:], ["0.89", "at least 0.85", "yes"])
        self.assertEqual(self.targets["p99 over p50 at half of the peak, Ed25519"][1:], ["6.00", "at most 5", "**no**"])
        self.assertEqual(self.targets["start with 1 M secrets, ms"][3], "**no**")

    def test_what_was_not_run_is_not_claimed(self):
        self.assertEqual(self.targets["verify share, Ed25519+ML-DSA-65, 32 connections"][3], "not measured")

    def test_the_page_has_every_record_and_picture(self):
        page = results.page(MEASURED)
        for words in ("Commit abc", "## Base", "## Open loop", "10,100", "pictures/latency-ed25519.svg", "4.0 %",
                      "started in 250 ms"):
            self.assertIn(words, page)
        self.assertEqual(list(results.pictures(self.book)), ["latency-ed25519.svg"])

    def test_rows_are_as_wide_as_their_heads(self):
        for line in results.page(MEASURED).splitlines():
            if line.startswith("| Ed25519 "):
                self.assertEqual(line.count("|"), len(results.HEADS) + 1)


class StandardSet(unittest.TestCase):
    def test_has_every_dimension(self):
        setups = standard.setups()
        runs = [(setup, run) for setup in setups for run in setup.runs]
        self.assertEqual({run.algorithm for _, run in runs}, set(standard.ALL))
        self.assertEqual({run.connections for setup, run in runs if setup.name == "base"}, {1, 8, 32, 128})
        self.assertEqual({setup.secrets for setup in setups}, {1_000, 100_000, 1_000_000})
        self.assertEqual({setup.value_bytes for setup in setups}, {100, 4_096})
        self.assertEqual({setup.tls for setup in setups}, {False, True})
        self.assertLessEqual({"read", "write", standard.MIXED}, {run.mix for _, run in runs})

    def test_guesses_go_by_what_was_reached(self):
        run = standard.Run()
        self.assertEqual(standard.guess(run, {(run.algorithm, "read"): 7_000}), 7_000)
        self.assertEqual(standard.guess(standard.Run(connections=1), {(run.algorithm, "read"): 8_000}), 2_000)
        self.assertEqual(standard.guess(standard.Run(mix="write"), {(run.algorithm, "read"): 20_000}), 6_000)


if __name__ == "__main__":
    unittest.main()
