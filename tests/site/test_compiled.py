"""Templates of the theme are compiled once for all builds of a preview, and again when they change."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from nalsd.site.compiled import CompiledTemplates


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that Jinja compiles."""
    names: list[str] = []
    real = jinja2.Environment.compile

    def counted(self, source, name=None, filename=None, *arguments, **options):
        names.append(name)
        return real(self, source, name, filename, *arguments, **options)

    monkeypatch.setattr(jinja2.Environment, "compile", counted)
    return names


def rendered(folder: Path, cache: CompiledTemplates, extensions: tuple[str, ...] = (), **filters) -> str:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), extensions=extensions)
    environment.bytecode_cache = cache
    environment.filters.update(filters)
    return environment.get_template("page.html").render(name="echo")


def test_another_environment_compiles_nothing_and_uses_its_own_filters(tmp_path: Path, compiled: list[str]):
    (tmp_path / "page.html").write_text("{% include 'part.html' %}")
    (tmp_path / "part.html").write_text("{{ name | shown }}")
    cache = CompiledTemplates()
    assert rendered(tmp_path, cache, shown=str.upper) == "ECHO"
    assert rendered(tmp_path, cache, shown=str.title) == "Echo"
    assert compiled == ["page.html", "part.html"]


def test_a_changed_template_is_compiled_again(tmp_path: Path, compiled: list[str]):
    (tmp_path / "page.html").write_text("one {{ name }}")
    cache = CompiledTemplates()
    assert rendered(tmp_path, cache) == "one echo"
    (tmp_path / "page.html").write_text("two {{ name }}")
    assert rendered(tmp_path, cache) == "two echo"
    assert rendered(tmp_path, cache, ("jinja2.ext.do",)) == "two echo"
    assert compiled == ["page.html"] * 3
