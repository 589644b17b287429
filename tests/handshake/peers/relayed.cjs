// libdatachannel as answering echo peer at the far end of a relay, `ws` or `socketio` by the first argument; says when
// it is there.
const { PeerConnection } = require('node-datachannel');

const [, , kind, url] = process.argv;
let peer;
const handle = (send) => (frame) => {
  if (frame?.type === 'offer') {
    peer = new PeerConnection('echo', { iceServers: [], bindAddress: '127.0.0.1' });
    peer.onLocalDescription((sdp, type) => send({ type, sdp }));
    peer.onLocalCandidate((candidate, sdpMid) => send({ candidate: { candidate, sdpMid, sdpMLineIndex: 0 } }));
    peer.onDataChannel((channel) => {
      channel.onMessage((text) => (typeof text === 'string' ? channel.sendMessage(text) : channel.sendMessageBinary(text)));
    });
    peer.setRemoteDescription(frame.sdp, 'offer');
  } else if (frame?.candidate?.candidate) {
    peer.addRemoteCandidate(frame.candidate.candidate, frame.candidate.sdpMid ?? '0');
  }
};
if (kind === 'ws') {
  const { WebSocket } = require('ws');
  const socket = new WebSocket(url);
  const take = handle((frame) => socket.send(JSON.stringify(frame)));
  socket.on('open', () => console.log('there'));
  socket.on('message', (data) => take(JSON.parse(data.toString())));
} else {
  const { io } = require('socket.io-client');
  const socket = io(url);
  const take = handle((frame) => (frame.type ? socket.emit(frame.type, frame) : socket.emit('candidate', frame.candidate)));
  socket.on('connect', () => {
    socket.emit('join', 'test');
    console.log('there');
  });
  socket.on('offer', take);
  socket.on('candidate', (candidate) => take({ candidate }));
}
process.stdin.on('end', () => process.exit(0)).resume();
