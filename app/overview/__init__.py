"""Overview: where each village stands, what to do first, and the figures of the business.

Receives  the figures of villages (policies/coverage.py), phones, batches, money, what waits.
Promises  a figure on a page opens the list behind it, and the list adds up to the figure.
Hands on  pages, workbooks and charts with their tables; nothing is written but counted figures.
Words     overview, dashboard, coverage: docs/glossary.md.
"""
