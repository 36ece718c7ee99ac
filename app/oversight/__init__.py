"""Oversight: who did what, whether the chains hold, whether the system is well, its keys.

Receives  the audit chains, queues, backups and keys as they stand.
Promises  a look changes nothing; a check and an export of heads are themselves entries.
Hands on  the heads of all chains as a file, to be kept where nobody here can reach it.
Words     audit entry, chain, head, safe, backup: docs/glossary.md.
"""
