"""What measuring how accessible the site is leaves behind, in docs/accessibility.yml."""

from __future__ import annotations

import datetime

from nyth.content.model import Id, Strict, Words


class Measure(Strict):
    """How many states of pages were looked at, and how many faults were found in them."""

    states: int
    faults: int


class MeasuredCheck(Strict):
    """What one check found on this site and on the stock theme with the same words."""

    check: Id
    site: Measure
    stock: Measure


class MeasuredPages(Strict):
    """How many pages of each site were measured."""

    site: int
    stock: int


class Measured(Strict):
    """The last results of measuring how accessible the site is: the day, with what, on how many
    pages."""

    on: datetime.date
    versions: dict[str, Words]
    pages: MeasuredPages
    checks: list[MeasuredCheck]
