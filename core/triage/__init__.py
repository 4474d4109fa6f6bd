"""What a coordinator does with a need that routing could not place."""
