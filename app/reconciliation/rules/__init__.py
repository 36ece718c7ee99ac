"""Pure rules of money: what is due, what a bank statement says, which line pays what."""
