"""The two APIs; the only code that speaks HTTP and knows wire names."""
