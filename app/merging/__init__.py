"""Merging: a person decides where two wrote one field, and where one person stands twice.

Receives  open conflicts of fields from the inbox, persons of the register with one identity.
Promises  nothing is chosen for anybody; both values stay; every decision can be taken back.
Hands on  rows that phones pull like any other, and a trace in the audit chain of each village.
Words     conflict, duplicate, merge, keep: docs/glossary.md.
"""
