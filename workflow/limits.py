"""What a program that reads strangers' files may use; where it asks for more, the system ends it."""

import signal
import sys
from contextlib import suppress


def confine(*, memory: int, seconds: float = 0, patience: float = 0, shut: bool = False) -> None:
    """Bind this process, for good, to ``memory`` bytes, ``seconds`` of work and ``patience`` seconds by the wall.

    ``shut``: nothing more is opened, so no file is read or written and no network asked. Windows has no such limits.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    bounds = {resource.RLIMIT_AS: memory, resource.RLIMIT_CORE: 0}
    if shut:
        bounds |= {resource.RLIMIT_NOFILE: 0, resource.RLIMIT_FSIZE: 0}
    for bound, most in bounds.items():
        with suppress(ValueError, OSError):  # macOS has no limit of the address space
            resource.setrlimit(bound, (most, most))
    if seconds:
        signal.setitimer(signal.ITIMER_PROF, seconds)
    if patience:
        signal.setitimer(signal.ITIMER_REAL, patience)
