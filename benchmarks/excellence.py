"""Reports for 1,300 synthetic participants from 48 countries: how long pages and documents take.

`.venv/bin/python -m benchmarks.excellence` makes a database of its own in a temporary folder, fills
it with fictitious organisations and synthetic answers, publishes a release, and asks for the report
of 200 participants, for statistics and for documents through the whole site but the network.
Processor time is given beside wall time: on a busy machine only the first tells.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

COUNT, READERS, DOCUMENTS = 1300, 200, 10
RESULTS = Path(__file__).parent / "results" / "excellence.md"


def measured(ask: Callable[[int], None], times: int) -> tuple[list[float], list[float]]:
    """Wall and processor milliseconds of each call, sorted."""
    walls, cpus = [], []
    for at in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        ask(at)
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    return sorted(walls), sorted(cpus)


def row(name: str, walls: list[float], cpus: list[float]) -> str:
    """A line of the table: median and 95th percentile."""
    middle, late = len(walls) // 2, int(len(walls) * 0.95)
    return (
        f"| {name} | {len(walls)} | {walls[middle]:.0f} | {walls[late]:.0f} | "
        f"{cpus[middle]:.0f} | {cpus[late]:.0f} |"
    )


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="hanse-bench-") as home:
        os.environ["HANSE_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.site_settings"
        os.environ["DATABASE_URL"] = f"sqlite:///{home}/bench.sqlite3"
        text = bench()
    RESULTS.write_text(text, "utf-8")
    print(text)


def bench() -> str:
    """The table. Django is set up here, after the environment is."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from hanse.excellence.web.demo.peers import make_peer_release, make_peers  # noqa: PLC0415
    from hanse.excellence.web.models.peer_releases import PeerRelease  # noqa: PLC0415
    from hanse.foundation.roles import Role  # noqa: PLC0415
    from tests.foundation.web.factories import make_person  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    made = make_peers(COUNT, timezone.localdate())
    begun, cpu = time.perf_counter(), time.process_time()
    kept = make_peer_release(timezone.localdate())
    took, used = time.perf_counter() - begun, time.process_time() - cpu
    client = Client(SERVER_NAME="localhost")
    client.force_login(make_person("Officer", Role.OFFICER))

    def get(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        assert answer.content

    def asked(name: str) -> Callable[[int], None]:
        return lambda at: get(reverse(name, args=[made[at * 6].pk]))

    indicators = kept.comparison.indicators
    get(reverse("benchmarking_report", args=[made[-1].pk]))
    lines = [
        row("report, first reader", *measured(asked("benchmarking_report"), READERS)),
        row("report, again", *measured(asked("benchmarking_report"), READERS)),
        row(
            "statistics of an indicator",
            *measured(
                lambda at: get(
                    f"{reverse('benchmark_statistics')}?indicator="
                    f"{indicators[at % len(indicators)].code}"
                ),
                len(indicators),
            ),
        ),
        row("report as PDF", *measured(asked("benchmarking_report_pdf"), DOCUMENTS)),
    ]
    size = len(bytes(PeerRelease.objects.get().content)) / 1000
    return (
        "# Reports and statistics of benchmarkings\n\n"
        "Written by `python -m benchmarks.excellence`: 1,300 fictitious participants from 48 "
        "countries with synthetic answers, SQLite, one process, milliseconds.\n\n"
        "| page | times | wall median | wall p95 | processor median | processor p95 |\n"
        "|---|---|---|---|---|---|\n" + "\n".join(lines) + "\n\n"
        f"Making and keeping the release took {took:.1f} s ({used:.1f} s of the processor) and "
        f"{size:.0f} kB. Load average of the machine at the end: {os.getloadavg()[0]:.1f}.\n"
    )


if __name__ == "__main__":
    main()
