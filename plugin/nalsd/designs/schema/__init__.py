"""The whole format of the front-matter, one module a phase.

Annotations are not postponed in these modules: pydantic needs them as objects, and compiling each of them
from a string would cost a fifth of a cold start.
"""
