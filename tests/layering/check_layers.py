#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who may include whom. Fails with a line for each include that goes against the table, and for foreign headers
outside the layers that are meant to know them."""
import pathlib
import re
import sys

LAYERS = {  # folder -> layers whose headers it may include, besides its own
    "schema": [],
    "sdk/crypto": ["schema"],
    "sdk/client": ["schema", "crypto"],
    "sdk/cli": ["schema", "crypto", "client"],
    "server/domain": ["schema", "crypto"],
    "server/observe": ["schema"],
    "server/store": ["schema", "crypto", "domain"],
    "server/keyring": ["schema", "crypto", "domain"],
    "server/auth": ["schema", "crypto", "domain", "store", "observe"],
    "server/vault": ["schema", "crypto", "domain", "store", "keyring", "observe"],
    "server/audit": ["schema", "crypto", "domain", "store"],
    "server/outgoing": ["schema", "crypto", "domain", "store", "keyring", "audit", "observe"],
    "server/api": ["schema", "crypto", "domain", "store", "keyring", "observe", "auth", "vault", "audit"],
    "server/net": ["schema", "domain", "store", "observe", "api"],
    "server/app": ["schema", "crypto", "domain", "store", "keyring", "observe", "auth", "vault", "audit", "outgoing", "api",
                   "net"],
}
FOREIGN = {  # header prefix -> the only folders that may include it
    "boost/asio": ["server/net", "sdk/client"],
    "boost/beast": ["server/net", "sdk/client"],
    "sqlite3.h": ["server/store"],
    "openssl/": ["sdk/crypto", "sdk/client", "server/net", "server/outgoing"],
    "nlohmann/": ["schema"],
    "spdlog/": ["server/observe"],
    "toml++/": ["server/app"],
    "CLI/": ["server/app", "sdk/cli"],
}
PREFIXES = {"signet/schema": "schema", "signet/crypto": "crypto", "signet/client": "client"}
NAMES = {folder.split("/")[-1] for folder in LAYERS if folder.startswith("server/")}


def layer_of(include):
    for prefix, layer in PREFIXES.items():
        if include.startswith(prefix + "/"):
            return layer
    first = include.split("/")[0]
    return first if "/" in include and first in NAMES else None


def main(root):
    wrong, files = [], 0
    for folder, allowed in LAYERS.items():
        own = folder.split("/")[-1]
        for path in sorted((root / folder).rglob("*.[ch]pp")):
            files += 1
            for number, line in enumerate(path.read_text().splitlines(), 1):
                match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
                if not match:
                    continue
                where, include = f"{path.relative_to(root)}:{number}", match.group(1)
                layer = layer_of(include)
                if layer and layer != own and layer not in allowed:
                    wrong.append(f"{where}: {own} may not include {layer} ({include})")
                for prefix, folders in FOREIGN.items():
                    if include.startswith(prefix) and folder not in folders:
                        wrong.append(f"{where}: only {', '.join(folders)} may include {include}")
    print("\n".join(wrong) or f"{files} files, every include in order")
    return 1 if wrong or files < 50 else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
