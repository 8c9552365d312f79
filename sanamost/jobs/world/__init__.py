"""The demonstration world: invented organisations and people, used by demo, tests and pictures."""
