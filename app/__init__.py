"""The one place that wires the parts together: settings, command line, processes."""
