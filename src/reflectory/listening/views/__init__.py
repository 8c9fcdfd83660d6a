"""Pages of this room: what the team does, and what people who are asked see."""
