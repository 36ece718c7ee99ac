"""Reconciliation: premium received against premium due.

Receives  payments entered by a supervisor.
Promises  a difference is shown with its sign until it is 0 or written off.
Hands on  the date the premium was complete, to policies.
Words     payment, due, difference: docs/glossary.md.
"""
