"""Runs of lines by their numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def begins(at: npt.NDArray[np.intp], gap: int) -> npt.NDArray[np.intp]:
    """Where in ascending numbers a run begins: at the first, and above a gap of more than `gap`."""
    return np.concatenate([[0], (at[1:] - at[:-1] > gap).nonzero()[0] + 1])
