/** The first screen: what happened on the left, what to do on the right; on a narrow screen below each other. */
const firstScreen = `
.notice{border:2px solid var(--orange);padding:.5rem .75rem;font-weight:600}
.verdict{border:1px solid var(--line);border-left:.6rem solid var(--ink);padding:.5rem 1rem .75rem}
.verdict.bad{border-left-color:var(--orange)}
.verdict.good{border-left-color:var(--teal)}
.badge{font-weight:700;text-transform:uppercase;letter-spacing:.04em;margin:0}
.hero{display:grid;gap:.5rem 2rem;grid-template-columns:minmax(0,1fr)}
.hero p{margin:.25rem 0}
.hero table{font-size:.8125rem;width:100%}
.hero td:nth-child(n+3){white-space:nowrap}
.decision{background:var(--shade);padding:.75rem 1rem;align-self:start}
.decision h2{border:0;margin:0;padding:0;font-size:1rem;display:inline}
.state{font-weight:600}
.decision>.state{display:inline-block;margin:0 0 0 .75rem}
.todo{text-wrap:balance;font-size:1.125rem;font-weight:700;line-height:1.35}
.command code{display:inline-block;background:var(--page);padding:.2rem .4rem}
pre{margin:.25rem 0;padding:.5rem .75rem;background:var(--page);border:1px solid var(--line);max-height:15rem;overflow:auto;font:.8125rem/1.4 ui-monospace,monospace}
.pair{display:grid;gap:.5rem;grid-template-columns:minmax(0,1fr) auto minmax(0,1fr);align-items:stretch;margin:.25rem 0 .5rem}
.tile{border:1px solid var(--line);border-top:.3rem solid var(--ink);padding:.4rem .75rem}
.tile.bad{border-top-color:var(--orange)}
.tile.good{border-top-color:var(--teal)}
.tile.predicted{border-style:dashed}
.tile p{font-size:.8125rem;margin:0}
.tile .big{font-size:1.375rem;font-weight:700;line-height:1.3}
.arrow{align-self:center;font-size:1.5rem}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.75rem 2rem;margin:.75rem 0 0}
.cards dt{font-weight:600;color:var(--muted);font-size:.875rem}
.cards dd{margin:0;font-size:.875rem}
.cards strong{display:block;font-size:1rem}
@media screen and (min-width:900px){.hero{grid-template-columns:minmax(0,11fr) minmax(0,10fr)}}
@media screen and (max-width:480px){.pair{grid-template-columns:minmax(0,1fr)}.arrow{display:none}.hero td:nth-child(n+3){white-space:normal}.hero tbody>tr>*{padding-right:.4rem;overflow-wrap:anywhere}}`;

/** Causes beside what the autoscaler did, and the parts that are closed at first. */
const evidence = `
.two{display:grid;gap:1rem 2rem;grid-template-columns:minmax(0,1fr)}
@media screen and (min-width:1100px){.two{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
.findings{padding-left:1.25rem;margin:0}
.findings li{margin-bottom:.75rem}
.findings p{font-size:.875rem;margin:.1rem 0}
.waterfall{width:100%;margin-bottom:1rem}
.waterfall th,.waterfall td{padding:.1rem .75rem .1rem 0;border:0;white-space:nowrap}
.waterfall th{font-weight:400}
.waterfall td:nth-child(2){width:100%}
.waterfall td:last-child{text-align:right;padding-right:0}
.waterfall svg{display:block;margin-top:.3rem}
.folds{margin-top:2.25rem}
.folds section{border-bottom:1px solid var(--line)}
.fold>summary{padding:.35rem 0}
.fold>summary h2{display:inline;border:0;margin:0;padding:0;font-size:1rem;color:var(--text)}
.fold>summary span{margin-left:.75rem}
.fold>p,.fold>ul{max-width:50rem}`;

/** The style of the decision and its evidence. */
export const decisionStyles = `${firstScreen}${evidence}`;
