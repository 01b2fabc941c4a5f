"""What the check and the build cost: `make bench`."""
