"""Gathers a relay candidate over each transport and sends data between two aioice connections through it.

Arguments: host, port, user name, credential, transport (udp or tcp). Prints `relayed BYTES` once both ways worked.
"""

import asyncio
import sys

import aioice


def connection(controlling, transport):
    return aioice.Connection(
        ice_controlling=controlling,
        turn_server=(sys.argv[1], int(sys.argv[2])),
        turn_username=sys.argv[3],
        turn_password=sys.argv[4],
        turn_transport=transport,
        transport_policy=aioice.TransportPolicy.RELAY,
        use_ipv6=False,
    )


async def main(transport):
    alice, bob = connection(True, transport), connection(False, transport)
    await asyncio.gather(alice.gather_candidates(), bob.gather_candidates())
    for one, other in ((alice, bob), (bob, alice)):
        kinds = [candidate.type for candidate in one.local_candidates]
        assert kinds == ["relay"], kinds
        for candidate in one.local_candidates:
            await other.add_remote_candidate(candidate)
        await other.add_remote_candidate(None)
        other.remote_username, other.remote_password = one.local_username, one.local_password
    await asyncio.gather(alice.connect(), bob.connect())
    total = 0
    for length in list(range(1, 10)) + [1199, 1200, 1201]:
        data = bytes(range(256)) * 5
        data = data[:length]
        await alice.send(data)
        assert await bob.recv() == data
        await bob.send(data)
        assert await alice.recv() == data
        total += 2 * length
    await asyncio.gather(alice.close(), bob.close())
    print("relayed", total)


asyncio.run(asyncio.wait_for(main(sys.argv[5]), 30))
