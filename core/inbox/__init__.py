"""What arrived from the channels, kept until it has had its effect."""
