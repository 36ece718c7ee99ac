"""Products: template versions that say what is sold, as data.

Receives  template files checked by the schema and by rules.publishing.
Promises  a published version never changes; code knows no product by name.
Hands on  product versions to campaigns, phones and the rules.
Words     product version, plan, benefit, subsidy: docs/glossary.md.
"""
