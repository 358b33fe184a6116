/** The planner as a library: values in, values out; no file, clock or chance of its own. */
export { HeadroomError } from '../errors/headroom-error.ts';
export type { Model, ModelInput } from '../runs/schema/model/model.ts';
export { modelSchema, parseModel } from '../runs/schema/model/model.ts';
export type { Simulation } from '../runs/schema/simulation.ts';
export { simulationSchema } from '../runs/schema/simulation.ts';
export { type SimulateOptions, simulate } from './simulate/simulate.ts';
