"""aiortc as answering echo peer, behind a WebSocket server of its own; prints its port."""

import asyncio
import json

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.sdp import candidate_from_sdp
from websockets.asyncio.server import serve


async def answer(socket):
    peer = RTCPeerConnection()

    @peer.on("datachannel")
    def on_channel(channel):
        channel.on("message", channel.send)

    early = []
    async for text in socket:
        frame = json.loads(text)
        if frame["type"] == "offer":
            await peer.setRemoteDescription(RTCSessionDescription(frame["sdp"], "offer"))
            for init in early:
                await add(peer, init)
            await peer.setLocalDescription(await peer.createAnswer())
            await socket.send(json.dumps({"type": "answer", "sdp": peer.localDescription.sdp}))
        elif frame["type"] == "candidate" and frame["candidate"]:
            if peer.remoteDescription:
                await add(peer, frame["candidate"])
            else:
                early.append(frame["candidate"])
    await peer.close()


async def add(peer, init):
    candidate = candidate_from_sdp(init["candidate"].removeprefix("candidate:"))
    candidate.sdpMid, candidate.sdpMLineIndex = init["sdpMid"], init["sdpMLineIndex"]
    await peer.addIceCandidate(candidate)


async def main():
    async with serve(answer, "127.0.0.1", 0) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
