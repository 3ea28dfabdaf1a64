"""Spreadsheets to drafts: read, recognise, clean, report."""
