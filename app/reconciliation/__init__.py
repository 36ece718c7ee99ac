"""Reconciliation: premium received against premium due.

Receives  payments entered by a supervisor, bank statements, cash brought to the bank by agents.
Promises  a difference is shown with its sign until it is 0 or written off by a second person;
          nothing uncertain is booked by itself; what was booked is taken back by its opposite.
Hands on  the date the premium was complete, to policies.
Words     payment, due, difference, statement, match, remittance, write-off, refund:
          docs/glossary.md.
"""
