"""`python -m clippings_search` is the command `clippings`."""

import sys

from clippings_search.command_line import main

sys.exit(main())
