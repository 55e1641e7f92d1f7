"""The Model Context Protocol: an archive that assistants search, read and cite, and never write."""
