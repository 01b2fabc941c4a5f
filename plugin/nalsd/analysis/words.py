"""Ids in words."""

from __future__ import annotations


def words(name: str) -> str:
    """`click_log` as a reader sees it: `Click log`."""
    return name.replace("_", " ").capitalize()
