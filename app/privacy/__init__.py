"""Personal data: what is held about one person, a copy for him, and its end where law allows it.

Receives  a request on paper, and the records of every stage that name a person.
Promises  what a page lists is what a copy holds and what is erased; another administrator decides
          before anything goes; what has to stay is named with its reason and its last day.
Hands on  tombstones to phones by the ordinary pull, and the list of copies that remain.
Words     personal-data request, erasure: docs/glossary.md.
"""
