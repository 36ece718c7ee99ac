"""Designer: administrators write product versions in plain words, try them out and sell them.

Receives  what an administrator types, pastes or imports; nothing of it is ever lost.
Promises  no version is sold that its checks, its example cases and a second person did not pass.
Hands on  product versions to campaigns; an open campaign moves to a newer one only when confirmed.
Words     product version, example case: docs/glossary.md.
"""
