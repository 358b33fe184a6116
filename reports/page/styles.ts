import { colourVariables } from '../charts/palette.ts';
import { decisionStyles } from './decision-styles.ts';

const variables = `
:root{${colourVariables('light')};color-scheme:light dark}
@media screen and (prefers-color-scheme:dark){:root{${colourVariables('dark')}}}`;

const text = `
*{box-sizing:border-box}
body{margin:0 auto;max-width:108rem;padding:.5rem 1.5rem;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0 .75rem;text-wrap:balance}
h2{font-size:1.25rem;margin:1.75rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:0 0 .25rem}
section>h3{margin-top:1.25rem}
p{margin:.25rem 0 .5rem}
a{color:inherit}
code{font:.875em/1.4 ui-monospace,monospace}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
.muted,figcaption .read,footer{color:var(--muted)}
ul.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.25rem 0;padding:0}
`;

const tables = `
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--muted);padding-bottom:.25rem}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--line);overflow-wrap:normal}
.data th:not(:first-child),.data td:not(:first-child){text-align:right}
.time td{white-space:nowrap}
@media screen and (min-width:700px){.words td:first-child{white-space:nowrap}}
@media screen and (max-width:699px){.words{width:max-content}.words td{max-width:16rem}}
.scroll{overflow-x:auto;max-width:100%;margin:.5rem 0 1rem}
.pairs th{font-weight:400;color:var(--muted);min-width:8rem}
.pairs td{overflow-wrap:anywhere}
details{margin:.25rem 0}
summary{cursor:pointer;font-size:.875rem;color:var(--muted);min-height:24px}`;

/**
 * Beside the chart on a wide screen; on a narrow one name and legend above it and the sentences below. Labels and lines
 * keep their size while the chart shrinks.
 */
const figures = `
figure{margin:1rem 0;display:grid;gap:.25rem 1.5rem;grid-template-columns:minmax(0,1fr)}
figcaption{font-size:.875rem}
.legend svg{margin-right:.4rem;vertical-align:middle}
@media screen and (max-width:899px){
figcaption{display:contents}
figcaption p{order:1;font-size:.875rem;margin:0}
figure>details{order:2}
}
@media screen and (min-width:900px){
figure{grid-template-columns:minmax(0,2.1fr) minmax(0,1fr)}
figure>svg{grid-row:1;grid-column:1}
figcaption{grid-row:1;grid-column:2;padding-top:.5rem}
figure>details{grid-column:1/-1}
}`;

/**
 * Panels on one time axis. Their shapes take the width of the column; labels and lines keep their size, so every screen
 * has a drawing of its own. Left of the plot is room for the labels of its axis.
 */
const timeFigure = `
figure.time{display:block;position:relative}
figure.time h3{display:inline;margin-right:1rem;font-size:.875rem}
.panel{margin-top:.5rem}
.panel .legend{display:inline-flex;vertical-align:top;font-size:.8125rem;line-height:1.35;margin:.1rem 0 .25rem}
svg.plot{display:block;width:calc(100% - 4.25rem);margin:0 .75rem 0 3.5rem;overflow:visible;font:11px system-ui,sans-serif;font-variant-numeric:tabular-nums}
svg.rows{width:calc(100% - 1rem);margin:0 .5rem}
.plot text{paint-order:stroke;stroke:var(--page);stroke-width:3px;stroke-linejoin:round}
.plot path,.plot line,.plot rect{vector-effect:non-scaling-stroke}
figure.time dt{font-weight:600}
figure.time dd{margin:0 0 .5rem}
.live .wide{display:none}
@media screen and (max-width:700px){.plot .wide{display:none}}`;

/** What the script adds: buttons, a cursor with its values, a stretch that is being marked. */
const live = `
button{font:inherit;font-size:.8125rem;color:inherit;background:var(--page);border:1px solid var(--muted);border-radius:.25rem;padding:.1rem .5rem;min-height:24px;cursor:pointer}
.tools{display:flex;flex-wrap:wrap;gap:.25rem .5rem;align-items:center;font-size:.8125rem;margin:.25rem 0}
.tools output{font-variant-numeric:tabular-nums;min-width:6rem}
button[aria-pressed=true]{border-color:transparent}
.tools button[aria-pressed=true]{border-color:var(--text);font-weight:600}
.legend button{padding:0 .25rem;margin:-.1rem 0;line-height:1.35}
.legend button[aria-pressed=false]{text-decoration:line-through;color:var(--muted)}
.live .plot{touch-action:pan-y;cursor:crosshair}
.plot [hidden],.tip[hidden]{display:none}
.cursor{stroke:var(--text);stroke-width:1;pointer-events:none}
.selection{fill:var(--blue);fill-opacity:.2;pointer-events:none}
.tip{position:absolute;top:6.5rem;right:1rem;z-index:1;pointer-events:none;max-width:60%;padding:.35rem .6rem;border:1px solid var(--muted);border-radius:.25rem;background:var(--page);font-size:.75rem;line-height:1.35}
.tip.left{right:auto;left:4rem}
.tip ul{list-style:none;margin:0;padding:0}
.tip li{display:flex;gap:.4rem;align-items:baseline}
.tip i{flex:none;width:.6rem;height:.6rem}
.tip b{margin-left:auto;font-variant-numeric:tabular-nums}
@media print{.tools,.tip,.copy{display:none}}`;

/** Charts next to each other, as many as fit: each as on a narrow screen, its labels by the width that it got. */
const sideBySide = `
.side{display:grid;gap:1rem 1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr))}
.side figure{margin:0;display:block}
.side figcaption{display:block;padding:0}
.side .words td:first-child{white-space:normal}`;

/** Four to five sheets of A4: figures whole with their captions, tables small, nothing that relies on a background. */
const print = `
@page{margin:10mm}
@media print{
body{max-width:none;padding:0;font-size:9pt;line-height:1.3}
details:not(.fold){display:none}
.fold::details-content{content-visibility:visible}
h1{font-size:14pt}
h2{font-size:12pt;margin-top:.7rem;padding-top:.3rem;break-after:avoid}
h3{font-size:9.5pt;break-after:avoid}
section>h3{margin-top:.5rem}
figure{grid-template-columns:60% 1fr;margin:.3rem 0;break-inside:avoid}
figure>svg{grid-row:1;grid-column:1}
figcaption{grid-row:1;grid-column:2;font-size:7.5pt}
figcaption p{margin:.1rem 0}
.cards{grid-template-columns:repeat(3,1fr)}
table{font-size:7.5pt}
th,td{padding:.1rem .5rem .1rem 0}
tr,.findings li,.verdict{break-inside:avoid}
.findings li,.findings p{margin:.1rem 0}
@media screen and (min-width:700px){.words td:first-child{white-space:nowrap}}
@media screen and (max-width:699px){.words{width:max-content}.words td{max-width:16rem}}
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
  .trim();
