"""Ctrl-C in a process that works for another one: it ends at once and says nothing.

Only the process that others are forked from imports this module, before all else; they
inherit it. The one that started them hears Ctrl-C, too, and tells the user.
"""

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
