const inspectorOrigin = 'https://stately.ai';

/** A page that hands what the relay tells to the Stately inspector in its frame, and to nobody else. */
export const inspectionPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>WorkTime, inspected</title>
<link rel="icon" href="data:,">
<style>
html, body { margin: 0; height: 100% }
body { display: grid; grid-template-rows: auto 1fr; font: 14px/1.5 system-ui, sans-serif; color-scheme: light dark }
p { margin: 0; padding: .5rem 1rem } iframe { width: 100%; height: 100%; border: 0 }
</style>
</head>
<body>
<p role="status" id="state">Waiting for the Stately inspector at ${inspectorOrigin}/inspect, which needs the network.
The terminal shows the same without it.</p>
<iframe title="Stately inspector" src="${inspectorOrigin}/inspect"></iframe>
<script>
const waiting = [];
let connected = false;
let handed = 0;
const state = document.getElementById('state');
const frame = document.querySelector('iframe');
const hand = (report) => {
  frame.contentWindow.postMessage(report, '${inspectorOrigin}');
  handed += 1;
  state.textContent = handed + ' reports handed to the Stately inspector.';
};
addEventListener('message', ({ origin, data }) => {
  if (origin !== '${inspectorOrigin}' || data?.type !== '@statelyai.connected') return;
  connected = true;
  for (const report of waiting.splice(0)) hand(report);
});
const socket = new WebSocket('ws://' + location.host + '/viewer');
socket.addEventListener('message', ({ data }) => {
  const report = JSON.parse(data);
  if (connected) hand(report);
  else waiting.push(report);
});
socket.addEventListener('close', () => { state.textContent = 'npm run inspect has ended.'; });
</script>
</body>
</html>`;
