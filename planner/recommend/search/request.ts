import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { Retries } from '../../../runs/schema/load/retries.ts';
import { planningDefaults } from '../../../runs/schema/planning.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { PlanStage } from '../../../runs/schema/recommendation.ts';
import type { LagPart } from '../../../runs/schema/result/scale-lag.ts';
import type { Slo } from '../../../runs/schema/run.ts';
import type { MarginFromDays } from '../../traffic/daily-peaks.ts';
import type { PlanLoad } from '../../traffic/load.ts';
import type { Price } from '../trials/cost.ts';
import type { Helper } from '../trials/lab.ts';

/** What an advice depends on: the same request gives the same advice, byte by byte. */
export type PlanRequest = {
  readonly calibration: Calibration;
  readonly load: PlanLoad;
  readonly slo: Slo;
  /** The settings in use: they are scored like the advice, and give all that the search leaves alone. */
  readonly current: PolicySettings;
  /** Chance of meeting the SLO that the advice must have, with the margin, in (0, 1). */
  readonly confidence?: number;
  /** The SLO must hold at a peak so much above that of the load, a share. */
  readonly margin?: number;
  /** The days of a trace that gave the margin; without them it was stated, or is the default. */
  readonly marginFrom?: MarginFromDays;
  /** Another load than the recorded one is planned for: to fire the recorded one again proves nothing of it. */
  readonly isOtherLoad?: boolean;
  /** How clients try again, as the load does: the rates are those of first requests. */
  readonly retries?: Retries;
  readonly seed?: number;
  readonly price?: Price;
  /**
   * Share of time under the load; the rest is spent at its baseline rate. 1: the load is all there is. Of a day it is
   * the share under its spike, and without meaning where it has none.
   */
  readonly spikeShare?: number;
  /**
   * No advice has more replicas, and only this takes a maximum below the one in use. By default what any sensible
   * advice could want.
   */
  readonly budgetReplicas?: number;
  /** How many replicas the nodes hold, and what ends there: no advice has more. Absent: nothing that is sure ends them. */
  readonly room?: { readonly replicas: number; readonly missing: readonly string[] };
  /** How long each part of a scale-up took, from the load to the ready replica; absent: nothing scaled up. */
  readonly lagParts?: readonly Pick<LagPart, 'part' | 'seconds'>[];
  /**
   * Draws of the model from its calibrated intervals that the search sees, one simulated run each; as many again prove its
   * choice. By default as many as `requestsBudget` allows.
   */
  readonly draws?: number;
  /** Requests to simulate in all, about: some eight million take a second. */
  readonly requestsBudget?: number;
  /** Who simulates one world while another one is simulated here: a plan is the same with and without. */
  readonly helper?: Helper;
  /** Called before each stage of the search. */
  readonly onProgress?: (progress: Progress) => void;
};

/** How far a search has come: its stage, and the share of all its work that is done. */
export type Progress = {
  readonly stage: PlanStage;
  readonly share: number;
};

/** The fields of a request that have a default. */
export type PlanDefaults = Required<
  Omit<
    PlanRequest,
    'price' | 'budgetReplicas' | 'room' | 'lagParts' | 'draws' | 'retries' | 'marginFrom' | 'helper'
  >
>;

/** The request with its defaults filled in. */
export const withDefaults = (request: PlanRequest): PlanRequest & PlanDefaults => ({
  ...planningDefaults,
  seed: 1,
  isOtherLoad: false,
  requestsBudget: 80_000_000,
  onProgress: () => undefined,
  ...request,
});
