"""A desk that takes registry files in."""

from collections.abc import Callable

import pytest

from intake.registry import RegistryReport, load_registry
from tests.conftest import Cast

Taken = Callable[..., RegistryReport]


@pytest.fixture
def taken_in(cast: Cast) -> Taken:
    """Take a file of these bytes in as the desk itself."""

    def take(data: bytes, name: str = "registri.csv") -> RegistryReport:
        return load_registry(data, name, actor=cast.system)

    return take
