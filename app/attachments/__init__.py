"""Attachments: photos of papers, of signatures on paper and of thumbprints.

Receives  pieces of files from phones, over connections that break (tus 1.0).
Promises  a file is complete only when its hash is the announced one; it rests encrypted.
Hands on  which files of an enrollment are still missing.
Words     attachment, evidence: docs/glossary.md.
"""
