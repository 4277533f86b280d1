"""`vaultkit`: the commands by name. Each is imported when it is run, so that help costs nothing but click.

Commands of plugins are known by the names that pip wrote down; only the one that is run is imported.
"""

import sys
from importlib import import_module

import click

from vaultkit import __version__
from vaultkit.store.distributions import Distribution, distributions, load

COMMANDS: dict[str, tuple[str, str]] = {
    "status": ("every day", "What is waiting, who is next, is all well?"),
    "sync": ("every day", "Bring pages, queue and feed up to date."),
    "watch": ("every day", "Keep them up to date while you write."),
    "queue": ("every day", "Everything that is waiting, soonest first."),
    "show": ("every day", "One person: last contact, what comes next, and why."),
    "check": ("check and extend", "Every line in your notes that needs a look."),
    "new": ("every day", "Make a note for a person or a meeting."),
    "plan": ("every day", "Put a meeting down, so that it gets into the calendar."),
    "prep": ("every day", "What there is to know before a meeting, on one page."),
    "done": ("every day", "You were in touch: log it, and set the next date."),
    "snooze": (
        "every day",
        "Not now: put off the next contact, or what else is waiting.",
    ),
    "draft": ("every day", "A letter to somebody: ask, thank, be introduced, report back."),
    "review": ("every day", "What you did in a week, and what you still owe."),
    "undo": ("every day", "Take back what vaultkit changed in your notes."),
    "demo": ("set up", "Make a small vault of made-up people to try things in."),
    "doctor": ("set up", "Is everything around the vault as it should be?"),
    "service": ("set up", "Let this machine keep the vault up to date by itself."),
    "feed": ("share", "Where a calendar can subscribe to your meetings."),
    "serve": ("share", "Let calendars subscribe: the feeds, each at its secret address."),
    "publish": ("share", "Keep a calendar on a server as your feed is."),
    "hooks": ("check and extend", "Programs of your own that run when something happens."),
}
"""Name (module and function too), group in the help, and what it is for."""

NORWEGIAN = {
    "synk": "sync",
    "kø": "queue",
    "vis": "show",
    "ny": "new",
    "planlegg": "plan",
    "forbered": "prep",
    "ferdig": "done",
    "utsett": "snooze",
    "utkast": "draft",
    "tilbakeblikk": "review",
    "angre": "undo",
    "sjekk": "check",
    "publiser": "publish",
}
GROUPS = ("set up", "every day", "share", "check and extend")


class Commands(click.Group):
    """Finds a command's module by its name; knows the Norwegian words too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, as the help lists them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        name = NORWEGIAN.get(cmd_name.casefold(), cmd_name)
        if name not in COMMANDS:
            added = _added()
            return _of_plugin(name, added[name]) if name in added else None
        command = getattr(import_module(f"vaultkit.cli.{name}"), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command for a word that is none."""
        if args and NORWEGIAN.get(args[0].casefold(), args[0]) not in COMMANDS:
            added = _added()
            if args[0] not in added:
                from difflib import get_close_matches

                near = get_close_matches(args[0], [*COMMANDS, *NORWEGIAN, *added], n=1)
                way_out = f"Did you mean {near[0]}?" if near else "vaultkit --help lists them."
                ctx.fail(f"There is no command «{args[0]}». {way_out}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command. Raises PluginFailedError for a fault of a plugin's."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, OSError):
            raise
        except Exception as error:
            from vaultkit.errors import VaultkitError

            name = ctx.invoked_subcommand
            if isinstance(error, VaultkitError) or name is None or name not in (added := _added()):
                raise
            raise _failed(name, added[name], error) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """By group, without importing any."""
        for group in GROUPS:
            rows = [(name, text) for name, (where, text) in COMMANDS.items() if where == group]
            if rows:
                with formatter.section(group.capitalize()):
                    formatter.write_dl(rows)
        added = [(name, f"from {one.name} {one.version}") for name, one in sorted(_added().items())]
        if added:
            with formatter.section("Plugins"):
                formatter.write_dl(added)


def _added() -> dict[str, Distribution]:
    """The commands of plugins that are none of vaultkit's own, and where each comes from."""
    found: dict[str, Distribution] = {}
    for one in distributions():
        for name in one.commands:
            if name not in COMMANDS and name not in NORWEGIAN:
                found.setdefault(name, one)
    return found


def _of_plugin(name: str, of: Distribution) -> click.Command:
    """The command, imported now. Raises PluginFailedError."""
    try:
        command = load(of.commands[name])
        if not isinstance(command, click.Command):
            raise TypeError(f"{of.commands[name]} is no command of click")  # noqa: TRY301
    except (Exception, SystemExit) as error:
        raise _failed(name, of, error) from error
    return command


def _failed(name: str, of: Distribution, error: BaseException) -> Exception:
    from vaultkit.app.plugins import command_failed

    return command_failed(name, of, error)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"Norwegian words work too: {', '.join(NORWEGIAN)}.",
)
@click.option(
    "--vault", metavar="DIR", help="The folder of notes (else VAULTKIT_VAULT, else the nearest parent)."
)
@click.option("--today", metavar="YYYY-MM-DD", help="Do as if it were this day.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Print more.")
@click.version_option(__version__, prog_name="vaultkit")
@click.pass_context
def cli(ctx: click.Context, /, **options: object) -> None:
    """Keep a folder of notes, one per person, as a network that you really tend.

    \b
    vaultkit demo            try it in a vault of made-up people
    vaultkit sync            in the folder of your notes
    """
    ctx.obj = options
    if ctx.invoked_subcommand is None:
        status = cli.get_command(ctx, "status")
        assert status is not None
        ctx.invoke(status)


def _refusal(error: Exception) -> int:
    """Say what is refused and the way out; the exit code. Raises what is a fault of vaultkit's own."""
    from vaultkit.cli.door import line_by_columns
    from vaultkit.cli.refusal import refusal
    from vaultkit.errors import PluginFailedError

    said, way_out, code = refusal(error)
    click.echo(f"vaultkit: {said}", err=True)
    if way_out:
        click.echo(f"  → {way_out}", err=True)
    if isinstance(error, PluginFailedError) and {"-v", "--verbose"} & set(sys.argv):
        for line in error.failure.trace.splitlines():
            click.echo(line_by_columns(line), err=True)
    return code


def main() -> None:
    """Run the command line; every refusal becomes a message and an exit code here."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = cli.main(prog_name="vaultkit", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        if "unexpected extra argument" in str(error):
            click.echo("  → the folder of your notes is named with --vault DIR", err=True)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except SystemExit:  # click's way to say that the reader has gone away: vaultkit queue | head -1
        code = 0
    except Exception as error:  # noqa: BLE001  raised again when it is none of those that are refused
        code = _refusal(error)
    sys.exit(code if isinstance(code, int) else 0)
