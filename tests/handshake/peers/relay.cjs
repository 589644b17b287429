// A room each over WebSockets (`/ws?room=`) and Socket.IO (`/socket.io/`); prints its port.
const http = require('http');
const { WebSocketServer } = require('ws');
const { Server } = require('socket.io');

const server = http.createServer((_, response) => response.end());
const sockets = new WebSocketServer({ noServer: true });
const rooms = new Map();
server.on('upgrade', (request, stream, head) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname !== '/ws') return;
  sockets.handleUpgrade(request, stream, head, (socket) => {
    const name = url.searchParams.get('room');
    const room = rooms.get(name) ?? rooms.set(name, new Set()).get(name);
    room.add(socket);
    socket.send(JSON.stringify({ type: 'welcome', peers: room.size - 1 }));
    socket.on('message', (data) => room.forEach((other) => other !== socket && other.send(data.toString())));
    socket.on('close', () => room.delete(socket));
  });
});
new Server(server).on('connection', (socket) => {
  socket.on('join', (room) => {
    socket.join(room);
    socket.to(room).emit('ready', socket.id);
  });
  for (const event of ['offer', 'answer', 'candidate']) {
    socket.on(event, (value) => socket.broadcast.emit(event, value));
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
