"""Demo: a county to try the system with, made by the ordinary functions only.

Receives  the files in this folder.
Promises  nothing elsewhere knows of it.
Hands on  a seeded database.
Words     demo county: docs/glossary.md.
"""
