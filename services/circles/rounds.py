"""A round of circles: what it would be like."""

from __future__ import annotations

from dataclasses import dataclass

from domain.circles.member import SMALLEST
from domain.circles.preview import Preview, write_preview
from domain.circles.welfare import Weights
from domain.errors import Refusal
from services.circles.gathering import gather
from services.circles.workshop import Workshop
from services.desk import Desk


@dataclass(frozen=True, slots=True)
class Rounds:
    """Use cases of organisers. They raise Refusal."""

    desk: Desk
    workshop: Workshop
    weights: Weights

    async def preview(self, guild_id: int) -> Preview:
        """What circles there would be now, in numbers; nothing is kept and nothing is sent."""
        members, history = await self.desk.database.read(gather, guild_id, self.desk.now())
        if len(members) < SMALLEST:
            raise Refusal(
                "For a circle it takes three members with a profile; there are not as many yet. "
                "`/profile edit` makes one, in two short forms."
            )
        matching = await self.workshop.match(members, history, self.weights, seed=guild_id)
        return write_preview(members, matching)
