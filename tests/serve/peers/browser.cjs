// Chromium against the server: `node browser.cjs URL MODE [FOLDER]`; prints what it saw as one line of JSON.
const { chromium } = require('playwright-core');

const [url, mode, folder] = process.argv.slice(2);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'];

const MODES = {
  // The button of the status page, with a tone; screenshots in light and dark.
  async page(page) {
    const faults = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.goto(url);
    await page.check('#audio');
    await page.click('#call');
    await page.waitForFunction(() => window.rtcdiag, null, { timeout: 20000 });
    const seen = await page.evaluate(() => window.rtcdiag);
    const widths = [];
    for (const [name, width, colorScheme] of [['light', 1000, 'light'], ['dark', 1000, 'dark'], ['phone', 360, 'dark']]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      widths.push(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth));
      if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
    }
    return { ...seen, overflow: Math.max(...widths), console: faults };
  },

  // WHIP as in RFC 9725: offer, trickle, restart, end.
  async whip(page) {
    await page.goto(url);
    return page.evaluate(async () => {
      const pc = new RTCPeerConnection(), channel = pc.createDataChannel('whip');
      const context = new AudioContext(), sound = context.createOscillator(), out = context.createMediaStreamDestination();
      sound.connect(out); sound.start();
      pc.addTransceiver(out.stream.getAudioTracks()[0], { direction: 'sendonly' });
      const echo = (text) => new Promise((resolve, reject) => {
        channel.onmessage = ({ data }) => resolve(data);
        const send = () => channel.send(text);
        if (channel.readyState === 'open') send(); else channel.onopen = send;
        setTimeout(() => reject(new Error('no echo: ' + pc.iceConnectionState + ' ' + pc.connectionState)), 10000);
      });
      const gathered = () => new Promise((resolve) => {
        const look = () => pc.iceGatheringState === 'complete' && resolve();
        pc.addEventListener('icegatheringstatechange', look); look();
      });
      const fragment = () => {
        const lines = pc.localDescription.sdp.split('\r\n'), line = (start) => lines.find((it) => it.startsWith(start));
        const candidates = lines.filter((it) => it.startsWith('a=candidate:'));
        return [line('a=ice-ufrag:'), line('a=ice-pwd:'), line('m='), line('a=mid:'), ...candidates, ''].join('\r\n');
      };
      await pc.setLocalDescription();
      const options = await fetch('/whip', { method: 'OPTIONS' });
      const posted = await fetch('/whip', { method: 'POST', headers: { 'Content-Type': 'application/sdp' }, body: pc.localDescription.sdp });
      const location = posted.headers.get('Location'), etag = posted.headers.get('ETag');
      const answer = await posted.text();
      await pc.setRemoteDescription({ type: 'answer', sdp: answer });
      await gathered();
      const patch = (match) => fetch(location, { method: 'PATCH', headers: { 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': match }, body: fragment() });
      const trickled = await patch(etag);
      const first = await echo('one');
      const codes = [options.status, posted.status, trickled.status];

      // RFC 9725 section 4.3.3: the answer stays, with the credentials and candidates of the fragment.
      await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
      await gathered();
      const restarted = await patch('*');
      codes.push(restarted.status);
      const lines = (await restarted.text()).split('\r\n');
      const value = (start) => lines.find((it) => it.startsWith(start));
      const candidates = lines.filter((it) => it.startsWith('a=candidate:') || it.startsWith('a=end-of'));
      const kept = answer.split('\r\n').filter((it) => !it.startsWith('a=candidate:') && !it.startsWith('a=end-of'));
      const renewed = kept.map((it) => it.startsWith('a=ice-ufrag:') ? value('a=ice-ufrag:') : it.startsWith('a=ice-pwd:') ? value('a=ice-pwd:') : it);
      const at = renewed.findIndex((it, n) => it.startsWith('m=') && renewed.slice(0, n).some((other) => other.startsWith('m=')));
      renewed.splice(at < 0 ? renewed.length - 1 : at, 0, ...candidates);
      await pc.setRemoteDescription({ type: 'answer', sdp: renewed.join('\r\n') });
      const second = await echo('two');
      const pair = [...(await pc.getStats()).values()].find((it) => it.type === 'transport');
      codes.push((await fetch(location, { method: 'DELETE' })).status, (await fetch(location, { method: 'DELETE' })).status);
      pc.close();
      return { codes, first, second, dtls: pair.dtlsState, changed: restarted.headers.get('ETag') !== etag };
    });
  },

  // The client library of PeerJS: to the echo peer, and between two clients.
  async peerjs(page) {
    await page.goto(url);
    await page.addScriptTag({ path: require.resolve('peerjs/dist/peerjs.min.js') });
    return page.evaluate(async () => {
      const options = { host: location.hostname, port: +location.port, path: '/', config: { iceServers: [] } };
      const opened = (id) => new Promise((resolve, reject) => {
        const peer = id ? new Peer(id, options) : new Peer(options);
        peer.on('open', () => resolve(peer)); peer.on('error', reject);
      });
      const echo = (connection) => new Promise((resolve, reject) => {
        connection.on('open', () => connection.send({ hello: [1, 'two'] }));
        connection.on('data', resolve); connection.on('error', reject);
        setTimeout(() => reject(new Error('no echo')), 10000);
      });
      const one = await opened(), two = await opened('two');
      two.on('connection', (connection) => connection.on('data', (data) => connection.send(data)));
      const seen = { echo: await echo(one.connect('echo')), between: await echo(one.connect('two')), json: await echo(one.connect('echo', { serialization: 'json' })) };
      const absent = new Promise((resolve) => one.on('error', (error) => resolve(error.type)));
      one.connect('nobody');
      seen.absent = await absent;
      return seen;
    });
  },
};

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS });
  try {
    const context = await browser.newContext({ bypassCSP: mode === 'peerjs' });
    console.log(JSON.stringify(await MODES[mode](await context.newPage())));
  } finally {
    await browser.close();
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
