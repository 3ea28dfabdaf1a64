"""Many writers and readers at once: everybody is served, nobody hears that the database is locked."""

from bench.soak import soak
from models import Event, Ticket, db


def test_eight_writers_and_twenty_readers_meet_no_error(app, cast):
    met = soak(app, cast.supervisor, seconds=5)
    assert set(met) == {"written", "read"}
    assert db.session.query(Ticket).count() == met["written"]
    assert db.session.query(Event).filter_by(action="ticket.take").count() == met["written"]
