"""What tests ask of processes that others started."""

from pathlib import Path


def is_running(pid: int) -> bool:
    """Whether a process lives, neither gone nor a zombie; it may end while it is asked for."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
