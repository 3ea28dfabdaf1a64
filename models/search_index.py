"""The word index for names: FTS5 on SQLite, a tsvector column on PostgreSQL; both by word prefixes."""

SQLITE = (
    "CREATE VIRTUAL TABLE ticket_words USING fts5(words, content='', "
    "tokenize='unicode61 remove_diacritics 0', prefix='2 3 4')",
    "CREATE TRIGGER ticket_words_insert AFTER INSERT ON ticket "
    "BEGIN INSERT INTO ticket_words (rowid, words) VALUES (NEW.id, NEW.search_text); END",
    "CREATE TRIGGER ticket_words_update AFTER UPDATE OF search_text ON ticket "
    "WHEN NEW.search_text <> OLD.search_text BEGIN "
    "INSERT INTO ticket_words (ticket_words, rowid, words) VALUES ('delete', OLD.id, OLD.search_text); "
    "INSERT INTO ticket_words (rowid, words) VALUES (NEW.id, NEW.search_text); END",
)

POSTGRESQL = (
    "ALTER TABLE ticket ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED",
    "CREATE INDEX ix_ticket_words ON ticket USING gin (words)",
)


def statements(dialect: str) -> tuple[str, ...]:
    """What makes the index on ``sqlite`` or ``postgresql``."""
    return SQLITE if dialect == "sqlite" else POSTGRESQL
