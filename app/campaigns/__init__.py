"""Campaigns: a product version sold in an area for a while.

Receives  a published product version and the villages it is sold in.
Promises  one product version per campaign.
Hands on  campaigns to phones, policyholders to policies.
Words     campaign, policyholder: docs/glossary.md.
"""
