"""Corrections: what people say is right, kept as data next to the archive (docs/desk.md).

`file.py` is the file, `ledger.py` what holds of it, `reference.py` how an article is found
again; the indexer applies them after reading.
"""

from corrections.errors import Conflict, CorrectionRefused, FileUnusable, UnknownCorrection
from corrections.file import CorrectionsFile, Imported, corrections_path
from corrections.ledger import Corrections
from corrections.lines import BadLine, from_json, to_json
from corrections.orphans import Orphan, read_orphans
from corrections.records import ArticleRef, Correction, PageRef, Problem, Undo, Value, What
from corrections.reference import RULE, page_reference, reference_of

__all__ = [
    "RULE",
    "ArticleRef",
    "BadLine",
    "Conflict",
    "Correction",
    "CorrectionRefused",
    "Corrections",
    "CorrectionsFile",
    "FileUnusable",
    "Imported",
    "Orphan",
    "PageRef",
    "Problem",
    "Undo",
    "UnknownCorrection",
    "Value",
    "What",
    "corrections_path",
    "from_json",
    "page_reference",
    "read_orphans",
    "reference_of",
    "to_json",
]
