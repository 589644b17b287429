#!/usr/bin/env python3
"""How long `rtcdiag dump` takes on dumps of 10, 100 and 500 MB, plain and gzip, beside other readers.

    cargo build --release && python3 benches/dump_sizes.py [MB...]

Needs python3, node, 2 GB of disk in the folder for temporary files, and ../shared/dumps, whose make_big.py grows a
genuine dump in its own layout. Each figure is the best of five runs (of one, where a run takes over ten seconds):
CPU is user and system time of the process, so that a loaded machine says the same; wall is the clock; peak is the
largest resident set. `inflating alone` is `benches/inflate.rs`, the decoder that rtcdiag uses and nothing behind it;
rtcdiag inflates on a thread of its own, so its wall time is the one to compare, on two cores that are free.

Floors: 500 MB at most 0.7 s of CPU and 96 MB; fifty times less CPU than node; gzip at most 1.3 times inflating; a
real dump of 1 MB at most 25 ms; CPU for each MB the same at every size.
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.environ.get('RTCDIAG_SHARED', os.path.join(ROOT, '..', 'shared'))
RTCDIAG = os.path.join(ROOT, 'target', 'release', 'rtcdiag')
REAL = os.path.join(SHARED, 'dumps', 'found', 'guilospanck.txt')
NODE = ['node', '--max-old-space-size=6000', os.path.join(ROOT, 'benches', 'dump_reader.mjs')]


def binary(bench):
    built = subprocess.run(
        ['cargo', 'bench', '--bench', bench, '--no-run', '--message-format=json'],
        cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in built.splitlines()][-2]['executable']


def once(command):
    began = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, 'CI': ''})
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f'{" ".join(command)}: exit code {child.returncode}')
    return usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024


def best(command):
    runs = [once(command)]
    while len(runs) < 5 and runs[0][1] < 10:
        runs.append(once(command))
    return tuple(min(column) for column in zip(*runs))


def say(name, size_mb, figures, note=''):
    cpu, wall, peak = figures
    print(f'{name:32} {size_mb:7.1f} MB  cpu {cpu:7.3f} s  wall {wall:7.3f} s  peak {peak:6.0f} MB  {size_mb / cpu / 1000:6.2f} GB/s  {note}', flush=True)


def main():
    inflate = binary('inflate')
    sizes = [float(word) for word in sys.argv[1:]] or [10, 100, 500]
    say('rtcdiag, a real dump', os.path.getsize(REAL) / 1e6, best([RTCDIAG, 'dump', REAL]))
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = os.path.join(folder, f'{size:.0f}.json')
            make = os.path.join(SHARED, 'dumps', 'make_big.py')
            subprocess.run([sys.executable, make, REAL, path, str(size)], check=True, stdout=subprocess.DEVNULL)
            mb = os.path.getsize(path) / 1e6
            ours = best([RTCDIAG, 'dump', path])
            say('rtcdiag', mb, ours)
            node = best([*NODE, path])
            say('node', mb, node, f'{node[0] / ours[0]:.0f} times rtcdiag')
            packed = path + '.gz'
            with open(path, 'rb') as plain, gzip.open(packed, 'wb', 6) as out:
                while block := plain.read(1 << 20):
                    out.write(block)
            alone = best([inflate, packed])
            say('inflating alone', mb, alone)
            ours = best([RTCDIAG, 'dump', packed])
            say('rtcdiag, gzip', mb, ours, f'{ours[1] / alone[1]:.2f} times inflating in wall, {ours[0] / alone[0]:.2f} in CPU')
            os.remove(path)
            os.remove(packed)


if __name__ == '__main__':
    main()
