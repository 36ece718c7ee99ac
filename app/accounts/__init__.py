"""Accounts: people, what they may do and where, their sessions and their phones.

Receives  names and passwords at sign-in; public keys of phones.
Promises  one person behind every act; roles and areas are read at every request.
Hands on  an Actor to every audience, installs to sync.
Words     agent, supervisor, admin, install, session: docs/glossary.md.
"""
