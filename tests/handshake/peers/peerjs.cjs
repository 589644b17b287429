// PeerJS's own server; prints its port.
const { PeerServer } = require('peer');

PeerServer({ port: 0, host: '127.0.0.1', path: '/myapp' }, (server) => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
