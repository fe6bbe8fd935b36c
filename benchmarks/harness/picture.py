# SPDX-License-Identifier: Apache-2.0
"""Latency against load as an SVG: a line for each percentile, milliseconds on a logarithmic scale."""
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 90, 50, 50
COLOURS = ["#1b6ca8", "#5a9e3a", "#d08b1d", "#b3372f"]


def decades(low, high):
    """Powers of ten that enclose both. REQUIRES: 0 < low <= high."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return [10.0 ** power for power in range(first, max(last, first + 1) + 1)]


def steps(high, about=6):
    """Round numbers from 0 to at least `high`."""
    rough = high / about
    size = 10 ** math.floor(math.log10(rough))
    size *= next(factor for factor in (1, 2, 5, 10) if factor * size >= rough)
    return [size * i for i in range(math.ceil(high / size) + 1)]


def draw(title, points, names):
    """`points` are (load, {name: milliseconds}); `names` are the lines, in order. The text of the picture."""
    points = sorted(points, key=lambda point: point[0])
    values = [each for _, latencies in points for name in names if (each := latencies[name]) > 0]
    if not values:
        raise ValueError("there is nothing to draw")
    across, up = steps(points[-1][0]), decades(min(values), max(values))

    def x(load):
        return LEFT + (WIDTH - LEFT - RIGHT) * load / across[-1]

    def y(latency):
        share = math.log10(max(latency, up[0]) / up[0]) / math.log10(up[-1] / up[0])
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    def text(at_x, at_y, words, anchor="middle", **more):
        extra = "".join(f' {name}="{value}"' for name, value in more.items())
        return f'<text x="{at_x:.1f}" y="{at_y:.1f}" text-anchor="{anchor}"{extra}>{escape(words)}</text>'

    def rule(x1, y1, x2, y2):
        return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'

    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
             'font-size="12" fill="#333">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
             text(WIDTH / 2, 24, title, **{"font-size": 15}), text(WIDTH / 2, HEIGHT - 10, "requests a second"),
             text(LEFT, TOP - 12, "ms", anchor="end")]
    for load in across:
        lines += [rule(x(load), TOP, x(load), HEIGHT - BOTTOM), text(x(load), HEIGHT - BOTTOM + 18, f"{load:,.0f}")]
    for latency in up:
        lines += [rule(LEFT, y(latency), WIDTH - RIGHT, y(latency)),
                  text(LEFT - 8, y(latency) + 4, f"{latency:g}", anchor="end")]
    for name, colour in zip(names, COLOURS):
        places = [(x(load), y(latencies[name])) for load, latencies in points]
        lines.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="'
                     + " ".join(f"{px:.1f},{py:.1f}" for px, py in places) + '"/>')
        lines += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{colour}"/>' for px, py in places]
        lines.append(text(places[-1][0] + 8, places[-1][1] + 4, name.replace("_", "."), anchor="start", fill=colour))
    return "\n".join([*lines, "</svg>"]) + "\n"
