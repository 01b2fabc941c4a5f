"""What changed between two revisions of a folder of designs, for `nalsd diff`.

`revisions` reads a tree out of git, `compare` holds two trees against each other, `printed` writes what it
found as Markdown and as data.
"""
