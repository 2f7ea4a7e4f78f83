"""The comment on a proposal says what readers will see, and nothing else."""

from __future__ import annotations

from pathlib import Path

from nyth.publishing import review


def _site(folder: Path, **pages: str) -> Path:
    for name, words in pages.items():
        page = folder / name.replace("__", "/") / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(
            f"<html><header>menu</header><main><h1>Title</h1><p>{words}</p></main><footer>foot</footer></html>",
            "utf-8",
        )
    return folder


def test_only_the_words_of_the_page_are_read() -> None:
    html = "<header>x</header><main><h1>A  b</h1><script>s</script><ul><li>One</li><li>Two</li></ul><ol start=8><li>Three</li><li>Four</li></ol>end</main><footer>y</footer>"
    assert review.words(html) == ["A b", "One", "Two", "8. Three", "Four", "end"]


def test_a_changed_sentence_is_shown_in_its_own_page_and_language(tmp_path: Path) -> None:
    before = _site(tmp_path / "a", en__one="old", cy__un="hen", en__two="same")
    after = _site(tmp_path / "b", en__one="new", cy__un="hen", en__two="same")
    found = review.changes(before, after)
    assert list(found) == ["en/one/index.html"]
    assert {"-old", "+new"} <= set(found["en/one/index.html"])


def test_new_and_removed_pages_count_as_changes(tmp_path: Path) -> None:
    found = review.changes(
        _site(tmp_path / "a", en__gone="x"), _site(tmp_path / "b", cy__newydd="y")
    )
    assert list(found) == ["cy/newydd/index.html", "en/gone/index.html"]


def test_the_comment_names_what_is_out_of_step_and_links_to_the_page_as_it_is_now() -> None:
    said = review.comment(
        {"cy/dechrau/index.html": ["-a", "+b"]}, ["start"], "https://nyth.example/"
    )
    assert "start" in said and "https://nyth.example/cy/dechrau/" in said and "+b" in said


def test_a_long_difference_is_cut_and_text_cannot_leave_its_block() -> None:
    said = review.comment(
        {f"en/{n}/index.html": ["+" + "x" * 3000, "+````"] for n in range(9)}, [], ""
    )
    assert len(said) < 20_000 and "rhagor" in said
    assert said.count("````") % 2 == 0 and "+````" not in said
