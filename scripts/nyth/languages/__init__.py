"""Two equal languages: Welsh by itself, and whether both say the same."""
