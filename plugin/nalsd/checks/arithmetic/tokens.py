"""Tokens of a piece of Markdown: numbers, words, operators, relations. Markup falls away, offsets stay.

Nothing here knows units or grammar. Every pattern is bounded or linear, so that a hostile line costs no
more than a long one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nalsd.checks.arithmetic.words import (
    ABOUT,
    BREAK,
    CLOSE,
    COLON,
    COMMA,
    COMMAND,
    JUNK,
    MONEY,
    NUMBER,
    OPEN,
    OPERATOR,
    PERCENT,
    POWER,
    RATIO,
    RELATION,
    RELATIONS,
    SHORTENED_SCALES,
    SIGNS,
    TEX_BREAKS,
    TEX_CLOSE,
    TEX_FUNCTIONS,
    TEX_OPEN,
    TEX_RELATIONS,
    TEX_SIGNS,
    TIMES,
    WORD,
)

MOST_DIGITS = 40
"""A longer number is not one that anybody measured."""

FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_ENTITIES = {
    "times": "×", "divide": "÷", "asymp": "≈", "approx": "≈", "nbsp": " ", "minus": "−", "rarr": "→",
    "rArr": "⇒",
    "middot": "·", "sdot": "·", "equals": "=", "percnt": "%", "plus": "+", "frasl": "/", "sim": "∼",
    "thinsp": " ",
}  # fmt: skip
_DECORATIONS = frozenset(
    """text mathrm mathbf mathit textbf textit operatorname boxed left right bigl bigr big Big displaystyle
    textstyle space enspace thinspace underline mathsf texttt color""".split()  # noqa: SIM905
)
_SPACES = r"[ \t\r\n&\u00a0\u202f\u2009\u200b-\u200f\u202a-\u202e\ufeff]"
"""White space, marks of writing direction, and the `&` of aligned TeX."""

_PATTERN = re.compile(
    rf"(?P<space>{_SPACES}+(?![a-zA-Z]{{2,8}};))"
    + r"""
  | (?P<url>(?:https?|ftp|file)://[^\s<>|)\]]{0,2000})
  | (?P<query>\?[\w.-]{1,40}=\S{0,400})
  | (?P<sup><sup>|</sup>)
  | (?P<row><br\s{0,5}/?>)
  | (?P<tag></?[A-Za-z][^<>\n]{0,200}>|<!--.{0,2000}?-->|\[\^[\w-]{1,30}\]|(?<=[\w.])\[\d{1,3}\](?!\())
  | (?P<link>\]\([^()\s]{0,500}\))
  | (?P<remark>/{2,80}(?=\s)|(?<=\s)---?(?=\s))
  | (?P<compare><=|>=|!=|[<>≤≥≠⩽⩾±](?!=>)|&(?:lt|gt|le|ge|ne|leq|geq);=?)
  | (?P<entity>&[A-Za-z]{2,8};)
  | (?P<thousands>\d{1,3}(?:(?:,|\{,\}|\\[,;]|['’_\u00a0\u202f\u2009])\d{3})+(?![\d_]|,\d)(?:\.\d+)?(?!\.?\d)
      | \d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d+)? | \d{4,6}(?:,\d{3}){2,5}(?![\d_,])
      | \d{1,3}(?:\ \d{3})+(?![\d,.]*\d)
      | \d{1,3}(?:\.\d{3})+\.000(?![\d.]*\d)
      | (?<=[=≈~]\ )\d{1,3}(?:\.\d{3}){2,6}(?![\d.]*\d)
      | 0,\d{1,3}(?=\s{0,3}[*×/+%](?!\*)) | (?<=[*×/+]\ )0,\d{1,3}(?![\d,])
      | (?<=[=≈~]\ )0,\d{1,6}(?![\d,.]) | (?<![\d,.([])\d{1,7},\d{1,2}(?![\d,.])
        (?=(?:[ \u00a0]|\\(?:space|thinspace|,|;|:|\ |text\{|mathrm\{)){0,5}[^\W\d_]))
  | (?P<junk>(?!\d+\.\d+:1(?![\d.:]))\d+(?:[.:]\d+){2,40}(?:[/:]\d+)?
      | \d{4}-\d{1,2}-\d{1,2}(?!\d) | \d{1,2}/\d{1,2}/\d{2,4}(?!\d)
      | 0[xXoObB][0-9a-fA-F]+\w* | \d+(?:st|nd|rd|th)\b | 24/7(?!\d) | \d+(?:,\d+)+
      | [A-Za-z]\w{0,30}=[\w.-]{1,40}(?:/[A-Za-z]\w{0,30}=[\w.-]{1,40}){1,20}
      | \d{1,2}:\d{2}(?!\d) | [#§]\d[\w.]* | @[A-Za-z_][\w.]* | @)
  | (?P<number>(?:\d+(?:\\?\.\d+)?|(?<![\w.])\.\d+)(?:[eE][-+]?\d{1,3}(?![\w.]))?)
  | (?P<fraction>[½¼¾⅓⅔⅛])
  | (?P<raised>[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6})
  | (?P<command>\\[A-Za-z]{1,24})
  | (?P<relation>\\?~=|=\\?~|={1,3}>|-{1,2}>|(?<=[\w\s]):-(?=\s)|≈=|=≈|:=|={1,3}|[≈≃≅≒∼→⇒⟹⟶➜➔➡])
  | (?P<escape>\\.)
  | (?P<protocol>[A-Z]{3,8}/\d(?:\.\d)?(?![\d/*]))
  | (?P<abbreviation>(?:[Aa]ppro?x?|[Cc]a)\.(?=\s)|etc\.(?=[\s)\],]))
  | (?P<word>[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹½¼¾⅓⅔⅛](?:[^\W⁰²³⁴⁵⁶⁷⁸⁹]|\.(?=[a-z_]\w))*(?:[-'’]\w+){0,8})
  | (?P<name>_{1,40}[^\W\d_]\w*)
  | (?P<power>\*\*)
  | (?P<sign>[-+*/^×✕✖·⋅∙∗÷∕−–])
  | (?P<ratio>:1(?![\d.,]*\d))
  | (?P<other>.)
    """,
    re.X | re.S,
)
_DECIMAL_COMMA = re.compile(r"0,\d+|\d+,\d{1,2}")
_LABEL = re.compile(r"[ \t]+(?:\*\*|__)?[^\W\d_][\w ]{0,24}(?:\*\*|__)?:")
"""What follows a dot that only separates: `6 × 20 = 120 · **Wind:** 3 × 5 = 15`."""
_ONE_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_MATHML_END = "</math>"
_GLUED = re.compile(r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹½¼¾⅓⅔⅛]+")
_TIMES_GLUED = re.compile(r"[xX](?=\d)")
_NETWORK = re.compile(r"/\d{1,3}\b")  # `65,536 addresses, /24 = 256`
_DIGITS = re.compile(r"[^\d.eE+-]")


class Token:
    """One token with its place in the whole text."""

    __slots__ = ("digits", "end", "kind", "opens", "spaced", "start", "text", "value")

    def __init__(
        self, kind: str, text: str, start: int, end: int, value: float = 0.0, digits: str = ""
    ) -> None:
        self.kind = kind
        self.text = text
        """As written for words; the plain sign for operators and relations."""
        self.start = start
        self.end = end
        self.value = value
        self.digits = digits
        """The digits of a number without separators, `1200` for `1,200`."""
        self.opens = False
        """Whether a formula of TeX or a span of code begins with it."""
        self.spaced = False
        """Whether white space or markup stands before it."""

    def __repr__(self) -> str:
        return f"{self.kind}{self.text!r}"


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`."""
    found: list[Token] = []
    maths = _maths(text, start, end)
    braces: list[bool] = []
    position = start
    last = -1
    opening = False
    match_at = _PATTERN.match
    while position < end:
        match = match_at(text, position, end)
        assert match is not None  # the last alternative takes any character
        kind, first, position = match.lastgroup, position, match.end()
        if text[first] == "`" or first in maths:
            opening = True
        if kind == "space":
            continue
        if kind == "tag" and match[0].startswith("<math"):
            closing = text.find(_MATHML_END, position, end)
            position = closing + len(_MATHML_END) if closing >= 0 else end
            kind = "row"
        before = len(found)
        if kind in ("word", "abbreviation"):
            found.append(Token(WORD, match[0], first, position))
        elif text[first] in "{}":
            _brace(found, text[first], first, braces)
        else:
            _take(found, match, text, maths, end)
        if len(found) > before:
            found[before].spaced = last < first
            found[before].opens = opening
            opening = False
            last = found[-1].end
            if last > position:
                position = last
    _point_thousands(found)
    return found


def _take(found: list[Token], match: re.Match[str], text: str, maths: set[int], end: int) -> None:
    kind, written, start, stop = match.lastgroup, match[0], match.start(), match.end()
    match kind:
        case "tag":
            return
        case "thousands" | "number":
            _number(found, written, start, stop, text, end)
        case "fraction":
            found.append(Token(NUMBER, written, start, stop, FRACTIONS[written], f"{FRACTIONS[written]:.3g}"))
        case "junk" | "url" | "query" | "name":
            found.append(Token(JUNK, written, start, stop))
        case "sup":
            if written == "<sup>":
                found.append(Token(OPERATOR, POWER, start, stop))
        case "link":
            found.append(Token(CLOSE, "]", start, start + 1))
        case "row":
            found.append(Token(BREAK, written, start, stop))
        case "raised":
            plain = written.translate(_RAISED)
            if plain.strip("-"):
                found.append(Token(OPERATOR, POWER, start, start))
                found.append(Token(NUMBER, written, start, stop, float(plain), plain))
        case "relation":
            found.append(Token(RELATION, RELATIONS[written.replace("\\", "")], start, stop))
        case "compare" | "remark":
            found.append(Token(BREAK, written, start, stop))
        case "protocol":
            found.append(Token(WORD, written, start, stop))
        case "power":
            _stars(found, text, start, stop, end)
        case "sign":
            labelled = written in "·⋅∙" and _LABEL.match(text, stop, end) is not None
            network = found and found[-1].kind == COMMA and _NETWORK.match(text, start, end) is not None
            found.append(Token(BREAK if labelled or network else OPERATOR, SIGNS[written], start, stop))
        case "ratio":
            found.append(Token(RATIO if found and found[-1].kind == NUMBER else COLON, written, start, stop))
        case "entity":
            _entity(found, written, start, stop)
        case "command":
            _command(found, written[1:], start, stop)
        case "escape":
            _escape(found, written[1], start, stop)
        case _:
            _character(found, written, start, stop, maths, text)


def _brace(found: list[Token], char: str, start: int, braces: list[bool]) -> None:
    """Braces group after `^`, `\\frac` and the like; those of `\\text{...}` are no more than markup."""
    if char == "{":
        last = found[-1] if found else None
        groups = last is not None and (
            last.kind == COMMAND
            or (last.kind == OPERATOR and last.text == POWER)
            or (last.kind == CLOSE and last.text == "}" and last.end == start)
        )
        braces.append(groups)
        if groups:
            found.append(Token(OPEN, char, start, start + 1))
    elif braces and braces.pop():
        found.append(Token(CLOSE, char, start, start + 1))


def _number(found: list[Token], written: str, start: int, stop: int, text: str, end: int) -> None:
    digits = _plain_digits(written)
    if len(digits) > MOST_DIGITS:
        found.append(Token(JUNK, written, start, stop))
        return
    value = float(digits)
    if not value < 1e60:
        found.append(Token(JUNK, written, start, stop))
        return
    found.append(Token(NUMBER, written, start, stop, value, digits))
    if _TIMES_GLUED.match(text, stop, end):
        found.append(Token(OPERATOR, TIMES, stop, stop + 1))
    elif glued := _GLUED.match(text, stop, end):
        found.append(Token(WORD, glued[0], stop, glued.end()))


def _plain_digits(written: str) -> str:
    if _DECIMAL_COMMA.fullmatch(written):
        return written.replace(",", ".")  # `0,3 ×`, `1,5 TB`
    if written.count(".") > 1:
        return written.replace(".", "")  # points between thousands: `100.000.000`
    return _DIGITS.sub("", written.replace("{,}", "").replace("\\", ""))


def _point_thousands(found: list[Token]) -> None:
    """Beside `100.000.000`, a `20.000` is twenty thousand too."""
    if not any(token.kind == NUMBER and token.text.count(".") > 1 for token in found):
        return
    for token in found:
        if token.kind == NUMBER and _ONE_POINT.fullmatch(token.text):
            token.digits = token.text.replace(".", "")
            token.value = float(token.digits)


def _stars(found: list[Token], text: str, start: int, stop: int, end: int) -> None:
    """`2**14` is a power, `**14**` is bold."""
    before = text[start - 1] if start else " "
    after = text[stop] if stop < end else " "
    if (before.isdigit() or before == ")") and (after.isdigit() or after == "("):
        found.append(Token(OPERATOR, POWER, start, stop))


def _entity(found: list[Token], written: str, start: int, stop: int) -> None:
    sign = _ENTITIES.get(written[1:-1])
    if sign is None or sign == " ":
        return
    if sign in SIGNS:
        found.append(Token(OPERATOR, SIGNS[sign], start, stop))
    elif sign in RELATIONS:
        found.append(Token(RELATION, RELATIONS[sign], start, stop))
    elif sign == "%":
        found.append(Token(PERCENT, sign, start, stop))


def _command(found: list[Token], name: str, start: int, stop: int) -> None:
    if name in TEX_SIGNS:
        sign = TEX_SIGNS[name]
        found.append(Token(OPERATOR, sign, start, stop) if sign else Token(BREAK, name, start, stop))
    elif name in TEX_RELATIONS:
        found.append(Token(RELATION, TEX_RELATIONS[name], start, stop))
    elif name in TEX_FUNCTIONS:
        found.append(Token(COMMAND, name, start, stop))
    elif name in TEX_BREAKS:
        found.append(Token(BREAK, name, start, stop))
    elif name in TEX_OPEN:
        found.append(Token(OPEN, name, start, stop))
    elif name in TEX_CLOSE:
        found.append(Token(CLOSE, name, start, stop))
    elif name in ("mu",):
        found.append(Token(WORD, "µ", start, stop))
    elif name not in _DECORATIONS:
        found.append(Token(JUNK, name, start, stop))


def _escape(found: list[Token], char: str, start: int, stop: int) -> None:
    if char == "$":
        found.append(Token(MONEY, char, start, stop))
    elif char == "%":
        found.append(Token(PERCENT, char, start, stop))
    elif char in SIGNS:
        found.append(Token(OPERATOR, SIGNS[char], start, stop))
    elif char == "=":
        found.append(Token(RELATION, "=", start, stop))
    elif char == "~":
        found.append(Token(ABOUT, char, start, stop))
    elif char == "\\":
        found.append(Token(BREAK, char, start, stop))


_KINDS = {
    "(": OPEN, "[": OPEN, "⌈": OPEN, "⌊": OPEN, ")": CLOSE, "]": CLOSE, "⌉": CLOSE, "⌋": CLOSE,
    "~": ABOUT, "%": PERCENT, ",": COMMA, "，": COMMA, ":": COLON, "：": COLON, "|": BREAK, '"': BREAK,
    "“": BREAK, "”": BREAK, ";": BREAK, "!": BREAK,
    "?": BREAK, "—": BREAK, "…": BREAK, "。": BREAK, "•": BREAK, "│": BREAK, "║": BREAK, "┃": BREAK,
    "≡": BREAK, "；": BREAK, "！": BREAK, "？": BREAK, "、": COMMA, "（": OPEN, "）": CLOSE,
    "√": COMMAND, "€": MONEY, "£": MONEY, "¥": MONEY, "￥": MONEY, "₹": MONEY,
}  # fmt: skip


def _character(found: list[Token], char: str, start: int, stop: int, maths: set[int], text: str) -> None:
    if char == "$":
        if start not in maths:
            found.append(Token(MONEY, char, start, stop))
    elif char == ".":
        if found and found[-1].end == start and found[-1].text in SHORTENED_SCALES:
            return
        if stop >= len(text) or not text[stop].isalnum():
            found.append(Token(BREAK, char, start, stop))
        else:
            found.append(Token(JUNK, char, start, stop))
    elif char in _KINDS:
        found.append(Token(_KINDS[char], char, start, stop))


def _maths(text: str, start: int, end: int) -> set[int]:
    """The dollar signs that open and close TeX; the others are money."""
    found: set[int] = set()
    signs = list(_dollars(text, start, end))
    priced = any(text[sign + 1 : sign + 2].isdigit() for sign in signs)  # `0.02$ = $15` is money twice
    place = 0
    while place < len(signs):
        here = signs[place]
        if place + 1 < len(signs) and signs[place + 1] == here + 1:
            found.update((here, here + 1))
            place += 2
            continue
        if place + 1 < len(signs) and _is_maths(text, here, signs[place + 1], end):
            found.update((here, signs[place + 1]))
            place += 2
            continue
        if not text[here + 1 : here + 2].strip(" ").isdigit() and text[here + 1 : here + 2] not in (
            "~",
            "",
            " ",
            ".",
        ):
            found.add(here)
        elif (here + 1 >= end or text[here - 1 : here].isdigit()) and not priced:
            found.add(here)  # a closing sign whose opening one stands elsewhere
        place += 1
    return found


def _dollars(text: str, start: int, end: int) -> Iterator[int]:
    position = text.find("$", start, end)
    while position >= 0:
        if not (position and text[position - 1] == "\\"):
            yield position
        position = text.find("$", position + 1, end)


_TEX_COMMAND = re.compile(r"\\[A-Za-z%]|\{,\}|\^\{")


def _is_maths(text: str, opening: int, closing: int, end: int) -> bool:
    content = text[opening + 1 : min(closing, opening + 1000)]
    if _TEX_COMMAND.search(content):
        return True
    if not content or content[0].isspace() or content[-1].isspace():
        return False
    return not text[closing + 1 : closing + 2].isdigit()
