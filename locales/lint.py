"""Looks for faults in the texts: what cannot be read, keys and parameters that not all languages have."""

import sys

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from locales import FOLDER, WRITTEN, junk


class _Parameters(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


def faults() -> list[str]:
    """One line for each fault; empty when all is well."""
    found = [f"{locale}: cannot be read: {entry}" for locale in WRITTEN for entry in junk(locale)]
    messages = {locale: _messages(locale) for locale in WRITTEN}
    everywhere = set().union(*messages.values())
    for key in sorted(everywhere):
        missing = [locale for locale in WRITTEN if key not in messages[locale]]
        if missing:
            found.append(f"{', '.join(missing)}: {key} is missing")
        elif len({messages[locale][key] for locale in WRITTEN}) > 1:
            found.append(f"{key}: not the same parameters in all languages")
    return found


def _messages(locale: str) -> dict[str, frozenset[str]]:
    """The keys of a language with the parameters of each."""
    messages: dict[str, frozenset[str]] = {}
    for file in sorted((FOLDER / locale).glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Message):
                parameters = _Parameters()
                parameters.visit(entry)
                messages[entry.id.name] = frozenset(parameters.names)
    return messages


if __name__ == "__main__":
    sys.exit("\n".join(faults()) or 0)
