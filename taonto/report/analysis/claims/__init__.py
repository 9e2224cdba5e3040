"""The claims: what the numbers say, in sentences made from the result alone."""
