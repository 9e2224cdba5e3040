"""What an analysis looks like to a reader: tables, figures, a page of findings, a page to explore."""
