"""What people write and tap, each as one use case and one answer."""
