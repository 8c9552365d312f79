"""Pure computation: values in, values out. No framework, no clock, no database, no files."""
