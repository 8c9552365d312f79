"""The way to a request: one question a step, kept on the way, sent at the end."""
