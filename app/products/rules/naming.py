"""Codes of products (product-template.schema.json)."""

import re

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,39}")


def is_product_code(text: str) -> bool:
    """Tell whether a text can be the code of a product."""
    return _CODE.fullmatch(text) is not None
