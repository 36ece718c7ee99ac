"""Exports: files for the insurer, one module per format.

Receives  issued policies.
Promises  the same policy gives the same bytes; each download is recorded.
Hands on  files.
Words     insured list: docs/glossary.md.
"""
