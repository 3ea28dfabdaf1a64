"""What the form of an assignment offers: who is next by turn and by load, and how many each one has."""

from collections.abc import Iterator

from flask_babel import gettext

from workflow import assignment


def next_ones(region: str) -> Iterator[tuple[str, str]]:
    """The next by turn and by load, where there is anybody at work."""
    for how in assignment.WAYS:
        choice = assignment.proposed(region, how)
        if choice is not None:
            name = with_load(choice.user.name, choice.load)
            yield (
                how,
                gettext("Next by turn: %(name)s", name=name)
                if how == "turn"
                else gettext("Fewest complaints: %(name)s", name=name),
            )


def with_load(name: str, load: int | None) -> str:
    """A person with the number of their active complaints, where it is known."""
    return name if load is None else str(gettext("%(name)s (load: %(count)s)", name=name, count=load))
