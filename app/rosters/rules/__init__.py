"""Rules of roster files: which cells mean what, who is accepted, and why not. Pure."""
