"""What becomes of the finished site: checks, releases, the edition for a disk."""
