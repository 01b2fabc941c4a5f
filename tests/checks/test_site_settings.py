"""A site's settings are read as MkDocs reads them, and nothing that they name is run."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.utils.yaml import yaml_load

from nalsd.checks.settings import BadSettings, settings_of
from nalsd.checks.site_settings import UnreadableSettings, site_settings
from tests.cost import holds_within

BASE = """\
site_name: base
plugins:
  nalsd: {ignore: [N107, N501], severity: {N5: warning, N602: warning}, baseline: base.json}
  search: {}
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder / "mkdocs.yml"


@pytest.mark.parametrize(
    "child",
    [
        "INHERIT: base.yml\n",
        "INHERIT: ./base.yml\nplugins: {nalsd: {ignore: [N6]}}\n",  # a list takes the place of the other
        "INHERIT: base.yml\nplugins: {nalsd: {severity: {N602: error}}}\n",  # a mapping adds to it
        "INHERIT: base.yml\nplugins: {nalsd: {baseline: }}\n",
        "INHERIT: base.yml\nplugins: [search]\n",
        "INHERIT: base.yml\nplugins: {nalsd: null}\n",
        "site_name: !ENV SITE\n",
        "site_name: !ENV [NOT_SET, SITE, other]\n",
        "site_name: !ENV [NOT_SET, NEITHER, other]\n",
        "site_name: !ENV [NOT_SET, [a, b]]\n",
        "site_name: !ENV NOT_SET\n",
        "site_name: !ENV [EMPTY, other]\n",
        "x: &x {a: p, b: q}\ny: {<<: *x, b: r}\nz: {<<: [{a: one}, {a: two, c: three}]}\n",
        "x: &x [a, b]\ny: [*x, *x]\n",
    ],
)
def test_it_says_what_mkdocs_reads(child: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE", "from outside")
    monkeypatch.setenv("EMPTY", "")
    file = write(tmp_path, base=BASE, mkdocs=child)
    with file.open("rb") as stream:
        assert site_settings(file) == yaml_load(stream)


def test_the_plugin_takes_what_its_site_inherits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEVEL", "error")
    (tmp_path / "site").mkdir()
    write(tmp_path, base=BASE)
    write(
        tmp_path / "site",
        mkdocs="INHERIT: ../base.yml\nplugins: {nalsd: {severity: {N602: !ENV [LEVEL, warning]}}}\n",
    )
    found = settings_of(tmp_path / "site")
    assert found.ignore == ("N107", "N501")
    assert found.severity == {"N5": "warning", "N602": "error"}
    assert found.baseline == tmp_path / "site" / "base.json"


def test_other_tags_do_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, mkdocs="x: !!python/object/apply:os.abort []\ny: !!python/name:os.abort ''\n")
    assert site_settings(file) == {"x": [], "y": ""}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"mkdocs": "INHERIT: gone.yml\n"}, "inherits from gone.yml, which is not there"),
        ({"mkdocs": "INHERIT: base.yml\n", "base": "INHERIT: mkdocs.yml\n"}, "inherit from each other"),
        ({"mkdocs": "INHERIT: [base.yml]\n"}, "takes the path"),
        ({"mkdocs": "a: nalsd\nc: [\n"}, "mkdocs.yml cannot be read: line 3: "),
        ({"mkdocs": "INHERIT: base.yml\n", "base": "#" * 1_100_000}, "base.yml is too large"),
    ],
)
def test_what_cannot_be_read_is_said(files: dict[str, str], said: str, tmp_path: Path) -> None:
    file = write(tmp_path, **files)
    with pytest.raises(UnreadableSettings, match=said):
        site_settings(file)
    with pytest.raises(BadSettings, match=said):
        settings_of(tmp_path)


def test_aliases_cannot_pile_up(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    file = write(tmp_path, mkdocs="\n".join(lines) + "\nplugins: [{nalsd: {ignore: [N107]}}]\n")
    holds_within(100, lambda: settings_of(tmp_path))
    assert settings_of(tmp_path).ignore == ("N107",)
    assert file.exists()
