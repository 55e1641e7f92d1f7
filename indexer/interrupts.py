"""Ctrl-C in a process that works for another one: it ends at once and says nothing.

Only the process that others are forked from imports this module, before all else; they
inherit it. The one that started them hears Ctrl-C, too, and tells the user; where it was told
to ignore it, as by nohup, they ignore it as well.
"""

import signal

if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
