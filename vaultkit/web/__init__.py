"""The door for calendars: the feeds over HTTP, each at its secret address."""
