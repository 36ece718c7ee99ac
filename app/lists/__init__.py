"""Lists: every list of the desk filters, sorts, pages and leaves as a file in the same way.

Receives  columns and filters that a stage names, and the rows it has or the statement that has.
Promises  what the address says is what the page and the file show; no file holds a formula.
Hands on  a page of rows to a template, or a file to whoever asked for it.
Words     list, column, filter: docs/glossary.md.
"""
