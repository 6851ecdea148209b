"""Bundle the editor of the SPARQL page when the package is built, where npm is at hand.

Without npm, or when it cannot reach its registry, the package is built without the editor: the page
then has a plain text field. `SAMVERKAN_EDITOR=nej` leaves it out on purpose.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

EDITOR = Path("graph/serve/editor")
BUNDLE = Path("graph/serve/static/sparql-redigerare.js")
_SECONDS = 180


class Editor(BuildHookInterface[Any]):
    """Runs `npm ci` and esbuild; the bundle goes into the wheel as an artifact."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the bundle unless it is newer than what it is made of."""
        if self.target_name != "wheel" or os.environ.get("SAMVERKAN_EDITOR") == "nej":
            return
        root = Path(self.root)
        if not self._is_fresh(root):
            self._bundle(root / EDITOR)
        if (root / BUNDLE).is_file():
            build_data["artifacts"].append(f"/{BUNDLE.as_posix()}")

    def _is_fresh(self, root: Path) -> bool:
        bundle = root / BUNDLE
        made_of = [root / EDITOR / name for name in ("editor.js", "package-lock.json")]
        return bundle.is_file() and all(one.stat().st_mtime <= bundle.stat().st_mtime for one in made_of)

    def _bundle(self, folder: Path) -> None:
        npm = shutil.which("npm")
        if npm is None:
            self.app.display_warning("npm is missing: the SPARQL page gets a plain field.")
            return
        options = [
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--loglevel=error",
            "--fetch-retries=1",
            "--fetch-timeout=20000",
        ]
        try:
            for call in ([npm, "ci", *options], [npm, "run", "--silent", "bundle"]):
                subprocess.run(call, cwd=folder, check=True, capture_output=True, timeout=_SECONDS)
        except (OSError, subprocess.SubprocessError) as error:
            self.app.display_warning(f"The editor was not bundled ({error}): a plain field takes its place.")
        finally:
            shutil.rmtree(folder / "node_modules", ignore_errors=True)
