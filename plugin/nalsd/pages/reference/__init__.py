"""The reference, made from the code: formulas, machines, constants, rules, keys, commands and their data."""

from nalsd.pages.reference.frontmatter import key_entries
from nalsd.pages.reference.pages import CommandLine, reference_pages

__all__ = ["CommandLine", "key_entries", "reference_pages"]
