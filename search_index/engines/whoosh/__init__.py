"""The default engine: a Whoosh index whose postings are arrays mapped into memory."""
