"""Touches memory once, so that the machine has it at hand for the process that is measured next.

    python -m benchmarks.touch BYTES

A virtual machine is handed memory by its host when a page is first written to, and soon gives back
what nothing uses. The first gigabytes may then cost far less than the next, which says something of
the machine but nothing of the work.
"""

import mmap
import os
import sys

MOST = 0.7
"""Of the memory the machine has to spare."""


def touch(size: int) -> int:
    """Writes to each page of `size` bytes of fresh memory, or of what may be had; how many."""
    spare = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    size = max(mmap.PAGESIZE, min(size, int(MOST * spare)))
    with mmap.mmap(-1, size) as memory:
        if hasattr(mmap, "MADV_HUGEPAGE"):
            memory.madvise(mmap.MADV_HUGEPAGE)
        for first in range(0, size, mmap.PAGESIZE):
            memory[first] = 1
    return size


if __name__ == "__main__":
    print(touch(int(sys.argv[1])))
