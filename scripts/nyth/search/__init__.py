"""The index files of the search, and the A–Z."""
