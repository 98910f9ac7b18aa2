# SPDX-License-Identifier: Apache-2.0
"""Writes a typed Python class for every artifact; --check only compares.

Structs become dataclasses in ``structs.py``, shared by name between contracts; events become
dataclasses and functions typed methods in a module a contract. Where Vyper gives a function
default arguments, the binding has the longest form.
"""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
from typing import Any

from eth_utils import keccak

from tools.contracts import BINDINGS, ROOT, load_artifacts

Abi = dict[str, Any]
HEADER = "# SPDX-License-Identifier: Apache-2.0\n"
_PLAIN = {"address": "Address", "bool": "bool", "string": "str", "bytes": "bytes"}


def main() -> int:
    """Writes the bindings, or with --check says which ones are stale."""
    wanted = {name: _formatted(name, text) for name, text in generate(load_artifacts()).items()}
    present = {path.name: path.read_text() for path in BINDINGS.glob("*.py")}
    stale = sorted(n for n in wanted.keys() | present.keys() if wanted.get(n) != present.get(n))
    if "--check" in sys.argv[1:]:
        if stale:
            print(f"bindings are not of these artifacts: {', '.join(stale)}; run: make artifacts")
        else:
            print(f"bindings: {len(wanted)} current")
        return 1 if stale else 0
    BINDINGS.mkdir(parents=True, exist_ok=True)
    for name in present.keys() - wanted.keys():
        (BINDINGS / name).unlink()
    for name, text in wanted.items():
        (BINDINGS / name).write_text(text)
    print(f"wrote {len(wanted)} bindings; changed: {', '.join(stale) or 'none'}")
    return 0


def generate(artifacts: dict[str, Abi]) -> dict[str, str]:
    """The modules by file name."""
    structs: dict[str, Abi] = {}
    for artifact in artifacts.values():
        _collect_structs(artifact["abi"], structs)
    modules = {"__init__.py": HEADER + '"""Typed contracts, generated: run `make artifacts`."""\n'}
    modules["structs.py"] = _structs_module(structs)
    for name, artifact in artifacts.items():
        modules[f"{_snake(name)}.py"] = _contract_module(name, artifact)
    return modules


def _collect_structs(abi: list[Abi], structs: dict[str, Abi]) -> None:
    for item in abi:
        for field in (*item.get("inputs", ()), *item.get("outputs", ())):
            _collect_struct(field, structs)


def _collect_struct(field: Abi, structs: dict[str, Abi]) -> None:
    for part in field.get("components", ()):
        _collect_struct(part, structs)
    if not field["type"].startswith("tuple") or "internalType" not in field:
        return
    name = _struct_name(field)
    shape = [(part["name"], _abi_type(part)) for part in field["components"]]
    known = structs.setdefault(name, field)
    if [(part["name"], _abi_type(part)) for part in known["components"]] != shape:
        message = f"two structs are called {name} and differ: rename one"
        raise SystemExit(message)


def _structs_module(structs: dict[str, Abi]) -> str:
    lines = [
        HEADER + '"""The contracts\' structs, generated: run `make artifacts`."""\n',
        "from __future__ import annotations\n",
        "from dataclasses import dataclass",
        "from typing import Any, Self\n",
        "from shouxin.chain.abi import Address, checksummed\n",
    ]
    for name, field in structs.items():
        parts = field["components"]
        body = [f"    {_safe(p['name'])}: {_type(p)}" for p in parts]
        values = [
            f"            {_safe(p['name'])}={_value(p, f'raw[{i}]')}," for i, p in enumerate(parts)
        ]
        lines += [
            "\n@dataclass(frozen=True, slots=True)",
            f"class {name}:",
            f'    """The contracts\' struct ``{name}``."""\n',
            *body,
            "\n    @classmethod",
            "    def of(cls, raw: Any) -> Self:",
            '        """The struct from its decoded values."""',
            "        return cls(",
            *values,
            "        )\n",
        ]
    return "\n".join(lines)


