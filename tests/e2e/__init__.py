"""The whole system: real Chromium, a real server process, a connection that breaks."""
