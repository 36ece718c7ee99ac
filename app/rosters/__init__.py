"""Rosters: the village register, and the spreadsheets it comes from.

Receives  the lists village committees send, as they are.
Promises  never half an import; every refused row is kept with its reason.
Hands on  households and persons to campaigns, enrollment and the phones.
Words     roster, roster version, household, person: docs/glossary.md.
"""
