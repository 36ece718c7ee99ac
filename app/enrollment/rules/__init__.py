"""Pure rules of enrollment: who may be insured, on what consent, in which group."""
