// What an importer's page does with a dump before it draws anything: parse the whole, then make a series of every
// property, a pair of moment and value for each point; the moments are parsed for every property, as importers do.
// Beside `rtcdiag dump` in `dump_sizes.py`. Strings of V8 end at 512 MiB: larger dumps cannot be read so.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

let bytes = readFileSync(process.argv[2]);
if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
const dump = JSON.parse(bytes.toString('utf8'));
let points = 0;
const all = [];
for (const [id, connection] of Object.entries(dump.PeerConnections)) {
  const byObject = {};
  for (const [key, report] of Object.entries(connection.stats ?? {})) {
    const at = key.endsWith(']') ? key.lastIndexOf('-[') : key.lastIndexOf('-');
    const [object, property] = [key.slice(0, at), key.slice(at + 1)];
    byObject[object] ??= { type: report.statsType };
    const times = JSON.parse(connection.stats[`${object}-timestamp`]?.values ?? '[]');
    const values = JSON.parse(report.values);
    const late = times.length - values.length;
    byObject[object][property] = values.map((value, n) => [times[n + late], value]);
    points += values.length;
  }
  all.push([id, byObject]);
}
console.log(`${all.length} connections, ${points} points`);
