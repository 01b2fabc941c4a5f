"""The command `nalsd`: one module a command, imported when the command is called.

May import everything but `site`, and imports no MkDocs, Plotly, Jinja2, numpy, sympy or pint.
"""

from __future__ import annotations

from nalsd.cli.app import main

__all__ = ["main"]
