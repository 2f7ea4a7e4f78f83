"""What people write, as typed things: files, YAML, models, addresses."""
