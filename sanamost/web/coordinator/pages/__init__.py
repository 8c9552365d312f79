"""The portal's pages; importing them declares their routes."""
