"""The reference, made from the code: formulas, machines, constants, rules, keys of the front-matter."""

from nalsd.pages.reference.pages import reference_pages

__all__ = ["reference_pages"]
