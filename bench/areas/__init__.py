"""One module for each area that is measured; `bench/__init__.py` says what it must have."""
