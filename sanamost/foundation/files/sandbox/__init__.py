"""What runs in the limited child process: parsers of strangers' files. Imports no Django."""
