"""One module for each kind of row that a file may hold."""
