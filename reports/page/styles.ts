import { colourVariables } from '../charts/palette.ts';
import { decisionStyles } from './decision-styles.ts';

const variables = `
:root{${colourVariables('light')};color-scheme:light dark}
@media screen and (prefers-color-scheme:dark){:root{${colourVariables('dark')}}}`;

const text = `
*{box-sizing:border-box}
body{margin:0 auto;max-width:108rem;padding:.5rem 1.5rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0 .75rem;text-wrap:balance}
h2{font-size:1.25rem;margin:1.75rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:0 0 .25rem}
section>h3{margin-top:1.25rem}
p{margin:.25rem 0 .5rem}
a{color:inherit}
code{font:.875em/1.4 ui-monospace,monospace}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
.muted,figcaption .read,footer{color:var(--muted)}
.legend,.tip ul{list-style:none;margin:0;padding:0}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
`;

const tables = `
table{border-collapse:collapse;font-size:.875rem}
caption{text-align:left;color:var(--muted);padding-bottom:.25rem}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--line);overflow-wrap:normal}
.data th:not(:first-child),.data td:not(:first-child){text-align:right}
.time td{white-space:nowrap}
@media screen and (min-width:700px){.words td:first-child{white-space:nowrap}}
@media screen and (max-width:699px){.words{width:max-content}.words td{max-width:16rem}section>.scroll .words,.side .words{width:auto}}
.scroll{overflow-x:auto;max-width:100%;margin:.5rem 0 1rem}
.pairs th{font-weight:400;color:var(--muted);min-width:8rem}
.pairs td{overflow-wrap:anywhere}
details{margin:.25rem 0}
summary{cursor:pointer;font-size:.875rem;color:var(--muted);min-height:24px}`;

/** Name and legend above the chart, its sentences too: labels and lines keep their size while the chart shrinks. */
const figures = `
figure{margin:1rem 0;max-width:64rem}
figcaption{font-size:.875rem}
.legend svg{margin-right:.4rem;vertical-align:middle}`;

/**
 * Panels on one time axis. Their shapes take the width of the column; labels and lines keep their size, so every screen
 * has a drawing of its own. Left of the plot is room for the labels of its axis, in px as their size is: no size of text, and no
 * print, cuts them.
 */
const timeFigure = `
figure.time{max-width:none;position:relative}
figure.time h3{display:inline;margin-right:1rem;font-size:.875rem}
.panel{margin-top:.5rem}
.panel .legend{display:inline-flex;vertical-align:top;font-size:.8125rem;line-height:1.35}
svg.plot{display:block;width:calc(100% - 68px);margin:0 12px 0 56px;overflow:visible;font-size:11px}
svg.rows{width:calc(100% - 1rem);margin:0 .5rem}
.plot text{paint-order:stroke;stroke:var(--page);stroke-width:3px;stroke-linejoin:round}
.plot path{vector-effect:non-scaling-stroke}
figure:not(.time) svg svg{overflow:visible}
figure.time dt{font-weight:600}
figure.time dd{margin:0 0 .5rem}
.live .wide,section:has(#show-rerun:checked) #run,section:has(#show-run:checked) #rerun{display:none}
@media screen and (max-width:700px){.plot .wide{display:none}}`;

/** What the script adds: buttons, a cursor with its values, a stretch that is being marked. */
const live = `
button{font:inherit;font-size:.8125rem;color:inherit;background:var(--page);border:1px solid var(--muted);border-radius:.25rem;padding:0 .5rem;min-height:24px;cursor:pointer}
.tools{display:flex;flex-wrap:wrap;gap:.25rem .5rem;align-items:center;font-size:.8125rem;margin:.25rem 0}
.tools output{min-width:6rem}
button[aria-pressed=true]{border-color:transparent}
.tools button[aria-pressed=true]{border-color:var(--text);font-weight:600}
.legend button{padding:0 .25rem;line-height:1.35;text-align:left}
.legend button[aria-pressed=false]{text-decoration:line-through;color:var(--muted)}
.live .plot{touch-action:pan-y;cursor:crosshair}
[hidden]{display:none!important}
.panels{position:relative}
.cursor,.selection{position:absolute;top:0;bottom:0;left:calc(56px + var(--from)*(100% - 68px));width:calc(var(--share)*(100% - 68px));border-left:1px solid var(--text);pointer-events:none}
.selection{background:var(--blue);opacity:.2}
.tip{position:absolute;top:6.5rem;right:1rem;z-index:1;pointer-events:none;max-width:60%;padding:.25rem .5rem;border:1px solid var(--muted);border-radius:.25rem;background:var(--page);font-size:.8125rem;line-height:1.35}
.tip.left{right:auto;left:4rem}
.tip li{display:flex;gap:.4rem;align-items:center}
.tip svg{flex:none}
.tip b{margin-left:auto}`;

/** Charts next to each other, as many as fit: each as on a narrow screen, its labels by the width that it got. */
const sideBySide = `
.side{display:grid;gap:1rem 1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr))}
.side figure{margin:0}
.side .words td:first-child{white-space:normal}`;

/**
 * Four to five sheets of A4: figures whole with their captions, tables small, nothing that relies on a background. Panels over
 * time may be parted once, at a second time axis, so that the first sheet is full.
 */
const print = `
svg.print{display:none}
@page{margin:10mm}
@media print{
:root{font-size:8.5pt}
body{max-width:none;padding:0;line-height:1.3}
details:not(.fold),.tools,.tip,.copy{display:none}
.fold::details-content{content-visibility:visible}
h2,h3,h2+p,h3+p,caption,.legend{break-after:avoid}
figure:not(.time),.panel,tr,.findings li,.verdict,.waterfall{break-inside:avoid}
.panels>*{break-before:avoid}
svg.print{display:block}
.print+.panel{break-before:auto}
.hero{grid-template-columns:minmax(0,11fr) minmax(0,10fr)}
pre{max-height:none;white-space:pre-wrap}
figure{margin:.3rem 0}
.cards{grid-template-columns:repeat(3,1fr)}
th,td{padding:.1rem .5rem .1rem 0}
.scroll{overflow:visible}
}`;

/** The whole style sheet of a page: two themes, phone to print, no reference to anything outside. */
export const styleSheet = [
  variables,
  text,
  tables,
  decisionStyles,
  figures,
  timeFigure,
  live,
  sideBySide,
  print,
]
  .join('')
  .replaceAll('\n', '');
