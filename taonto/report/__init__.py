"""What a result looks like to a reader: text, tables, figures and pages."""
