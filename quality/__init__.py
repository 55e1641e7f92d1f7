"""What a run says of its archive: how much was read, how surely, and what is least sure.

The indexer writes it at the end of each run (`indexer/quality.py`), into `quality/` in the folder
of the index; the report page, the API and the desk read it.
"""

from quality.errors import QualityUnusable
from quality.history import Moment
from quality.queues import Doubt, Queues, RejectedPage
from quality.report import ArchiveReport
from quality.store import QualityStore

__all__ = [
    "ArchiveReport",
    "Doubt",
    "Moment",
    "QualityStore",
    "QualityUnusable",
    "Queues",
    "RejectedPage",
]
