"""Style sheet and script: everything local, every variable in both schemes, text that can be read."""

from __future__ import annotations

import re

import pytest

from nalsd.pages.assets import page_assets

CSS = next(file for path, file in page_assets() if path.endswith(".css")).read_text()
SCRIPT = next(file for path, file in page_assets() if path.endswith("nalsd.js")).read_text()


def variables(selector: str) -> dict[str, str]:
    """The variables of the first rule of a selector."""
    body = CSS.split(selector, 1)[1].partition("{")[2].partition("}")[0]
    return dict(re.findall(r"(--nalsd-[\w-]+):\s*([^;]+);", body))


LIGHT, DARK = variables('[data-md-color-scheme="default"]'), variables('[data-md-color-scheme="slate"]')


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_file_is_there_and_plotly_is_lazy() -> None:
    paths = [path for path, _ in page_assets()]
    everywhere = ["nalsd.css", "nalsd.js"]
    lazy = ["what-if.css", "catalogue.css", "catalogue.js", "what-if.js", "diagrams.js", "plotly.min.js"]
    assert paths == [f"assets/nalsd/{n}" for n in (*everywhere, *(f"lazy/{n}" for n in lazy))]
    assert all(file if isinstance(file, bytes) else file.is_file() for _, file in page_assets())
    assert '"lazy/plotly.min.js"' in SCRIPT


def test_nothing_names_another_host() -> None:
    for text in (CSS, SCRIPT):
        assert set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text)) <= {"http://www.w3.org"}
    assert "fetch(" not in SCRIPT


def test_both_schemes_have_every_colour() -> None:
    assert LIGHT and LIGHT.keys() == DARK.keys()


def test_every_variable_used_is_defined() -> None:
    defined = set(re.findall(r"(--nalsd-[\w-]+):", CSS))
    assert set(re.findall(r"var\((--nalsd-[\w-]+)", CSS)) <= defined


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "muted", "link", "good", "warn", "over", "binding"])
def test_text_has_contrast_on_every_ground(scheme: dict[str, str], ink: str) -> None:
    soft = [f"{ink}-soft"] if f"--nalsd-{ink}-soft" in scheme else []
    for ground in ["ground", "surface", *soft]:
        assert contrast(scheme[f"--nalsd-{ink}"], scheme[f"--nalsd-{ground}"]) >= 4.5, ground


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("bar", ["bar", "over-bar", "mark"])
def test_bars_can_be_told_from_the_ground(scheme: dict[str, str], bar: str) -> None:
    assert contrast(scheme[f"--nalsd-{bar}"], scheme["--nalsd-ground"]) >= 3
