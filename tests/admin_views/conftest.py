"""What tests of the back office share with those of the rules."""

from tests.workflow.conftest import statements

__all__ = ["statements"]
