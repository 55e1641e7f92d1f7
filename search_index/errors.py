"""What can go wrong, as one tree.

ClippingsError
├── SettingError          a setting has a value that cannot be used
├── IndexUnusable         the index cannot be read
│   ├── IndexMissing      nothing has been indexed yet
│   ├── IndexOutdated     written by another schema or analysis version
│   ├── IndexDamaged      a file of the index is damaged or gone
│   └── IndexUnreachable  the server that holds the index does not serve it now
│       └── IndexIncomplete  it serves, but has lost a part of the index
├── IndexLocked           another indexer is writing
├── BackupImpossible      a backup cannot be made there, or not in this way
├── QueryTimeout          a query used up its time
└── SnapshotGone          a cursor names a snapshot that is no longer held

Every message says what was wrong and what to do. None of them knows HTTP.
"""


class ClippingsError(Exception):
    """Root of every error that Clippings raises on purpose."""


class SettingError(ClippingsError):
    """A setting has a value that cannot be used."""


class IndexUnusable(ClippingsError):
    """The index cannot be searched; the message says why and what to do."""


class IndexMissing(IndexUnusable):
    """Nothing has been indexed yet."""


class IndexOutdated(IndexUnusable):
    """The index was written by another schema or analysis version."""


class IndexDamaged(IndexUnusable):
    """A file of the index is damaged or gone."""


class IndexUnreachable(IndexUnusable):
    """The server that holds the index does not serve it now; the index itself may be sound."""


class IndexIncomplete(IndexUnreachable):
    """A part of the index is on no server that is up; it may come back, or be rebuilt."""


class IndexLocked(ClippingsError):
    """Another indexer is writing to this index."""


class BackupImpossible(ClippingsError):
    """A backup cannot be made there, or not in this way; the message says what to do."""


class QueryTimeout(ClippingsError):
    """A query used up the time that the settings give it."""


class SnapshotGone(ClippingsError):
    """A cursor names a snapshot of the index that is no longer held."""
