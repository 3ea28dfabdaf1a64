"""Reads what people write: numbers, names, phones, dates and places, without asking anybody."""
