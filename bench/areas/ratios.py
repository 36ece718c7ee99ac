def measure(run):
    pass
