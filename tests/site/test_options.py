"""The page on publishing names each option of the plugin, with the default that it has."""

from __future__ import annotations

import re
from pathlib import Path

from nalsd.site.config import NalsdConfig

PAGE = Path(__file__).parents[2] / "site_src" / "publishing.md"
ROW = re.compile(r"^\| `(\w+)` \| (?:`(.*?)`|none) \|", re.MULTILINE)


def test_every_option_is_documented_with_its_default():
    told = dict(ROW.findall(PAGE.read_text()))
    config = NalsdConfig()
    config.validate()
    taken = {name: Path(config[name]).name if name.endswith("_dir") else config[name] for name in config}
    shown = {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in taken.items()
    }
    assert told == shown
