"""Documents of the year: register, overview, agenda, progress, annual report."""
