import { stretchesOf } from '../../../planner/measure/errors.ts';
import type { Finding } from '../../../runs/schema/result/findings.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { capitalize, formatQuantity, formatShare } from '../../format.ts';
import { causeTitle } from '../../words/causes/causes.ts';
import type { SeriesColour } from '../palette.ts';
import type { Lane, Panel } from '../time/model.ts';
import { panelWith } from './panel.ts';

/** One for each row, in the order of the causes; further causes share the last row. */
const colours: readonly SeriesColour[] = ['orange', 'purple', 'pink', 'brown', 'teal'];

const lanesOf = (findings: readonly Finding[]): Lane[] =>
  findings.slice(0, colours.length).map((finding, i) => {
    const isLast = i === colours.length - 1 && findings.length > colours.length;
    const members = isLast ? findings.slice(i) : [finding];
    const seconds = [...new Set(members.flatMap((one) => one.seconds))].sort((a, b) => a - b);
    const requests = members.reduce((sum, one) => sum + one.requests, 0);
    const name = isLast ? formatQuantity(members.length, 'further cause') : causeTitle(finding.cause);
    return {
      short: String.fromCharCode('A'.charCodeAt(0) + i),
      label: capitalize(name),
      total: formatQuantity(requests, 'request'),
      colour: colours[i]!,
      stretches: stretchesOf(seconds).map(({ fromSecond, toSecond }) => ({
        from: fromSecond,
        to: toSecond + 1,
      })),
    };
  });

/** The band of causes: why the requests of each second failed. Nothing where none failed. */
export const causesPanel = ({ findings }: Result): Panel[] => {
  const known = findings.filter(({ requests, seconds }) => requests > 0 && seconds.length > 0);
  if (known.length === 0) return [];
  return [
    panelWith({
      id: 'causes',
      title: 'Why they failed',
      howToRead: 'A row for each cause, with a mark in every second in which a request failed of it.',
      numbers: known
        .map(
          ({ cause, requests, share }) =>
            `${capitalize(causeTitle(cause))}: ${formatQuantity(requests, 'request')}, ${formatShare(share)}.`,
        )
        .join(' '),
      unit: 'count',
      ticks: [],
      heightPx: 0,
      lanes: lanesOf(known),
    }),
  ];
};
