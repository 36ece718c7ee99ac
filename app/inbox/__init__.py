"""Inbox: every op exactly as a phone sent it, with its verdict.

Receives  signed pushes.
Promises  stored before it is judged, never deleted.
Hands on  stored ops to the merge.
Words     op, set, verdict, conflict, quarantine: docs/glossary.md.
"""
