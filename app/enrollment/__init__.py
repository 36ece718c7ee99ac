"""Enrollment: one household in one campaign, judged by the rules, decided by people.

Receives  ops that sync has merged.
Promises  everything is judged again on arrival; nothing is corrected silently.
Hands on  accepted enrollments to batches and policies.
Words     enrollment, insured person, consent, collection: docs/glossary.md.
"""
