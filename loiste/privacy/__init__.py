"""What is held on a person, disclosed; and a person erased, with every number left as it was."""
