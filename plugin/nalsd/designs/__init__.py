"""A design as its author wrote it: loading with places, the schema of the front-matter, the prose.

Load with `load_catalogue` and `load_design`; everything wrong with a file is a `Finding`, never an exception.
Nothing here computes, and nothing that an author writes is executed.
"""
