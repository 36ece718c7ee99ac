"""Claim notices (报案): what happened to whom, the papers that are there, and how far it is.

Receives  notices from phones, taken at the door without a network.
Promises  nothing is judged: a notice is kept, completed, and passed on to the insurer.
Hands on  its state back to the phone.
Words     claim notice, checklist: docs/glossary.md.
"""
