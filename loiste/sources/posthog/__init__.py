"""Events as PostHog's clients write them."""
