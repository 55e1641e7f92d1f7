"""Resolution: which names of an archive are one person, one organization, one place."""
