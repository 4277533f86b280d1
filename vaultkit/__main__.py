"""`python -m vaultkit`."""

from vaultkit.cli.main import main

main()
