"""Pages of places and people, one noun per module. What they show of programmes is read in `taking_part`."""
