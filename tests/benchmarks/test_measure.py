"""What the measuring of a process says, against what is known of it."""

import subprocess
import sys

from benchmarks.measure import peak_mebibytes

_MEBIBYTE = 1024 * 1024


def test_the_peak_of_a_process_holds_what_it_held() -> None:
    before = peak_mebibytes()
    held = bytearray(b"x") * (int(before + 64) * _MEBIBYTE)
    peak = peak_mebibytes()
    del held
    assert before + 64 <= peak
    # What is given back stays in the peak, to what Linux counts in batches for each thread.
    assert peak_mebibytes() >= peak - 1


def test_the_peak_of_a_child_is_not_its_parent_s() -> None:
    held = bytearray(b"x") * (512 * _MEBIBYTE)
    code = "from benchmarks.measure import peak_mebibytes; print(peak_mebibytes())"
    child = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    del held
    assert 1 < float(child.stdout) < 256