def _contract_module(name: str, artifact: Abi) -> str:
    events = [item for item in artifact["abi"] if item["type"] == "event"]
    functions = _longest_forms(artifact["abi"])
    empty: Abi = {"inputs": []}
    constructor = next((i for i in artifact["abi"] if i["type"] == "constructor"), empty)
    types = tuple(_abi_type(item) for item in constructor["inputs"])
    body = [
        *(line for event in events for line in _event(event)),
        *(
            f"{_variable(f['name'])} = Function({f['name']!r}, {_types(f['inputs'])}, "
            f"{_types(f['outputs'])})"
            for f in functions
        ),
        f"\n\nclass {name}(Contract):",
        f'    """The contract ``{name}``."""\n',
        f"    NAME = {name!r}",
        f"    CONSTRUCTOR: ClassVar[tuple[str, ...]] = {types!r}\n",
        *(line for f in functions for line in _method(f, artifact["docs"].get(f["name"], ""))),
    ]
    text = "\n".join(body)
    return "\n".join(
        [
            HEADER + f'"""``{name}``, typed; generated: run `make artifacts`."""\n',
            *_imports(text),
            "",
            text,
        ]
    )


def _imports(text: str) -> list[str]:
    """What a module uses, found by looking."""

    def used(*names: str) -> list[str]:
        return [name for name in names if re.search(rf"\b{name}\b", text)]

    lines = ["from __future__ import annotations\n"]
    if used("Sequence"):
        lines.append("from collections.abc import Sequence")
    if used("dataclass"):
        lines.append("from dataclasses import dataclass")
    typing = [*used("Any", "ClassVar", "Self")]
    lines.append(f"from typing import TYPE_CHECKING, {', '.join(typing)}\n")
    lines.append(
        f"from shouxin.chain.abi import {', '.join(used('Address', 'Contract', 'Function'))}"
        + (", checksummed" if used("checksummed") else "")
    )
    structs = sorted(set(re.findall(r"structs\.(\w+)", text)))
    if structs:
        lines.append("from shouxin.chain.bindings import structs")
    if used("Sender"):
        lines += ["\nif TYPE_CHECKING:", "    from shouxin.chain.sender import Receipt, Sender\n"]
    else:
        lines = [line.replace("TYPE_CHECKING, ", "") for line in lines]
    return lines


def _event(event: Abi) -> list[str]:
    fields = event["inputs"]
    signature = f"{event['name']}({','.join(map(_abi_type, fields))})"
    kinds = tuple((_abi_type(field), bool(field["indexed"])) for field in fields)
    return [
        "@dataclass(frozen=True, slots=True)",
        f"class {event['name']}:",
        f'    """The event ``{event["name"]}``."""\n',
        f"    NAME: ClassVar[str] = {event['name']!r}",
        f"    TOPIC: ClassVar[bytes] = bytes.fromhex({keccak(text=signature).hex()!r})",
        f"    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = {kinds!r}\n",
        *(f"    {_safe(f['name'])}: {_type(f, 'structs.')}" for f in fields),
        "\n    @classmethod",
        "    def of(cls, values: Sequence[Any]) -> Self:",
        '        """The event from its values in the order of its fields."""',
        "        return cls(",
        *(
            f"            {_safe(f['name'])}={_value(f, f'values[{i}]', 'structs.')},"
            for i, f in enumerate(fields)
        ),
        "        )\n\n",
    ]


def _longest_forms(abi: list[Abi]) -> list[Abi]:
    forms: dict[str, Abi] = {}
    for item in abi:
        if item["type"] == "function":
            known = forms.setdefault(item["name"], item)
            if len(item["inputs"]) > len(known["inputs"]):
                forms[item["name"]] = item
    return list(forms.values())


