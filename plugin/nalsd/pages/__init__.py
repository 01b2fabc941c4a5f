"""Analysis to HTML: tables, derivations, charts, diagrams, callouts and the templates that put them on pages.

Every widget returns one line of escaped markup that Markdown leaves alone, the same bytes for the same input.
A `Scope` is one page: it knows which figures already stand there and where all others live.
Nothing here asks another host for anything, and nothing needs a script to be read.
"""
