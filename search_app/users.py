"""`python -m search_app.users`: who may log in at the desk."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from search_app.desk.users import ROLES, Users
from search_index.errors import ClippingsError
from search_index.settings import Settings

DONE, NOT_DONE = 0, 2


def main(
    arguments: Sequence[str] | None = None, *, program: str = "python -m search_app.users"
) -> int:
    """Add, list and remove users; gives the exit status."""
    options = _parser(program).parse_args(arguments)
    overrides = {"index_dir": options.index_dir} if options.index_dir else {}
    try:
        users = Users(Settings.from_environment(**overrides).index_dir)
        if options.do == "add":
            user = users.put(options.name, role=options.role, password=_password(options))
            print(f"{user.name} may log in as a {user.role}.", file=sys.stderr)
        elif options.do == "token":
            print(users.new_token(options.name))
            print("Keep it: it is not shown again.", file=sys.stderr)
        elif options.do == "remove":
            if not users.remove(options.name):
                print(f"{program}: there is no user {options.name!r}.", file=sys.stderr)
                return NOT_DONE
        else:
            for user in users.load():
                print(f"{user.name}\t{user.role}\t{len(user.tokens)} tokens")
    except (ClippingsError, OSError) as error:
        print(f"{program}: {error}", file=sys.stderr)
        return NOT_DONE
    except (KeyboardInterrupt, EOFError):
        print(file=sys.stderr)
        return NOT_DONE
    return DONE


def _password(options: argparse.Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise ClippingsError("The two passwords differ; nothing was changed.")
    return first


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program,
        description="Who may log in at the desk.",
        epilog="examples:\n"
        f"  {program} add ann --role curator\n"
        f"  {program} token ann\n"
        f"  {program} --index-dir /var/lib/clippings/index list",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="folder of the index")
    commands = parser.add_subparsers(dest="do", required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="add a user, or give one a new password and role")
    add.add_argument("name")
    add.add_argument("--role", choices=ROLES, default="reader", help="default: reader")
    add.add_argument(
        "--password-stdin", action="store_true", help="take the password from standard input"
    )
    token = commands.add_parser("token", help="print a new token of a user for the API")
    token.add_argument("name")
    remove = commands.add_parser("remove", help="forget a user; sessions and tokens end at once")
    remove.add_argument("name")
    commands.add_parser("list", help="print names, roles and how many tokens each has")
    return parser


if __name__ == "__main__":
    sys.exit(main())
