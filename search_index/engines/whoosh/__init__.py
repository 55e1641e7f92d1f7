"""The default engine: a Whoosh index whose postings are arrays mapped into memory."""

import warnings

# Whoosh 2.7.4 has escape sequences that newer Pythons warn of where they compile it.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*[/\\]whoosh[/\\]")
