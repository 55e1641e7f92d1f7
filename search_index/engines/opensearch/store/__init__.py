"""The index on the cluster: its mapping, its documents, its committed states."""
