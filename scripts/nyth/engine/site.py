"""Builds the site safely, and serves it."""

import gc
import os
import runpy
import socket
import sys
import tempfile
from pathlib import Path

from nyth.content.library import Library
from nyth.pages.page import TEMPLATES
from nyth.problems import Problem, Refused
from nyth.publishing import folders
from nyth.publishing.publish import policy

ROOT = TEMPLATES.parent

# The content of a build, read and checked before MkDocs starts: what is published is what was
# checked. A preview has none, and reads it again for every build.
checked: Library | None = None
# What was asked for besides: the security policy that pages carry, and the folder of the pack.
chosen: tuple[str, Path | None] = "", None


def build(
    library: Library,
    content: Path,
    docs: Path,
    site: Path,
    csp_meta: bool = False,
    pack: Path | None = None,
) -> int:
    """Builds beside `site` and puts the result in its place only when it is whole. The exit status
    of the build.

    library: the content without a problem. csp_meta: write the content security policy into the
    pages, for hosts that let nobody set headers. pack: the folder of the pack for trainers, to be
    published with the site. Raises Refused where `site` is not a place for it.
    """
    global checked, chosen
    checked, chosen = library, (policy(in_page=True) if csp_meta else "", pack)

    def make(fresh: Path) -> bool:
        # not with --quiet: MkDocs then forgets the warnings that --strict would stop at
        return _mkdocs(content, docs, "build", "--strict", "--site-dir", str(fresh)) == 0

    apart = (content, docs, TEMPLATES, ROOT / "scripts", Path("overrides"), Path("scripts"))
    return 0 if folders.replace(site, "site", make, apart) else 1


def serve(content: Path, docs: Path, address: str) -> int:
    """Serves the site and rebuilds it whenever a file is saved.

    address: host:port. Raises Refused where nothing can be served there.
    """
    host, _, port = address.rpartition(":")
    try:
        if not host or not int(port):
            raise ValueError
        # before the first build, which takes a while
        socket.create_server((host, int(port))).close()
    except (OSError, OverflowError, ValueError) as error:
        detail = error.strerror if isinstance(error, OSError) else "HOST:PORT?"
        values = {"address": address, "detail": detail}
        raise Refused(Problem(address, 1, "address-unusable", values)) from error
    # MkDocs leaves its folder behind when it is stopped before its first build
    with tempfile.TemporaryDirectory(
        prefix="nyth-", ignore_cleanup_errors=True
    ) as tempfile.tempdir:
        os.environ["SITE_URL"] = f"http://{address}/"
        return _mkdocs(content, docs, "serve", "--livereload", "--dev-addr", address)


def _mkdocs(content: Path, docs: Path, *arguments: str) -> int:
    """Runs MkDocs within this process, so that whatever ends the one ends the other. Its exit
    status."""
    given = {
        "NYTH_CONTENT": str(content.resolve()),
        "NYTH_DOCS": str(docs.resolve()),
        "NO_MKDOCS_2_WARNING": "1",
    }
    os.environ.update({"SOURCE_DATE_EPOCH": "0", **os.environ, **given})
    sys.argv = ["mkdocs", *arguments, "--config-file", str(ROOT / "mkdocs.yml")]
    # a build leaves much behind, but nothing of what was there before it
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 100)
    try:
        runpy.run_module("mkdocs", run_name="__main__")
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