def _method(function: Abi, notice: str) -> list[str]:
    is_view = function["stateMutability"] in {"view", "pure"}
    names = [_parameter(p["name"]) for p in function["inputs"]]
    parameters = [
        f"{name}: {_type(p, 'structs.', is_input=True)}"
        for name, p in zip(names, function["inputs"], strict=True)
    ]
    doc = (notice or f"Calls ``{function['name']}``.").replace("\\", "\\\\").rstrip(".") + "."
    values = ", ".join([_variable(function["name"]), *names])
    if is_view:
        head = ", ".join(["self", *parameters, "*, caller: Address | None = None"])
        return [
            f"    def {_safe(function['name'])}({head}) -> {_answer_type(function['outputs'])}:",
            f'        """{doc}"""',
            f"        raw = self._view({values}, caller=caller)",
            f"        return {_answer(function['outputs'])}\n",
        ]
    is_payable = function["stateMutability"] == "payable"
    payment = ", value: int = 0" if is_payable else ""
    head = ", ".join(["self", *parameters, "*, sender: Sender"]) + payment
    return [
        f"    def {_safe(function['name'])}({head}) -> Receipt:",
        f'        """{doc}"""',
        f"        return self._send({values}, sender=sender{', value=value' * is_payable})\n",
    ]


def _answer_type(outputs: list[Abi]) -> str:
    types = [_type(output, "structs.") for output in outputs]
    if not types:
        return "None"
    return types[0] if len(types) == 1 else f"tuple[{', '.join(types)}]"


def _answer(outputs: list[Abi]) -> str:
    values = [_value(output, f"raw[{i}]", "structs.") for i, output in enumerate(outputs)]
    return f"({', '.join(values)})" if len(values) != 1 else values[0]


def _type(item: Abi, prefix: str = "", *, is_input: bool = False) -> str:
    """The Python type of an ABI item."""
    kind = item["type"]
    if kind.endswith("]"):
        element = _type({**item, "type": kind[: kind.rindex("[")]}, prefix, is_input=is_input)
        return f"Sequence[{element}]" if is_input else f"tuple[{element}, ...]"
    if kind == "tuple":
        return prefix + _struct_name(item)
    return _PLAIN.get(kind) or ("bytes" if kind.startswith("bytes") else "int")


def _value(item: Abi, raw: str, prefix: str = "") -> str:
    """The expression that gives a decoded value its Python type."""
    kind = item["type"]
    if kind.endswith("]"):
        element = _value({**item, "type": kind[: kind.rindex("[")]}, "item", prefix)
        return f"tuple({raw})" if element == "item" else f"tuple({element} for item in {raw})"
    if kind == "tuple":
        return f"{prefix}{_struct_name(item)}.of({raw})"
    if kind == "address":
        return f"checksummed({raw})"
    python = _type(item)
    return raw if raw == "item" else f"{python}({raw})"


def _abi_type(item: Abi) -> str:
    if not item["type"].startswith("tuple"):
        return str(item["type"])
    return f"({','.join(map(_abi_type, item['components']))}){item['type'][5:]}"


def _types(items: list[Abi]) -> str:
    return repr(tuple(_abi_type(item) for item in items))


def _struct_name(item: Abi) -> str:
    return str(item["internalType"]).removeprefix("struct ").split("[")[0]


def _variable(name: str) -> str:
    """A function's variable; a constant's getter, `CURRENCY`, and `currency` have one each."""
    return f"_{name.upper()}_CONSTANT" if name.isupper() else f"_{name.upper()}"


def _safe(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _parameter(name: str) -> str:
    """A parameter's name, clear of the ones that every method has."""
    return f"{name}_" if name in {"sender", "caller", "value"} else _safe(name)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _formatted(name: str, text: str) -> str:
    for arguments in (["check", "--select", "I,F401", "--fix", "--quiet"], ["format", "--quiet"]):
        command = ["ruff", *arguments, "--stdin-filename", str(BINDINGS / name), "-"]
        text = subprocess.run(
            [sys.executable, "-m", *command],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        ).stdout
    return text


if __name__ == "__main__":
    sys.exit(main())
