"""What the archive says of one person, organization or place."""
