"""Regions: counties, townships and villages, and the lock every write in a village takes.

Receives  the published table of divisions.
Promises  one version counter per village; whoever writes in a village holds its lock.
Hands on  villages to rosters, campaigns and sync.
Words     division, township, village, version: docs/glossary.md.
"""
