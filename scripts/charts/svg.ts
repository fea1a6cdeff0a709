import type { Box, Geometry, PlacedState, PlacedWay, Point } from './layout.ts';
import { lineHeight, padding, type TextLine } from './text.ts';

const style = `
svg { --page: #ffffff; --box: #f6f8fa; --frame: #ffffff; --line: #59636e; --ink: #1f2328; --soft: #59636e; --accent: #0969da }
@media (prefers-color-scheme: dark) {
  svg { --page: #0d1117; --box: #161b22; --frame: #0d1117; --line: #9198a1; --ink: #f0f6fc; --soft: #9198a1; --accent: #4493f8 }
}
.page { fill: var(--page) } .state { fill: var(--box); stroke: var(--line) } .frame { fill: var(--frame) } .root { stroke: none }
.rim { fill: none; stroke: var(--line) } .way { fill: none; stroke: var(--line) } .start, .tip { fill: var(--line) }
.label { fill: var(--page) }
text { font: 12px system-ui, sans-serif; fill: var(--soft) }
.over text { stroke: var(--page); stroke-width: 4px; paint-order: stroke }
.name { font-size: 14px; font-weight: 600; fill: var(--ink) }
.tag, .answer { font: 11px ui-monospace, "DejaVu Sans Mono", Menlo, monospace }
.tag { fill: var(--accent) } .answer { fill: var(--ink) }`;

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

const draw = (tag: string, attributes: Record<string, string | number>): string =>
  `<${tag} ${Object.entries(attributes)
    .map(([name, value]) => `${name}="${escapeXml(String(value))}"`)
    .join(' ')}/>`;

const words = (lines: readonly TextLine[], { x, y }: Point): string =>
  lines
    .map(
      ({ kind, text }, index) =>
        `<text class="${kind}" x="${x + padding}" y="${y + padding / 2 + (index + 1) * lineHeight - 4}">${escapeXml(text)}</text>`,
    )
    .join('');

const rectangle = (className: string, { x, y, width, height }: Box, rx: number, inset = 0): string =>
  draw('rect', {
    class: className,
    x: x + inset,
    y: y + inset,
    width: width - 2 * inset,
    height: height - 2 * inset,
    rx,
  });

const box = (placed: PlacedState): string => {
  const { path, isFinal, isFrame } = placed;
  const className = ['state', ...(isFrame ? ['frame'] : []), ...(path === '' ? ['root'] : [])].join(' ');
  const rim = isFinal ? rectangle('rim', placed, 6, 3) : '';
  return `<g data-state="${escapeXml(path)}">${rectangle(className, placed, 8)}${rim}</g>`;
};

/** Ways may cross the head of a frame, so its words are drawn over them. */
const head = (placed: PlacedState): string =>
  `<g${placed.isFrame ? ' class="over"' : ''}>${words(placed.lines, placed)}</g>`;

const line = ({ from, to, points }: PlacedWay): string =>
  draw('polyline', {
    class: 'way',
    ...(from === undefined ? {} : { 'data-from': from, 'data-to': to }),
    points: points.map(({ x, y }) => `${x},${y}`).join(' '),
    'marker-end': 'url(#tip)',
  });

const label = ({ label: placed }: PlacedWay): string =>
  placed ? `${rectangle('label', placed, 4, 2)}${words(placed.lines, placed)}` : '';

/** Draws a machine's picture. It follows the reader's light or dark, and names each state in `data-state`. */
export const toSvg = ({
  name,
  width,
  height,
  states,
  starts,
  ways,
}: Geometry): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Statechart of the machine ${escapeXml(name)}">
<style>${style}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0,0L8,4L0,8z"/></marker></defs>
${rectangle('page', { x: 0, y: 0, width, height }, 0)}
${states.map(box).join('\n')}
${starts.map(({ x, y, width: across }) => draw('circle', { class: 'start', cx: x + across / 2, cy: y + across / 2, r: across / 2 })).join('\n')}
${ways.map(line).join('\n')}
${states.map(head).join('\n')}
${ways.map(label).join('\n')}
</svg>
`;
