"""From things to pages: Markdown, drawings, the shell around them."""
