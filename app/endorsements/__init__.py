"""Endorsements (批单): what changes in a policy after it was issued, and taking an issue back.

Receives  issued policies, the village register, a second person's word.
Promises  a line of a policy is never rewritten: it ends, and another one may stand in for it.
Hands on  the lines in force, dues and refunds.
Words     endorsement, line in force, notice: docs/glossary.md.
"""
