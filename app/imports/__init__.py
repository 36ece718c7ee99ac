"""Imports: bring a spreadsheet roster into a village where work may already be going on.

Receives  a file, read and judged by the rosters stage, and the choices of a person.
Promises  shows every consequence before it writes; all of a file is written, or nothing.
Hands on  a new roster version of the village.
Words     import, dry run, strategy: docs/glossary.md.
"""
