"""What is made from the library besides pages: files to print, to show and to use elsewhere."""
