"""Dictionaries: the lists of codes that pages and phones offer, and who may change them.

Receives  entries of the insurer's tables from administrators.
Promises  a code never goes and never means something else in old records; a change of an entry is
          noted with what it was; what a standard or the program fixes is shown and not changed.
Hands on  the new list to phones, which hear of its hash by `state`.
Words     dictionary: docs/glossary.md.
"""
