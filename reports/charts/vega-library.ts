/**
 * What the tool uses of Vega and Vega-Lite, and nothing more. The package ships this module bundled with the libraries,
 * because they bring dozens of packages along: see release/libraries.ts.
 */
export { parse, View } from 'vega';
export { expressionInterpreter } from 'vega-interpreter';
export { compile } from 'vega-lite';
