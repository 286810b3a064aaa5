"""Events as Segment's clients write them."""
