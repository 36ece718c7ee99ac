"""Keys: new keys for the server, and what old ones sealed moved under the newest.

Receives  every table with a sealed column, and the files of complete attachments.
Promises  whatever an old key sealed can be opened at every moment; no key file is ever deleted.
Hands on  nothing; rows keep their versions, phones notice nothing.
Words     data key, sealing key, key ring: docs/glossary.md.
"""
