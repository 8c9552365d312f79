"""What stands before the public: regions' own portals, and whether links still lead somewhere."""
