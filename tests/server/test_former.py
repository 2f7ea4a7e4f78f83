"""What moved, was merged or renamed still answers under the real web server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import published_urls
from earlier import built_site, rebuild_the_house
from nyth.publishing.publish import publish
from webserver import Server, release


def test_every_earlier_address_answers_with_the_page_in_one_step(
    new_server: Callable[[], Server], small_site: Path, tmp_path: Path
) -> None:
    shutil.copytree(small_site, tmp_path / "small")
    here = Path.cwd()
    os.chdir(tmp_path / "small")
    try:
        known = published_urls.addresses(built_site(Path(), tmp_path / "before"))
        rebuild_the_house(Path())
        after = built_site(Path(), tmp_path / "after")
    finally:
        os.chdir(here)
    publish(after, tmp_path / "out", "", "")
    server = new_server()
    release(tmp_path / "out", server.folder).check_returncode()
    server.start()
    moved = {}
    for address in sorted(known):
        path = "/book/" + address.partition("#")[0]
        answer = server.get(path)
        if answer.status == 301:
            moved[path] = answer.headers["Location"]
            answer = server.get(moved[path].partition("#")[0])
        assert answer.status == 200, address
    assert moved["/book/en/stories/tea-and-talk/"] == "/book/en/start/"
    assert moved["/book/cy/ysgrifennu/"] == "/book/cy/dechrau/#begin"
    assert moved["/book/en/principles/open-door/"] == "/book/en/principles/always-open/"
    asked = server.get("/book/cy/ysgrifennu?q=te")
    assert asked.headers["Location"] == "/book/cy/dechrau/?q=te#begin"
