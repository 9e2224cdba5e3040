"""What an analysis looks like to a reader: tables, figures, a page of claims, a page to explore."""
