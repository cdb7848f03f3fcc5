"""A run as the JSON document of `--json`; its keys are a contract."""

from pathlib import Path
from typing import Any

from optout.model import Result, Run

FORMAT = 1


def document(run: Run, folder: Path) -> dict[str, Any]:
    """The document of a run that is kept in a folder; `error` says why not all of it is."""
    return {
        "format": FORMAT,
        "run": run.id,
        "mode": run.mode.value,
        "exit": run.exit_status,
        "folder": str(folder),
        "results": [_result(result) for result in run.results],
        "unlisted": [{"service": one.service, "title": one.title, "url": one.url} for one in run.unlisted],
        **({"error": run.problem} if run.problem else {}),
    }


def failure(mode: str, exit_status: int, sentence: str) -> dict[str, Any]:
    """The document of a run that could not begin; `error` says why."""
    return {
        "format": FORMAT,
        "run": None,
        "mode": mode,
        "exit": exit_status,
        "folder": None,
        "results": [],
        "unlisted": [],
        "error": sentence,
    }


def idle(mode: str, sentence: str) -> dict[str, Any]:
    """The document where nothing was to be done; `note` says why."""
    document = failure(mode, 0, sentence)
    document["note"] = document.pop("error")
    return document


def _result(result: Result) -> dict[str, Any]:
    pictures = [seen.picture for seen in (result.before, result.after) if seen and seen.picture]
    return {
        "service": result.service,
        "account": result.account,
        "setting": result.setting,
        "title": result.title,
        "url": result.url,
        "outcome": result.outcome.value,
        "before": result.before.state.value if result.before else "unknown",
        "after": result.last.state.value if result.last else "unknown",
        "sentence": result.sentence,
        "proof": list(dict.fromkeys(pictures)),
    }
