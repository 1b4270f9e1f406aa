"""The plot of the benchmark: seconds by participants, both on logarithmic scales, as SVG."""

import math
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 400, 70, 50, 30, 170
COLOURS = ("#0b6e99", "#b35900", "#3b7d23")
LEAST, MOST = 0.01, 100.0


def plot(lines: Mapping[str, Sequence[tuple[int, float]]], sizes: Sequence[int]) -> str:
    """An SVG picture; lines: name -> (participants, seconds), those not reached left out."""
    low, high = math.log(min(sizes)), math.log(max(sizes))

    def across(size: float) -> float:
        return LEFT + (math.log(size) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def up(seconds: float) -> float:
        share = math.log(max(seconds, LEAST) / LEAST) / math.log(MOST / LEAST)
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="13">',
        "<title>Seconds to the first timetable, to a gap under 5 % and to proof</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(round(math.log10(LEAST)), round(math.log10(MOST)) + 1):
        y = up(10.0**power)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
        )
    parts += [
        f'<text x="{across(size):.1f}" y="{HEIGHT - 30}" text-anchor="middle">{size}</text>'
        for size in sizes
    ]
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 10}">participants</text>')
    for at, (name, points) in enumerate(lines.items()):
        colour, dash = COLOURS[at % len(COLOURS)], ("", "6 3", "2 3")[at % 3]
        path = " ".join(f"{across(size):.1f},{up(seconds):.1f}" for size, seconds in points)
        if points:
            parts.append(
                f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" '
                f'stroke-dasharray="{dash}"/>'
            )
        parts += [
            f'<circle cx="{across(size):.1f}" cy="{up(seconds):.1f}" r="4" fill="{colour}"/>'
            for size, seconds in points
        ]
        y = TOP + 20 * at
        parts.append(
            f'<circle cx="{WIDTH - RIGHT + 20}" cy="{y}" r="4" fill="{colour}"/>'
            f'<text x="{WIDTH - RIGHT + 32}" y="{y + 4}">{name}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])
