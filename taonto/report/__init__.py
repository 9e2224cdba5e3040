"""How results look to a reader: text, tables, figures and pages."""
