"""The graph that ships with taonto: its modules, the catalogue of frameworks and codings, alignments and terms."""
