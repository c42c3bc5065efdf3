"""Reading: from an article's bytes to a document, and the one traversal of it."""
