"""Policies: the gate, the issue, and what was frozen with them.

Receives  approved batches, policyholder and payments.
Promises  a later roster or correction changes nothing of an issued policy.
Hands on  issued policies to exports and phones.
Words     gate, override, policy, insured list: docs/glossary.md.
"""
