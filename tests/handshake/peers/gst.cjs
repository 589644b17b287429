// The messages of GStreamer's signalling server, with libdatachannel as its one producer, which offers and echoes;
// prints its port.
const { WebSocketServer } = require('ws');
const { PeerConnection } = require('node-datachannel');

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => console.log(server.address().port));
server.on('connection', (socket) => {
  let peer;
  const send = (frame) => socket.readyState === 1 && socket.send(JSON.stringify(frame));
  send({ type: 'welcome', peerId: 'listener-1' });
  const start = () => {
    const sessionId = 'session-1';
    send({ type: 'sessionStarted', peerId: 'producer-1', sessionId });
    peer = new PeerConnection('producer', { iceServers: [], bindAddress: '127.0.0.1' });
    peer.onLocalDescription((sdp, type) => send({ type: 'peer', sessionId, sdp: { type, sdp } }));
    peer.onLocalCandidate((candidate) => send({ type: 'peer', sessionId, ice: { candidate, sdpMLineIndex: 0 } }));
    const channel = peer.createDataChannel('echo');
    channel.onMessage((text) => (typeof text === 'string' ? channel.sendMessage(text) : channel.sendMessageBinary(text)));
  };
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString());
    if (frame.type === 'setPeerStatus') send({ ...frame, type: 'peerStatusChanged' });
    if (frame.type === 'list') send({ type: 'list', producers: [{ id: 'producer-1', meta: null }] });
    if (frame.type === 'startSession' && frame.peerId === 'producer-1') start();
    if (frame.type === 'startSession' && frame.peerId !== 'producer-1') {
      send({ type: 'error', details: `Peer with ID '${frame.peerId}' not found` });
    }
    if (frame.type === 'peer' && frame.sdp?.type === 'answer') peer.setRemoteDescription(frame.sdp.sdp, 'answer');
    if (frame.type === 'peer' && frame.ice?.candidate) peer.addRemoteCandidate(frame.ice.candidate, '0');
  });
  socket.on('close', () => peer?.close());
});
process.stdin.on('end', () => process.exit(0)).resume();
