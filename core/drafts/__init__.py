"""From a sentence to a submitted need."""
