"""Which rules count: pyproject.toml, mkdocs.yml and the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nalsd.checks.report import Report, Reported
from nalsd.checks.rules import Severity
from nalsd.checks.settings import IN_MKDOCS, OF_BUILDS, BadSettings, Settings, rule_patterns, settings_of
from nalsd.designs.findings import Finding
from nalsd.graph import Location

MKDOCS = """\
site_name: x
markdown_extensions:
  - pymdownx.superfences:
      custom_fences: [{name: mermaid, format: !!python/name:os.system ""}]
plugins:
  - search
  - nalsd:
      edit_url: !ENV [X, ""]
      strict: true
      ignore: [N107]
      severity: {N602: warning}
"""


def project(tmp_path: Path, toml: str = "", mkdocs: str = "") -> Settings:
    if toml:
        (tmp_path / "pyproject.toml").write_text(toml)
    if mkdocs:
        (tmp_path / "mkdocs.yml").write_text(mkdocs)
    inner = tmp_path / "designs" / "one"
    inner.mkdir(parents=True, exist_ok=True)
    return settings_of(inner)


def test_pyproject(tmp_path: Path) -> None:
    found = project(
        tmp_path,
        '[tool.nalsd]\nselect = ["N4"]\nignore = "N401"\nstrict = true\nbaseline = "b.json"\n'
        'severity = {claim-mismatch = "warning", N6 = "off"}\n',
    )
    assert (found.select, found.ignore, found.strict) == (("N4",), ("N401",), True)
    assert found.baseline == tmp_path / "b.json"
    assert found.severity == {"claim-mismatch": "warning", "N6": "off"}


def test_mkdocs_is_read_as_text_and_its_tags_do_nothing(tmp_path: Path) -> None:
    found = project(tmp_path, mkdocs=MKDOCS)
    assert found.ignore == ("N107",)
    assert found.severity == {"N602": "warning"}
    assert found.strict is False  # there it is about builds


def test_nothing_is_set(tmp_path: Path) -> None:
    found = project(tmp_path, '[tool.other]\nx = "nalsd"\n', "site_name: nalsd\nplugins: [nalsd]\n")
    assert (found.select, found.ignore, found.severity, found.strict) == ((), (), {}, False)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[tool.nalsd]\nignor = ["N1"]\n', "did you mean `ignore`"),
        ('[tool.nalsd]\nignore = ["N999"]\n', "no rule `N999`"),
        ('[tool.nalsd]\nignore = ["claim-mismatsh"]\n', "did you mean `claim-mismatch`"),
        ('[tool.nalsd]\nseverity = {N401 = "loud"}\n', "error, warning, off"),
        ("[tool.nalsd]\nselect = 4\n", "takes a list"),
        ('[tool.nalsd]\nstrict = "maybe"\n', "true or false"),
        ("[tool.nalsd\n", "cannot be read"),
        ('[tool.nalsd]\nbaseline = ["b.json"]\n', "pyproject.toml: `baseline` takes a path"),
        ("[tool.nalsd]\ndesigns = 3\n", "pyproject.toml: `designs` takes a path"),
    ],
)
def test_a_bad_setting_says_what_to_write(tmp_path: Path, toml: str, said: str) -> None:
    with pytest.raises(BadSettings, match=said):
        project(tmp_path, toml)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("{ignroe: [N401]}", "mkdocs.yml: the plugin nalsd has no option `ignroe`; did you mean `ignore`"),
        ("{severity: {N401: loud}}", "mkdocs.yml: `severity` of N401: write one of error, warning, off"),
        (
            "{baseline: [b.json]}",
            "mkdocs.yml: `baseline` takes a path, as text",
        ),
        ("{ignore: [N401]", "mkdocs.yml cannot be read"),
    ],
)
def test_a_bad_option_of_the_plugin_says_what_to_write(tmp_path: Path, options: str, said: str) -> None:
    with pytest.raises(BadSettings, match=re.escape(said)):
        project(tmp_path, mkdocs=f"plugins:\n  - nalsd: {options}\n")


def test_every_option_of_the_plugin_is_known() -> None:
    from nalsd.site.config import NalsdConfig

    assert sorted(name for name, _ in NalsdConfig._schema) == sorted((*IN_MKDOCS, *OF_BUILDS))


def test_an_option_without_a_value_is_not_set(tmp_path: Path) -> None:
    options = "      ignore:\n      severity:\n      baseline:\n      strict: false\n"
    assert project(tmp_path, mkdocs=f"plugins:\n  - nalsd:\n{options}") == Settings()


def test_a_site_whose_settings_have_another_name(tmp_path: Path) -> None:
    (tmp_path / "docs.yml").write_text(MKDOCS.replace("N107", "N108"))
    (tmp_path / "plain.yml").write_text("site_name: x\nplugins: [nalsd]\n")
    project(tmp_path, '[tool.nalsd]\nbaseline = "b.json"\n', MKDOCS)
    found = settings_of(Path("elsewhere"), tmp_path / "docs.yml")
    assert (found.ignore, found.baseline) == (("N108",), tmp_path / "b.json")
    assert settings_of(Path("elsewhere"), tmp_path / "plain.yml").ignore == ()
    assert settings_of(tmp_path).ignore == ("N107",)


def test_mkdocs_looks_for_two_names_in_its_order(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yaml").write_text(MKDOCS.replace("N107", "N108"))
    assert project(tmp_path).ignore == ("N108",)
    assert project(tmp_path, mkdocs=MKDOCS).ignore == ("N107",)


def test_the_same_key_in_both_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="keep one of them"):
        project(tmp_path, '[tool.nalsd]\nignore = ["N1"]\n', MKDOCS)


def test_a_selection_on_the_command_line_takes_the_place_of_the_file(tmp_path: Path) -> None:
    found = project(tmp_path, '[tool.nalsd]\nselect = ["N4"]\nignore = ["N401"]\n')
    joined = found.joined(rule_patterns(["N6,N7"]), rule_patterns(["N602"]))
    assert joined.select == ("N6", "N7")
    assert joined.ignore == ("N401", "N602")


def test_the_most_exact_severity_counts() -> None:
    def one(code: str, level: Severity) -> Reported:
        return Reported(Finding(code, "m", Location("x", 1, 1)), level)

    report = Report([one("N401", Severity.ERROR), one("N404", Severity.ERROR), one("N116", Severity.WARNING)])
    found = report.configured(Settings(severity={"N4": "off", "N401": "warning", "N116": "error"}))
    assert [(r.code, str(r.severity)) for r in found.findings] == [("N401", "warning"), ("N116", "error")]
    found = report.configured(Settings(severity={"N4": "warning", "wrong-arithmetic": "off"}))
    assert [(r.code, str(r.severity)) for r in found.findings] == [("N401", "warning"), ("N116", "warning")]
