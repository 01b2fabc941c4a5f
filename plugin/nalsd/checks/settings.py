"""What a repository asks of its checks: in `pyproject.toml`, or as options of the plugin in `mkdocs.yml`.

    [tool.nalsd]                          plugins:
    ignore = ["N107"]                       - nalsd:
    severity = {N602 = "warning"}               ignore: [N107]
    baseline = ".nalsd-baseline.json"           severity: {N602: warning}
    strict = true                               baseline: .nalsd-baseline.json

Neither file is run: `mkdocs.yml` is read without MkDocs, and of its tags only `!ENV` counts.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nalsd.checks.site_settings import LARGEST, UnreadableSettings, site_settings

PYPROJECT, MKDOCS = "pyproject.toml", ("mkdocs.yml", "mkdocs.yaml")
"""The files that are looked for; MkDocs takes the first of its own."""
KEYS = ("select", "ignore", "severity", "strict", "baseline", "designs")
IN_MKDOCS = ("select", "ignore", "severity", "baseline")
"""Options of the plugin that are about checks; its own `strict` is about builds."""
OF_BUILDS = ("enabled", "designs_dir", "templates_dir", "strict", "edit_url", "social_image")
"""The other options of the plugin."""
LEVELS = ("error", "warning", "off")


class BadSettings(Exception):
    """A setting that cannot be used; the message says which, where, and what to write."""


@dataclass(frozen=True)
class Settings:
    """Which rules count, how much, and against which baseline."""

    select: tuple[str, ...] = ()
    """Codes, families (`N4`) or names; empty for all."""
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = field(default_factory=dict)
    """By code, family or name: `error`, `warning` or `off`. The most exact entry counts."""
    strict: bool = False
    """Whether warnings fail the check."""
    baseline: Path | None = None
    designs: Path | None = None

    def joined(self, select: Iterable[str], ignore: Iterable[str]) -> Settings:
        """These settings with what a command line adds; a selection on it takes the place of this one."""
        chosen = tuple(select)
        return replace(self, select=chosen or self.select, ignore=(*self.ignore, *ignore))


def settings_of(folder: Path, config: Path | None = None) -> Settings:
    """The settings of the nearest folder upwards that has any. Raises BadSettings.

    `config` is a site's settings under another name than MkDocs looks for, and takes the place of those: a
    repository may hold several sites.
    """
    here = (folder if config is None else config.parent).resolve()
    for place in (here, *here.parents):
        sites = [place / name for name in MKDOCS if (place / name).is_file()] if config is None else []
        if config is not None and place == here:
            sites = [config]
        files = [place / PYPROJECT, *(site for site in sites[:1] if site.name != PYPROJECT)]
        found = {file.name: given for file in files if (given := _given(file)) is not None}
        if found:
            return _settings(found, place)
    return Settings()


def rule_patterns(given: Iterable[str], where: str = "") -> tuple[str, ...]:
    """Codes, families and names as given, several in one text with commas. Raises BadSettings."""
    from nalsd.checks.rules import FAMILIES, RULES

    patterns = tuple(part.strip() for text in given for part in text.split(",") if part.strip())
    names = {rule.name for rule in RULES.values()}
    for pattern in patterns:
        upper = pattern.upper()
        if pattern in names or upper in ("N", *FAMILIES) or any(code.startswith(upper) for code in RULES):
            continue
        near = difflib.get_close_matches(pattern, [*names, *RULES], n=1, cutoff=0.4)
        hint = f"; did you mean `{near[0]}`?" if near else ""
        raise BadSettings(f"{where}there is no rule `{pattern}`{hint}")
    return patterns


def _settings(found: dict[str, dict[str, Any]], folder: Path) -> Settings:
    """What the files of a folder say together."""
    given: dict[str, Any] = {}
    for file, keys in found.items():
        twice = next((key for key in keys if key in given), None)
        if twice is not None:
            raise BadSettings(f"`{twice}` is set in {' and in '.join(found)}; keep one of them")
        try:
            _read_as(keys, folder)
        except BadSettings as error:
            raise BadSettings(f"{file}: {error}") from None
        given |= keys
    return _read_as(given, folder)


def _read_as(given: dict[str, Any], folder: Path) -> Settings:
    severity = given.get("severity", {})
    if not isinstance(severity, dict):
        raise BadSettings("`severity` takes rules with their levels: {N602: warning}")
    for rule, level in severity.items():
        rule_patterns([str(rule)], "`severity`: ")
        if level not in LEVELS:
            raise BadSettings(f"`severity` of {rule}: write one of {', '.join(LEVELS)}, not `{level}`")
    return Settings(
        select=rule_patterns(_texts(given, "select"), "`select`: "),
        ignore=rule_patterns(_texts(given, "ignore"), "`ignore`: "),
        severity={str(rule): str(level) for rule, level in severity.items()},
        strict=_truth(given, "strict"),
        baseline=_path(given, "baseline", folder),
        designs=_path(given, "designs", folder),
    )


def _path(given: dict[str, Any], key: str, folder: Path) -> Path | None:
    value = given.get(key) or None
    if value is not None and not isinstance(value, str):
        raise BadSettings(f"`{key}` takes a path, as text")
    return None if value is None else folder / value


def _texts(given: dict[str, Any], key: str) -> list[str]:
    value = given.get(key, [])
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadSettings(f"`{key}` takes a list of rules: [N4, N602]")
    return value


def _truth(given: dict[str, Any], key: str) -> bool:
    value = given.get(key, False)
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise BadSettings(f"`{key}` is true or false, not `{value}`")


def _given(file: Path) -> dict[str, Any] | None:
    """What a file says of checks; None when it says nothing."""
    data = _read(file)
    if data is None or not (b"nalsd" in data or b"INHERIT" in data):
        return None
    return _pyproject(data, file.name) if file.suffix == ".toml" else _mkdocs(file)


def _pyproject(data: bytes, name: str) -> dict[str, Any] | None:
    import tomllib

    try:
        given = tomllib.loads(data.decode("utf-8")).get("tool", {}).get("nalsd")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"{name} cannot be read: {error}") from None
    if given is None:
        return None
    if not isinstance(given, dict):
        raise BadSettings(f"{name}: [tool.nalsd] takes keys with values")
    _known(given, KEYS, f"{name}: [tool.nalsd] has no key")
    return given


def _mkdocs(file: Path) -> dict[str, Any] | None:
    """The options of the plugin that are about checks."""
    try:
        root = site_settings(file)
    except UnreadableSettings as error:
        raise BadSettings(str(error)) from None
    plugins = root.get("plugins") if isinstance(root, dict) else None
    for entry in plugins if isinstance(plugins, list) else [plugins]:
        options = entry.get("nalsd") if isinstance(entry, dict) else None
        if isinstance(options, dict):
            _known(options, (*IN_MKDOCS, *OF_BUILDS), f"{file.name}: the plugin nalsd has no option")
            # A key without a value is one that is not set.
            found = {key: options[key] for key in IN_MKDOCS if options.get(key) not in (None, "")}
            if isinstance(options.get("designs_dir"), str):
                found["designs"] = options["designs_dir"]
            return found or None
    return None


def _known(given: Iterable[str], keys: tuple[str, ...], message: str) -> None:
    for key in given:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1)
            hint = f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(keys)}"
            raise BadSettings(f"{message} `{key}`{hint}")


def _read(file: Path) -> bytes | None:
    try:
        if not file.is_file() or file.stat().st_size > LARGEST:
            return None
        return file.read_bytes()
    except OSError:
        return None
