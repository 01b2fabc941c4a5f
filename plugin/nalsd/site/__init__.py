"""The MkDocs plugin: files, navigation, macros, assets, publishing.

All that knows MkDocs lives here and is kept thin, because MkDocs 1.x gets no new releases: what a page
says is made by `nalsd.pages`, and this package only hands it over. May import everything below; nothing
imports it.
"""
