"""The element builder: escaping, attributes, one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nalsd.pages.html import Markup, anchor, element, join, one_line, slug
from tests.pages.conftest import soup


def test_text_is_escaped_and_markup_is_not() -> None:
    assert element("p", "a < b & c", Markup("<b>x</b>")) == "<p>a &lt; b &amp; c<b>x</b></p>"


def test_attributes_keep_their_order_and_lose_what_is_false() -> None:
    made = element("a", "x", class_="q", href=None, hidden=False, data_search_exclude=True, title='say "<"')
    assert made == '<a class="q" data-search-exclude title="say &#34;&lt;&#34;">x</a>'


def test_void_elements_have_no_end() -> None:
    assert element("br") == "<br>"


def test_nested_children_are_flattened_and_none_is_left_out() -> None:
    assert join("a", None, ["b", [Markup("<i>c</i>"), 4]]) == "ab<i>c</i>4"


def test_a_line_break_does_not_reach_markdown() -> None:
    assert one_line(Markup("a\n\n    b\r\nc")) == "a&#10;&#10;    b&#10;c"
    assert "\n" not in element("p", "a\n\nb", title="c\n\nd")


@pytest.mark.parametrize("control", ["\x00", "\x0b", "\x1b", "\ufffe", "\ud800"])
def test_characters_no_markup_can_hold_are_replaced(control: str) -> None:
    assert element("p", f"a{control}b") == "<p>a\ufffdb</p>"


@given(st.text(), st.text())
def test_any_text_comes_back_as_it_went_in(text: str, title: str) -> None:
    node = soup(element("p", text, title=title)).p
    expected = [t.replace("\r\n", "\n").replace("\r", "\n") for t in (text, title)]
    allowed = [all(c in "\n\t" or (ord(c) >= 32 and ord(c) != 127) for c in t) for t in expected]
    if all(allowed) and "\ufffe" not in text + title and "\uffff" not in text + title:
        assert [node.get_text(), node["title"]] == expected
    assert len(node.find_all(True)) == 0


def test_anchors_hold_only_what_an_address_holds() -> None:
    assert anchor("tiers.log.single.cpu") == "q-tiers.log.single.cpu"
    assert anchor('x" onclick="alert(1)') == "q-x-onclick-alert-1-"
    assert slug("Network & packets!") == "network-packets"
    assert slug("…") == "part"
