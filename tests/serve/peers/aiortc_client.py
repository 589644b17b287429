"""aiortc as a client of the server: WHIP and WHEP with audio, POST /offer; prints what it saw as JSON."""
import asyncio
import json
import sys

import aiohttp
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack

BASE = sys.argv[1]
SDP = {"Content-Type": "application/sdp"}
FRAGMENT = "application/trickle-ice-sdpfrag"


async def call(post, media=None):
    """Offers by `post`, and gives the echo."""
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    channel = pc.createDataChannel("test")
    heard = asyncio.get_event_loop().create_future()
    channel.on("open", lambda: channel.send("hello"))
    channel.on("message", lambda text: heard.done() or heard.set_result(text))
    played = asyncio.get_event_loop().create_future()

    @pc.on("track")
    async def _(track):
        await track.recv()
        played.done() or played.set_result(track.kind)

    if media == "send":
        pc.addTransceiver(AudioStreamTrack(), direction="sendonly")
    elif media:
        pc.addTransceiver(media, direction="recvonly")
    await pc.setLocalDescription(await pc.createOffer())
    answer = await post(pc.localDescription.sdp)
    await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    said = await asyncio.wait_for(heard, 10)
    if media in ("audio", "video"):
        said += " " + await asyncio.wait_for(played, 10)
    await pc.close()
    return said


async def main():
    seen = {}
    async with aiohttp.ClientSession() as http:
        for path in ("whip", "whep"):
            async def post(sdp, path=path):
                async with http.post(f"{BASE}/{path}", data=sdp, headers=SDP) as r:
                    seen[path] = [r.status]
                    seen["location"], seen["etag"] = r.headers["Location"], r.headers["ETag"]
                    return await r.text()
            said = await call(post, "send" if path == "whip" else "video")
            resource = BASE + seen["location"]
            tests = [({}, 415), ({"Content-Type": FRAGMENT}, 428), ({"Content-Type": FRAGMENT, "If-Match": '"x"'}, 412)]
            for headers, _ in tests:
                async with http.patch(resource, data="a=mid:0\r\n", headers=headers) as r:
                    seen[path].append(r.status)
            async with http.delete(resource) as r:
                seen[path].append(r.status)
            seen[path].append(said)

        async def offer(sdp):
            async with http.post(f"{BASE}/offer", json={"sdp": sdp, "type": "offer"}) as r:
                return (await r.json())["sdp"]
        seen["offer"] = await call(offer)
    print(json.dumps(seen))


asyncio.run(main())
