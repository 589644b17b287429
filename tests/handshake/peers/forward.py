"""Passes TCP connections at HOST PORT on to ADDRESS:PORT of this machine: forward.py HOST PORT ADDRESS:PORT"""
import asyncio
import sys


async def pipe(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def main(host, port, target):
    address, inner = target.rsplit(":", 1)

    async def serve(reader, writer):
        to, fro = await asyncio.open_connection(address, int(inner))
        await asyncio.gather(pipe(reader, fro), pipe(to, writer))

    server = await asyncio.start_server(serve, host, int(port))
    print("ready", flush=True)
    await server.serve_forever()


asyncio.run(main(*sys.argv[1:]))
