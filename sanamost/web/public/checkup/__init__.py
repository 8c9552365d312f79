"""The check-up constructor: a few questions, what is proposed and why, what it costs where."""
