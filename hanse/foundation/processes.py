"""Whether a process of this machine is still there."""

import os


def is_running(process: int) -> bool:
    """Whether there is a process of this number, of whomever."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
