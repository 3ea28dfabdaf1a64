"""The edges' unit of work: one request, one transaction."""

from models.database import writing as saved

__all__ = ["saved"]
