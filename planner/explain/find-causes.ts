import { strictestErrorShare } from '../../runs/schema/recorded-endpoints.ts';
import type { CauseKind, Finding, Findings } from '../../runs/schema/result/findings.ts';
import { sumOf } from '../stats/sum.ts';
import type { Recorded } from '../timeline/recording.ts';
import { type Part, partsOf } from './evidence/part.ts';
import { type View, viewOf } from './evidence/view.ts';
import { requestsFact } from './facts.ts';
import { observedIn } from './observations.ts';
import { remediesOf } from './remedies.ts';
import type { Rule } from './rules/rule.ts';
import { rules } from './rules/table.ts';

/** Some requests of a part, and the rule that explains them. */
type Charge = { readonly rule: Rule; readonly part: Part };

/** Charges the requests of a part to the rules, in their order. Shares become whole requests whose sum is exact. */
const chargesOf = (part: Part, view: View): Charge[] => {
  const charges: Charge[] = [];
  let [share, charged] = [0, 0];
  for (const rule of rules) {
    if (charged >= part.requests) break;
    share = Math.min(1, share + rule.share(part, view));
    const requests = Math.round(share * part.requests) - charged;
    if (requests <= 0) continue;
    charges.push({ rule, part: { ...part, requests } });
    charged += requests;
  }
  return charges;
};

const requestsIn = (charges: readonly Charge[]): number => sumOf(charges.map(({ part }) => part.requests));

type Whole = { readonly failed: number; readonly level: Finding['level']; readonly view: View };

const findingOf = (cause: CauseKind, charges: readonly Charge[], { failed, level, view }: Whole): Finding => {
  const parts = charges.map(({ part }) => part);
  const requests = requestsIn(charges);
  // Rules of one cause differ in how they see it: the one that explains most speaks first.
  const byRule = [...Map.groupBy(charges, ({ rule }) => rule.facts).values()]
    .map((own) => ({ rule: own[0]!.rule, own: own.map(({ part }) => part) }))
    .sort((a, b) => b.own.length - a.own.length);
  const distinct = <Item>(items: readonly Item[]): Item[] => [
    ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
  ];
  return {
    cause,
    level,
    outcomes: [...new Set(parts.map(({ outcome }) => outcome))],
    requests,
    share: requests / failed,
    seconds: [...new Set(parts.map(({ second }) => second))],
    evidence: distinct([requestsFact(parts), ...byRule.flatMap(({ rule, own }) => rule.facts(own, view))]),
    remedies: distinct(byRule.flatMap(({ rule, own }) => rule.remedies?.(own, view) ?? remediesOf[cause])),
    wouldTell: distinct(byRule.flatMap(({ rule, own }) => rule.wouldTell?.(own, view) ?? [])),
  };
};

/** Requests of one second, outcome and cause as one entry. */
const cellsOf = (charges: readonly Charge[]): Findings['causeBySecond'] => {
  const cells = new Map<string, Findings['causeBySecond'][number]>();
  for (const {
    rule: { cause },
    part: { second, outcome, requests },
  } of charges) {
    const key = `${second} ${outcome} ${cause}`;
    const before = cells.get(key)?.requests ?? 0;
    cells.set(key, { second, outcome, requests: before + requests, cause });
  }
  return [...cells.values()];
};

/** Names the causes of every failed second, and sums them up: largest first; then what is wrong and failed no request. */
export const findCauses = (recorded: Recorded): Findings => {
  const view = viewOf(recorded);
  const charges = partsOf(view).flatMap((part) => chargesOf(part, view));
  const failed = requestsIn(charges);
  const isWithin = failed <= strictestErrorShare(recorded.run.config) * sumOf(view.sent);
  const whole: Whole = { failed, level: isWithin ? 'info' : 'error', view };
  const findings = [...Map.groupBy(charges, ({ rule }) => rule.cause)]
    .map(([cause, own]) => findingOf(cause, own, whole))
    .sort((a, b) => b.requests - a.requests || a.cause.localeCompare(b.cause));
  const observed = observedIn(view, new Set(findings.map(({ cause }) => cause)));
  return { schemaVersion: 2, findings: [...findings, ...observed], causeBySecond: cellsOf(charges) };
};
