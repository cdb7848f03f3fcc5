"""What verifying and handing over evidence has come to: for people, and as JSON."""

from typing import Any

from rich.console import Console
from rich.markup import escape

from optout.proof.audit import Audit
from optout.proof.bundle import Bundle
from optout.proof.checked import Checked
from optout.proof.verify import short

FORMAT = 1


def show(audits: list[Audit], console: Console) -> None:
    """Print each run, what is wrong with it, and where the chain ends."""
    for audit in audits:
        console.print(f"[bold]{_escaped(audit.name)}[/bold]")
        for one in sorted(audit.runs, key=lambda one: (one.number == 0, one.number, one.run)):
            _run(one, console)
        for problem in audit.problems:
            console.print(f"  [red]✗ {_escaped(problem)}[/red]")
        for note in audit.notes:
            console.print(f"  {_escaped(note)}", style="dim")
        if audit.head.count:
            console.print(f"  Head: {audit.head}", soft_wrap=True)
    if not any(audit.runs for audit in audits):
        console.print("There is no run to verify.")
    elif all(audit.sound for audit in audits) and not any(one.number for audit in audits for one in audit.runs):
        console.print("No run here is sealed: nothing can be verified.")
    elif all(audit.sound for audit in audits):
        console.print("[green]Intact:[/green] everything is as it was sealed.")
        if any(audit.head.count for audit in audits):
            console.print(
                "Keep the head where nobody can change it (a letter, an e-mail to yourself), and give it back with "
                '"optout proof verify --head HEAD": then a removal of the newest runs shows, too.',
                style="dim",
            )
    else:
        console.print("[red]Not intact:[/red] see ✗ above. What is named cannot be relied on.")


def _run(one: Checked, console: Console) -> None:
    sealed = f"sealed {_clock(one.at)}" if one.at else "not sealed"
    signed = f", signed by {short(one.key)}" if one.key else ""
    files = f", {one.intact} files intact" if one.number else ""
    mark = "[red]✗[/red]" if one.problems else "[green]✓[/green]" if one.number else "[dim]·[/dim]"
    number = f"#{one.number}" if one.number else "  "
    console.print(f"  {mark} {number} {_escaped(one.run)}: {sealed}{signed}{files}", soft_wrap=True)
    for problem in one.problems:
        console.print(f"      [red]✗ {_escaped(problem)}[/red]", soft_wrap=True)
    for stamp in one.stamps:
        console.print(
            f'      stamped {_clock(stamp.at)} by "{_escaped(stamp.authority)}" '
            f'(root "{_escaped(stamp.root)}", SHA-256 {short(stamp.root_sha256)})',
            soft_wrap=True,
        )
    for note in one.notes:
        console.print(f"      {_escaped(note)}", style="dim", soft_wrap=True)


def document(audits: list[Audit]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "format": FORMAT,
        "intact": all(audit.sound for audit in audits),
        "places": [
            {
                "name": audit.name,
                "intact": audit.sound,
                "head": str(audit.head) if audit.head.count else None,
                "problems": list(audit.problems),
                "notes": list(audit.notes),
                "runs": [_document(one) for one in audit.runs],
            }
            for audit in audits
        ],
    }


def _document(one: Checked) -> dict[str, Any]:
    return {
        "run": one.run,
        "number": one.number or None,
        "manifest": one.manifest or None,
        "sealed": one.at or None,
        "key": one.key or None,
        "files_intact": one.intact,
        "stamps": [
            {"at": stamp.at, "authority": stamp.authority, "root": stamp.root, "root_sha256": stamp.root_sha256}
            for stamp in one.stamps
        ],
        "problems": list(one.problems),
        "notes": list(one.notes),
    }


def handed_over(bundle: Bundle) -> str:
    """What a bundle holds, in a few lines."""
    runs = f"{len(bundle.runs)} run{'s' if len(bundle.runs) != 1 else ''}"
    lines = [f"Evidence of {runs}: {bundle.file}"]
    if bundle.left_out:
        lines.append(
            f"{bundle.left_out} picture{'s were' if bundle.left_out != 1 else ' was'} left out: nobody knows what a "
            "page shows that could not be read."
        )
    lines.append(
        "README.txt in it says how to check it, and what a picture can and cannot prove. Look at its pictures yourself "
        "before you hand it over."
    )
    return "\n".join(lines)


def _clock(at: str) -> str:
    return _escaped(f"{at[:19].replace('T', ' ')} UTC")


def _escaped(text: str) -> str:
    """A text from a record or a file name, without what could steer the terminal or be taken for markup."""
    return escape("".join(letter if letter.isprintable() else "?" for letter in text))
