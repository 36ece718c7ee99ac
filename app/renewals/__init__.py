"""Renewal (续保): next year's campaign opened from the policies of this one.

Receives  policies in force, the village register, a product version on sale.
Promises  phones show who was insured last year; nothing of the old policy changes.
Hands on  a campaign, and the difference between last year, the roster and what is enrolled.
Words     renewal, last year: docs/glossary.md.
"""
