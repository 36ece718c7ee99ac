"""Batches: enrollments handed in together, with totals that both sides must agree on.

Receives  the batch op of a phone, after the ops of its lines.
Promises  a returned line stays in its batch; the submitter never approves.
Hands on  approved batches to reconciliation.
Words     batch, line, return, hand in: docs/glossary.md.
"""
