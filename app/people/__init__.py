"""People: who may sign in, as what and where; their phones; what happens when one is lost.

Receives  what an administrator types, or a list of people as a spreadsheet.
Promises  every change is in the audit chain; a temporary password is shown once and kept nowhere;
          a revoked phone gets nothing more and still hands over what it holds.
Hands on  nothing; accounts are read afresh at every request.
Words     person, area, install: docs/glossary.md.
"""
