"""What became of a file: counted, listed, and in words."""

from dataclasses import asdict, dataclass, field
from typing import Any

SAMPLE = 10


@dataclass
class Some:
    """How many, and the first few by name."""

    count: int = 0
    sample: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, names: list[str]) -> "Some":
        return cls(len(names), names[:SAMPLE])


@dataclass
class Report:
    """`read` = accepted + duplicate + rejected. `import_id` is None after a dry run; `dates`: column -> layout."""

    kind: str
    file: str
    dry_run: bool
    import_id: str | None
    read: int
    accepted: int
    duplicate: int
    rejected: int
    errors: list[dict[str, Any]]
    encoding: str
    delimiter: str
    columns: dict[str, str]
    dates: dict[str, str]
    created_accounts: Some = field(default_factory=Some)
    waiting_accounts: Some = field(default_factory=Some)
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON shows it; keys are English in every language."""
        plain = asdict(self)
        detected = {key: plain.pop(key) for key in ("encoding", "delimiter", "dates", "columns")}
        first = {key: plain.pop(key) for key in ("kind", "file", "import_id", "dry_run")}
        first["import"] = first.pop("import_id")
        errors = plain.pop("errors")
        return {**first, **plain, "detected": detected, "errors": errors}

    def without_errors(self) -> dict[str, Any]:
        """What is stored beside the rejected rows."""
        return {key: value for key, value in self.as_dict().items() if key != "errors"}
