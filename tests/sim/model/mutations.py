"""The defences of the protocol, and what breaks when one of them is left out.

defence(s): what is then violated, and a seed near which it shows.
"""

MUTATIONS: dict[str, tuple[str, int]] = {
    # numbers
    "dedupe": ("duplicated", 0),
    "received_guard": ("duplicated", 0),
    "order": ("device order", 0),
    "late_own": ("device order", 0),
    "fork": ("lost op", 0),
    "new_install": ("stuck", 0),
    "reissue_unsent": ("duplicated", 0),
    # The three notice a server that lost something each for the others; see test_gaps of the server.
    "behind gap epoch": ("lost op", 0),
    # what the server cannot take
    "kept_raw": ("stuck", 0),
    "single_out": ("stuck", 0),
    # merge
    "merge": ("silent overwrite", 0),
    "mask": ("silent overwrite", 0),
    "even": ("silent overwrite", 380),
    "own_writer": ("self conflict", 0),
    # names
    "named_once": ("silent overwrite", 105160),
    "names_of_village": ("put aside in vain", 108900),
    # time
    "epoch": ("diverged", 0),
    "epoch_numbers": ("lost op", 0),
    "epoch_versions": ("silent overwrite", 0),
    "keep_until_safe": ("lost op", 0),
    "floor": ("lost op", 100),
    "newest_backup": ("lost op", 0),
    "results_anew": ("verdict differs", 330),
    # store, then apply
    "sweep": ("stuck", 0),
    "ask_again": ("diverged", 0),
    "village_lock": ("diverged", 0),
    "atomic_page": ("diverged", 0),
    "even_cursor": ("diverged", 133000),
    # scope
    "scope_check": ("outside scope", 0),
    "purge": ("outside scope", 0),
    "purge_after_ack": ("lost op", 0),
    # versions of the wire
    "wait": ("write vanished", 0),
    "retry_waiting": ("stuck", 0),
    "wait_for_parent": ("put aside in vain", 0),
    # files
    "file_hash": ("file broken", 0),
    "file_head": ("stuck", 0),
    "keep_files": ("file lost", 70),
}
