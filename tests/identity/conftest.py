"""Hypothesis without a clock: two cores shared by everybody make deadlines lie."""

from hypothesis import settings

settings.register_profile("desk", deadline=None, database=None)
settings.load_profile("desk")
