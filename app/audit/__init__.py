"""Audit: who did what to which record, when, in chains that show every later change.

Receives  one entry per save, decision or download, from every stage.
Promises  entries are only ever added; each covers the one before it.
Hands on  chain heads for export.
Words     audit entry, chain, head: docs/glossary.md.
"""
