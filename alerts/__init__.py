"""Saved searches: what is new in the archive is sent to who asked for it, once.

`searches.py` is the file of saved searches, `ledger.py` what is known and what waits to be
sent, `checking.py` finds what is new, `delivering.py` sends it.
"""
