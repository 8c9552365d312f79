"""Import contracts that import-linter does not bring along; `[tool.importlinter]` names them."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateModelsContract(Contract):
    """`X.models`, module or package, may be imported only from inside `X`.

    Others use X's selectors, services and events; foreign keys are written as strings.
    """

    root = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 import-linter's own signature
        """Every import of an app's models from outside the app."""
        broken = [
            (importer, module)
            for module in sorted(graph.modules)
            if (owner := _owner(module)) and _is_inside(module, self.root)
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if not _is_inside(importer, owner)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import and what to use in its place."""
        for importer, module in check.metadata["broken"]:
            output.print_error(f"{importer} imports {module}; use its selectors or services.")


def _owner(module: str) -> str:
    """The app whose models `module` is or belongs to; empty for any other module."""
    before, found, _ = f"{module}.".partition(".models.")
    return before if found else ""


def _is_inside(module: str, package: object) -> bool:
    return f"{module}.".startswith(f"{package}.")
