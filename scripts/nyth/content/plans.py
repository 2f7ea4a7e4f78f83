"""Training sessions, as typed models: what a session on one principle has of its own, and the plans
that sessions of a length share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from nyth.content.model import Amount, Both, Id, Ordered, Record, Strict, _as_dict


class Session(Ordered):
    """A training session on a principle. `minutes`: of a plan, by its id, the steps that take
    another time here than the plan says, by theirs."""

    principle: Id
    minutes: Annotated[dict[Id, dict[Id, Amount]], BeforeValidator(_as_dict)] = {}


class PlanStep(Strict):
    """A step of a plan. `shows`: what of the principle is used in it."""

    id: Id
    minutes: Amount
    name: Both
    text: Both
    shows: Literal["brief", "activity", "questions", "barriers"] | None = None


class Plan(Record):
    """How a session of one length goes, whatever principle it is on. `minutes`: all of it."""

    id: Id
    minutes: Amount
    title: Both
    needs: Both
    steps: Annotated[list[PlanStep], Field(min_length=1)]

    def timed(self, session: Session | None = None) -> list[tuple[PlanStep, int]]:
        """The steps with their minutes in a session, or as the plan has them."""
        own = session.minutes.get(self.id, {}) if session else {}
        return [(step, own.get(step.id, step.minutes)) for step in self.steps]
