"""What changed between two documents: clauses paired by id, words compared so that they read right, a redline."""
