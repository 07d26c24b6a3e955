"""Writes a network of PyTorch as a perception archive: NAME.pt, NAME.pt.json and NAME.pt.selftest.safetensors.

Runs with PyTorch 1.13 and newer. Import `export` into a script that builds the network:

    from export_archive import export
    export("raft.pt", network, task="flow", name="raft-small", version="1", licence="BSD-3-Clause",
           inputs={"a": ["f32", "B", 3, "H%8", "W%8"], "b": "=a"}, outputs={"flow": ["f32", "B", 2, "H", "W"]},
           cases=[(torch.rand(1, 3, 136, 160) * 255,) * 2, (torch.rand(2, 3, 128, 192) * 255,) * 2],
           pre={"multiple": 8, "range": 255})

The first case is traced, every case is recorded. Give at least two of different shapes, and none at a size where the
network takes a shortcut: a trace freezes sizes, devices and branches, and computes wrong numbers elsewhere without an
error. Use eager attention, and no F.interpolate in scripted parts.
"""

import hashlib
import json
import struct

import torch

TYPES = {torch.float32: "F32", torch.int64: "I64", torch.uint8: "U8", torch.bool: "BOOL"}


def export(path, network, task, name, version, licence, inputs, outputs, cases, pre=None, post=None, batch=1,
           autocast=(), tolerance=1e-3, non_commercial=False, source=None):
    """Traces, records and writes; `inputs` and `outputs` are contracts as in the manifest."""
    network = network.eval()
    with torch.no_grad():
        torch.jit.trace(network, cases[0], check_trace=False).save(path)
        script = torch.jit.load(path)
        tensors = {}
        for number, case in enumerate(cases):
            eager, traced = flat(network(*case)), flat(script(*case))
            for a, b in zip(eager, traced):
                worst = ((a.double() - b.double()).abs() / (1 + a.double().abs())).max().item()
                if a.shape != b.shape or worst > tolerance:
                    raise SystemExit(f"case {number} of shape {[tuple(x.shape) for x in case]}: the trace differs "
                                     f"from the network by {worst:g}; a size or a branch is frozen in it")
            tensors.update({f"case{number}.in.{k}": x for k, x in zip(inputs, case)})
            tensors.update({f"case{number}.out.{k}": y for k, y in zip(outputs, eager)})
    write(path + ".selftest.safetensors", tensors)
    manifest = {
        "schema": 1, "task": task, "name": name, "version": version, "sha256": checksum(path),
        "licence": {"spdx": licence, "nonCommercial": non_commercial},
        "source": dict(source or {"repository": "unknown"}, exporter=f"torch {torch.__version__}"),
        "in": inputs, "out": outputs, "autocast": list(autocast), "batch": batch,
        "pre": pre or {}, "post": post or {},
        "selfTest": [{"name": f"case{number}", "tolerance": tolerance} for number in range(len(cases))],
    }
    with open(path + ".json", "w") as file:
        json.dump(manifest, file, indent=2)


def flat(result):
    return list(result) if isinstance(result, (tuple, list)) else [result]


def checksum(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def write(path, tensors):
    """safetensors without a package."""
    header, blobs, at = {}, [], 0
    for key, tensor in tensors.items():
        tensor = tensor.detach().contiguous().cpu()
        blob = bytes(tensor.reshape(-1).view(torch.uint8).numpy()) if tensor.dtype != torch.bool \
            else bytes(tensor.reshape(-1).to(torch.uint8).numpy())
        header[key] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [at, at + len(blob)]}
        blobs.append(blob)
        at += len(blob)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))
