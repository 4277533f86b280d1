"""What systemd, launchd and the Windows Task Scheduler are told, so that they run the daemon of a vault.

Paths are data in each of the three syntaxes. Nothing secret is in any of them: the arguments and the
environment of a service can be read by other programs.
"""

import hashlib
import plistlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import phrase
from vaultkit.rules.markdown import clean

AGAIN = 30
"""Seconds after which a daemon that failed is started again."""
START = 120
"""Seconds that it may take to become ready."""
STOP = 15
"""Seconds that it may take to stop: more than a note can keep it waiting."""

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ł": "l"})
_PLAIN = re.compile(r"[A-Za-z0-9_@+=:,./-]+")


def service_name(vault: str) -> str:
    """`vaultkit-notes-1a2b3c4d`: the folder's name for people, and the start of its path's hash.

    `vault`: the whole path of the folder, links followed.
    """
    letters = unicodedata.normalize("NFKD", _folder(vault).casefold().translate(_LETTERS))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    slug = re.sub("[^a-z0-9]+", "-", letters).strip("-")[:24].strip("-")
    digest = hashlib.sha256(vault.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(part for part in ("vaultkit", slug, digest) if part)


def systemd_unit(
    program: Sequence[str], vault: str, name: str, environment: Mapping[str, str] | None = None
) -> str:
    """A unit for `~/.config/systemd/user`.

    `program`: the whole command line, its first word an absolute path. Raises VaultkitError for what no
    service file can hold. See systemd.service(5), systemd.exec(5) and systemd.syntax(7).
    """
    settings = environment or {}
    check((*program, vault, *settings.values()))
    words = list(program)
    if set(words[0]) & set("\"'\\"):
        # systemd takes no program with such a path ("Executable name contains special characters").
        words.insert(0, "/usr/bin/env")
    # `:` keeps variables from being filled in; `$$` would not do in the path of the program.
    literal = ":" if any("$" in word for word in words) else ""
    lines = (
        "# Made by `vaultkit service install`; `vaultkit service remove` takes it away.",
        "[Unit]",
        f"Description=vaultkit keeps “{clean(_folder(vault))}” up to date".replace("%", "%%"),
        "Documentation=https://pypi.org/project/obsidian-vaultkit/",
        "After=basic.target",
        "",
        "[Service]",
        "Type=notify",
        "NotifyAccess=main",
        f"ExecStart={literal}{' '.join(map(systemd_quoted, words))}",
        *(f"Environment={systemd_quoted(f'{key}={value}')}" for key, value in sorted(settings.items())),
        f"SyslogIdentifier={name}",
        "Restart=on-failure",
        f"RestartSec={AGAIN}",
        "# A command line that is refused would be refused again.",
        "RestartPreventExitStatus=2",
        f"TimeoutStartSec={START}",
        f"TimeoutStopSec={STOP}",
        "KillSignal=SIGTERM",
        "# Only the daemon is asked to stop; what it had started goes with it.",
        "KillMode=mixed",
        "# It turns at least once a minute; a silence this long is a hang, on a dead network drive perhaps.",
        "WatchdogSec=300",
        "Nice=10",
        "# Not `idle`: who waits for the lock of the vault would wait for everybody else's disk too.",
        "IOSchedulingClass=best-effort",
        "IOSchedulingPriority=7",
        "",
        "[Install]",
        "WantedBy=default.target",
    )
    return "\n".join(lines) + "\n"


def launchd_plist(
    program: Sequence[str], name: str, output: str, environment: Mapping[str, str] | None = None
) -> bytes:
    """A property list for `~/Library/LaunchAgents`; see launchd.plist(5).

    `output`: file for what is printed before the log is open; its folder must exist. Raises VaultkitError
    for what no service file can hold.
    """
    settings = dict(environment or {})
    check((*program, output, *settings.values()))
    held: dict[str, object] = {
        "Label": name,
        "ProgramArguments": list(program),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": AGAIN,
        "ExitTimeOut": STOP,
        "ProcessType": "Background",
        "StandardOutPath": output,
        "StandardErrorPath": output,
    }
    if settings:
        held["EnvironmentVariables"] = settings
    return plistlib.dumps(held)


def task_xml(program: Sequence[str], vault: str, name: str, user: str) -> str:
    r"""A task that starts when its user logs on; to be written as UTF-16, as its first line says.

    `user`: `DOMAIN\name`; without one it would be everybody's task, which only an administrator may make.
    Raises VaultkitError for what no service file can hold. See the Task Scheduler schema (MS-TSCH, 2.5).
    """
    check((*program, vault, user))
    # A task that ended with an error does not count as failed for RestartOnFailure; the repetition starts it
    # again, and IgnoreNew passes over it while it runs.
    return f"""\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>vaultkit keeps “{escape(clean(_folder(vault)))}” up to date</Description>
    <URI>\\{escape(name)}</URI>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Repetition>
        <Interval>PT5M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <Enabled>true</Enabled>
      <UserId>{escape(user)}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{escape(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <IdleSettings>
      <StopOnIdleEnd>false</StopOnIdleEnd>
      <RestartOnIdle>false</RestartOnIdle>
    </IdleSettings>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>true</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>7</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>3</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(program[0])}</Command>
      <Arguments>{escape(" ".join(map(windows_quoted, program[1:])))}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def systemd_quoted(word: str) -> str:
    """One word of a unit's command line or environment, `$` aside."""
    if _PLAIN.fullmatch(word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def windows_quoted(word: str) -> str:
    """One argument, as CommandLineToArgvW takes it apart: only backslashes before a quote count."""
    if word and not re.search(r'[\s"]', word):
        return word
    word = re.sub(r'(\\*)"', r"\1\1\\" + '"', word)
    return '"' + re.sub(r"(\\+)\Z", r"\1\1", word) + '"'


def check(texts: Sequence[str]) -> None:
    """Raises VaultkitError for characters that XML cannot hold, or that end a line of a unit."""
    for text in texts:
        if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in "\ufffe\uffff" for c in text):
            raise VaultkitError(
                phrase("{path} holds characters that no service can be given", path=text),
                phrase("give the folder a name without line breaks and other invisible characters"),
            )


def _folder(vault: str) -> str:
    """The last part of a path; on systems where paths begin with a slash, a backslash is a letter."""
    signs = "/" if vault.startswith("/") else "/\\"
    return re.split(f"[{re.escape(signs)}]", vault.rstrip(signs))[-1]
