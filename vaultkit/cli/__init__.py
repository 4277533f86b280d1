"""The command: options in, one use case, text out."""
