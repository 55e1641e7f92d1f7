"""What all worker processes need, made once in the process that they are forked from.

That process does nothing but import what it is asked to and fork, so importing this module
is what makes the tables and patterns; nothing else imports it. Workers then share them.
"""

from __future__ import annotations

import gc

from indexer.garbage import look_seldom
from indexer.preload import preload

look_seldom()  # tables are made of many small things, of which none is garbage
preload()
# What was made so far is never looked through for garbage, which would unshare it.
gc.collect()
gc.freeze()
