"""Known vulnerabilities of what the locks pin, found by pip-audit: `make audit`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parents[1] / "locks" / "test.lock"
"""It has all that requirements.lock and locks/image.lock have, in the same versions."""
TIME_S = 300


def main() -> int:
    """1 where something is vulnerable; 0 else, also where nothing could be looked up."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--disable-pip"]
    try:
        done = subprocess.run(
            [*command, "--require-hashes", "--format", "json", "--progress-spinner", "off"],
            capture_output=True,
            text=True,
            check=False,
            timeout=TIME_S,
        )
        found = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError) as error:
        print(f"AUDIT SKIPPED: pip-audit could not reach its data ({type(error).__name__}).")
        return 0
    skipped = [entry["name"] for entry in found if "skip_reason" in entry]
    vulnerable = [entry for entry in found if entry.get("vulns")]
    for entry in vulnerable:
        for flaw in entry["vulns"]:
            fixed = ", ".join(flaw["fix_versions"]) or "no version yet"
            print(f"{entry['name']} {entry['version']}: {flaw['id']}, fixed in {fixed}")
    if len(skipped) == len(found):
        print("AUDIT SKIPPED: pip-audit could not reach its data for any package.")
    else:
        names = f", not looked up: {', '.join(skipped)}" if skipped else ""
        print(f"{len(found) - len(skipped)} packages audited, {len(vulnerable)} with flaws{names}.")
    return 1 if vulnerable else 0


if __name__ == "__main__":
    sys.exit(main())
