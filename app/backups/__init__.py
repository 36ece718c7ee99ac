"""Backups: copies of the embedded database, verified before anybody relies on them.

Receives  the SQLite database as it is; PostgreSQL is backed up by its own tools.
Promises  safe_seq moves only past ops that are in a copy that was opened and checked.
Hands on  safe_seq and safe_kind to sync.
Words     safe, backup: docs/glossary.md.
"""
