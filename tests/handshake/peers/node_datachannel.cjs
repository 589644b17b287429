// libdatachannel as answering echo peer, behind a WebSocket server of its own; prints its port.
const { WebSocketServer } = require('ws');
const { PeerConnection } = require('node-datachannel');

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => console.log(server.address().port));
server.on('connection', (socket) => {
  const peer = new PeerConnection('echo', { iceServers: [], bindAddress: '127.0.0.1' });
  const send = (frame) => socket.readyState === 1 && socket.send(JSON.stringify(frame));
  peer.onLocalDescription((sdp, type) => send({ type, sdp }));
  peer.onLocalCandidate((candidate, sdpMid) => send({ type: 'candidate', candidate: { candidate, sdpMid, sdpMLineIndex: 0 } }));
  peer.onDataChannel((channel) => {
    channel.onMessage((text) => (typeof text === 'string' ? channel.sendMessage(text) : channel.sendMessageBinary(text)));
  });
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString());
    if (frame.type === 'offer') peer.setRemoteDescription(frame.sdp, 'offer');
    if (frame.type === 'candidate' && frame.candidate) {
      peer.addRemoteCandidate(frame.candidate.candidate, frame.candidate.sdpMid ?? '0');
    }
  });
  socket.on('close', () => peer.close());
});
process.stdin.on('end', () => process.exit(0)).resume();
