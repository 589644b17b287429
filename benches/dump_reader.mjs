// What a page does with a dump before it draws anything: parse the whole, then make a series of every property.
// Beside `rtcdiag dump` in `dump_sizes.py`. Strings of V8 end at 512 MiB: larger dumps cannot be read so.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

let bytes = readFileSync(process.argv[2]);
if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
const dump = JSON.parse(bytes.toString('utf8'));
let points = 0;
const all = [];
for (const [id, connection] of Object.entries(dump.PeerConnections)) {
  const byObject = new Map();
  for (const [key, report] of Object.entries(connection.stats ?? {})) {
    const at = key.endsWith(']') ? key.lastIndexOf('-[') : key.lastIndexOf('-');
    const [object, property] = [key.slice(0, at), key.slice(at + 1)];
    if (!byObject.has(object)) byObject.set(object, { type: report.statsType, series: {} });
    byObject.get(object).series[property] = { report, values: JSON.parse(report.values) };
  }
  for (const { series } of byObject.values()) {
    const times = series.timestamp?.values;
    for (const [property, { report, values }] of Object.entries(series)) {
      const start = new Date(report.startTime).getTime();
      const step = (new Date(report.endTime).getTime() - start) / Math.max(1, values.length - 1);
      const data = values.map((value, n) => [times?.[n] ?? start + n * step, value]);
      series[property] = { ...series[property], data };
      points += data.length;
    }
  }
  all.push([id, byObject]);
}
console.log(`${all.length} connections, ${points} points`);
