"""nalsd: system designs in Markdown, with capacity that is computed, explained and checked.

Sub-packages, each importing only from those to its right:
`site` -> `cli` -> `pages`, `checks` -> `analysis` -> `designs`, `physics`, `knowledge` -> `graph` -> `units`.
"""

__version__ = "0.1.0"
