"""Makes every file of the pack, each only if what it rests on has changed."""

from __future__ import annotations

from nyth.outputs.job import Maker

MAKERS: tuple[Maker, ...] = ()
