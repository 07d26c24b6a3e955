"""Times one case at a time for Mesh.Bench.

Reads "CASE ITERATIONS THREADS DEVICE" lines, answers "WALL CPU", seconds per iteration.
"""
import sys
import time

import torch

import mmdit
import nano_vae
import operators
import train
import video_vae
import wan


def main():
    cases = {**operators.CASES, **mmdit.CASES, **nano_vae.CASES, **video_vae.CASES,
             **wan.CASES, **train.CASES}
    built = {}
    print("ready", torch.__version__, flush=True)
    for line in sys.stdin:
        name, iterations, threads, device = line.split()
        torch.set_num_threads(int(threads))
        if name not in cases:
            print("unknown", flush=True)
            continue
        if name not in built:
            built.clear()  # one model in memory at a time
            torch.manual_seed(0)
            if device != "cpu":
                torch.set_default_device(device)
            built[name] = cases[name]()
            built[name]()
        step = built[name]
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(int(iterations)):
            step()
        if device != "cpu":
            torch.cuda.synchronize()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(wall / int(iterations), cpu / int(iterations), flush=True)


if __name__ == "__main__":
    main()
