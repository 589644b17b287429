// The client library of Socket.IO: `node socket_io.cjs URL`; polling with upgrade, and WebSocket alone.
const { io } = require('socket.io-client');
const { PeerConnection } = require('node-datachannel');

const [url] = process.argv.slice(2);
const heard = (socket, event) => new Promise((resolve) => socket.once(event, (...values) => resolve(values)));

async function relay(transports) {
  const [one, two] = [io(url, { transports }), io(url, { transports, forceNew: true })];
  await Promise.all([heard(one, 'connect'), heard(two, 'connect')]);
  one.emit('join', 'room');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const ready = heard(one, 'ready');
  two.emit('join', 'room');
  await ready;
  const got = heard(two, 'signal');
  one.emit('signal', { n: 1 }, 'é');
  const values = await got;
  const transport = one.io.engine.transport.name;
  one.close(); two.close();
  return { values, transport };
}

async function echo() {
  const socket = io(url, { forceNew: true });
  await heard(socket, 'connect');
  const ready = heard(socket, 'ready');
  socket.emit('join', 'echo');
  await ready;
  const peer = new PeerConnection('caller', { iceServers: [], bindAddress: '127.0.0.1' });
  peer.onLocalDescription((sdp, type) => socket.emit('offer', { type, sdp }));
  peer.onLocalCandidate((candidate, sdpMid) => socket.emit('candidate', { candidate, sdpMid }));
  socket.on('answer', ({ sdp }) => peer.setRemoteDescription(sdp, 'answer'));
  socket.on('candidate', ({ candidate, sdpMid }) => peer.addRemoteCandidate(candidate, sdpMid ?? '0'));
  const channel = peer.createDataChannel('test');
  const said = await new Promise((resolve) => {
    channel.onOpen(() => channel.sendMessage('hello'));
    channel.onMessage(resolve);
  });
  peer.close(); socket.close();
  return said;
}

(async () => {
  const polling = await relay(undefined), direct = await relay(['websocket']);
  console.log(JSON.stringify({ polling, direct, echo: await echo() }));
  process.exit(0);
})();
