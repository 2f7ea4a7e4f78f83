"""What is made from the library besides pages, for people and programs elsewhere."""
