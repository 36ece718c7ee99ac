"""What areas are built from: villages, databases, servers, phones, a browser."""
