"""The last step: MkDocs, and what else can take its place."""
