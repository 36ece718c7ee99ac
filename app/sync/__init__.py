"""Sync: the phone protocol vsync/1: push stores, then applies; pull feeds out.

Receives  signed pushes of ops; requests for what changed.
Promises  exactly once under any retry; one bad op never blocks the queue.
Hands on  merged ops to the stages, rows to the phones.
Words     op, set, version, cursor, timeline, acknowledgement: docs/glossary.md.
"""
