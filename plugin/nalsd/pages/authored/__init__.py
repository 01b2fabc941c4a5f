"""An author's text on a page: Markdown to safe HTML, formulas to MathML, claims and calls filled in.

Nothing an author writes is executed, neither at build time nor in the reader's browser.
"""

from nalsd.pages.authored.markdown import Fill, render_markdown
from nalsd.pages.authored.prose import Piece, pieces

__all__ = ["Fill", "Piece", "pieces", "render_markdown"]
