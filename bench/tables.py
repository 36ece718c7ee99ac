from bench.records import Record


def refresh(records):
    pass
