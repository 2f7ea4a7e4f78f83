"""The commands and the forms with which editors write."""
