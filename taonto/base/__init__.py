"""What everything rests on; it knows nothing of RDF or of sheets: errors, files, resources, children, names, text."""
