"""The options of the plugin in `mkdocs.yml`, and nothing more."""

from __future__ import annotations

from mkdocs.config import config_options as c
from mkdocs.config.base import Config


class NalsdConfig(Config):
    """What stands under `- nalsd:` in `mkdocs.yml`. Folders are relative to that file."""

    enabled = c.Type(bool, default=True)
    """Whether the plugin does anything at all.

    ```yaml
    plugins:
      - nalsd: {enabled: !ENV [NALSD, true]}
    ```
    """

    designs_dir = c.Dir(exists=False, default="designs")
    """The folder with one folder for each design."""

    templates_dir = c.Dir(exists=False, default="templates")
    """A folder whose templates take the place of the shipped ones of the same name. It need not exist."""

    strict = c.Type(bool, default=False)
    """Let an error among the findings fail the build even without `mkdocs build --strict`.

    With `--strict` errors and warnings fail it, whatever stands here. A failed build leaves the last good
    site in place.
    """

    select = c.Type((list, str), default=[])
    """Only these rules count: codes, families (`N4`) or names. Also for `nalsd check`, as the next three.

    They may stand in `pyproject.toml` under `[tool.nalsd]` as well, but not in both.
    """

    ignore = c.Type((list, str), default=[])
    """These rules do not count."""

    severity = c.Type(dict, default={})
    """How much a rule weighs: `error`, `warning` or `off`, by code, family or name.

    ```yaml
    plugins:
      - nalsd: {severity: {N602: warning}}
    ```
    """

    baseline = c.Type(str, default="")
    """A file of findings that are accepted, as `nalsd check --write-baseline` writes it."""

    edit_url = c.Type(str, default="")
    """Where a page's source is edited, with `{path}` for its path from the folder of `mkdocs.yml`.

    Made without asking any host; `repo_url` would let the theme ask GitHub for its stars.

    ```yaml
    plugins:
      - nalsd: {edit_url: "https://git.example.org/designs/edit/main/{path}"}
    ```
    """

    social_image = c.Type(str, default="")
    """The picture that chats and feeds show beside a link, as a path on the site: a PNG, best of 1200 x 630.

    Its address must be a full one, so `site_url` has to be set too.

    ```yaml
    plugins:
      - nalsd: {social_image: assets/card.png}
    ```
    """
