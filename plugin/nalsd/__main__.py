"""`python -m nalsd` is the command `nalsd`."""

from __future__ import annotations

import sys

from nalsd.cli import main

if __name__ == "__main__":
    sys.exit(main())
