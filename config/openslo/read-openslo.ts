import { type ErrorDetails, HeadroomError } from '../../errors/headroom-error.ts';
import { parseDocuments } from '../../planner/settings/text/yaml.ts';
import { faultsOf } from '../../runs/schema/faults/faults.ts';
import { valueAt } from '../../runs/schema/faults/show.ts';
import type { Slo } from '../../runs/schema/run.ts';
import { annotationFault } from './annotations.ts';
import { measuredBy } from './indicator.ts';
import { limitOf } from './objective.ts';
import { otherKinds, type Sli, type SloDocument, sliSchema, sloDocumentSchema } from './shapes.ts';

/** What a file of OpenSLO comes to here. */
type ReadSlo = {
  /** A limit that no objective names is left out. */
  readonly slo: Partial<Slo>;
  /** What is judged otherwise than the file says. */
  readonly notes: readonly string[];
};

type File = { readonly name: string; readonly slis: ReadonlyMap<string, Sli> };

const refusal = (details: ErrorDetails | readonly ErrorDetails[]): HeadroomError =>
  new HeadroomError('E_CONFIG', details);

const kindOf = (value: unknown): string => String(valueAt(value, ['kind']));

/** @throws HeadroomError E_CONFIG for another version or an unknown kind */
const checkKind = (value: unknown, name: string): void => {
  const version = valueAt(value, ['apiVersion']);
  const isKnown = ['SLO', 'SLI', ...otherKinds].includes(kindOf(value));
  if (version === 'openslo/v1' && isKnown) return;
  throw refusal({
    what: `it has ${version === 'openslo/v1' ? `kind ${kindOf(value)}` : version === undefined ? 'no apiVersion' : `apiVersion ${String(version)}`}`,
    where: name,
    fix: 'give objects of OpenSLO v1: apiVersion: openslo/v1, kind: SLO, and the SLI that it names',
  });
};

/** @throws HeadroomError E_CONFIG with every fault of the shape */
const checkedBy = <T>(
  schema: typeof sliSchema | typeof sloDocumentSchema,
  value: unknown,
  name: string,
): T => {
  const faults = faultsOf(schema, value, name);
  if (faults.length > 0) throw refusal(faults);
  return schema.parse(value) as T;
};

const indicatorOf = ({ metadata, spec }: SloDocument, { name, slis }: File): Sli => {
  const { indicator, indicatorRef } = spec;
  const found = indicator ?? slis.get(indicatorRef ?? '');
  if (found !== undefined && (indicator === undefined || indicatorRef === undefined)) return found;
  throw refusal({
    what: `${metadata.name} has no indicator that is in this file`,
    where: `${name} → spec.${indicatorRef === undefined ? 'indicator' : 'indicatorRef'}`,
    fix: 'write the indicator into the SLO, or its SLI into the same file',
  });
};

/** @throws HeadroomError E_CONFIG for promises of several services: a load is fired at one */
const checkOneService = (documents: readonly SloDocument[], name: string): void => {
  const services = new Map(
    documents.flatMap(({ metadata, spec }) => (spec.service ? [[spec.service, metadata.name]] : [])),
  );
  if (services.size < 2) return;
  throw refusal({
    what: `its SLOs are of several services: ${[...services].map(([service, slo]) => `${service} (${slo})`).join(', ')}`,
    where: `${name} → spec.service`,
    fix: 'put the SLOs of the service that the load is fired at into a file of their own',
  });
};

/** @throws HeadroomError E_CONFIG for an annotation of ours that is misspelt */
const checkAnnotations = ({ metadata }: Pick<Sli, 'metadata'>, place: string): void => {
  const fault = annotationFault(metadata?.annotations);
  if (fault !== undefined) throw refusal({ ...fault, where: `${place}metadata.annotations` });
};

/** The limits of one SLO: of several objectives all must hold, so the strictest count. */
const limitsOf = (document: SloDocument, file: File): Partial<Slo>[] => {
  const sli = indicatorOf(document, file);
  checkAnnotations(document, `${file.name} → `);
  checkAnnotations(sli, `${file.name} → ${document.spec.indicator === undefined ? '' : 'spec.indicator.'}`);
  const measured = measuredBy(sli, document);
  if (measured.kind === 'unclear') {
    throw refusal({
      what: `${document.metadata.name}: what its indicator measures is not clear`,
      where: `${file.name} → spec.${measured.field}`,
      fix: measured.fix,
    });
  }
  return document.spec.objectives.map((objective, i) => {
    const limit = limitOf(objective, measured);
    if (!('field' in limit)) return limit;
    const field = `objectives[${i}].${limit.field}`;
    throw refusal({ what: `${field} ${limit.what}`, where: `${file.name} → spec.${field}`, fix: limit.fix });
  });
};

const strictest = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

const notesOn = (
  limits: readonly Partial<Slo>[],
  documents: readonly SloDocument[],
  name: string,
): string[] => [
  ...(documents.length > 1
    ? [
        `${name}: the strictest limits of its SLOs count: ${documents.map(({ metadata }) => metadata.name).join(', ')}`,
      ]
    : []),
  `${name}: one load is judged as a whole; timeWindow and alertPolicies say nothing of it`,
  ...(limits.some(({ maxErrorShare }) => maxErrorShare !== undefined)
    ? [`${name}: every answer but 2xx counts as failed, and so does none, whatever the query counts`]
    : []),
  ...(limits.some(({ p95LatencyMs }) => p95LatencyMs !== undefined)
    ? [`${name}: latency is judged over the successful requests, as their 95th percentile`]
    : []),
];

/**
 * The limits that a file of OpenSLO v1 promises, as far as a load can be judged by them; what can't be held is refused.
 *
 * @param text YAML, of one or more objects: SLOs, and the SLIs that they name
 * @param name what the file is called, for people
 * @throws HeadroomError E_CONFIG with the field that is not understood or can't be held
 */
export const readOpenSlo = (text: string, name: string): ReadSlo => {
  const values = parseDocuments(text)
    .map(({ value }) => value)
    .filter((value) => value !== null);
  for (const value of values) checkKind(value, name);
  const of = (kind: string): unknown[] => values.filter((value) => kindOf(value) === kind);
  const slis = of('SLI').map((value) => checkedBy<Sli>(sliSchema, value, name));
  const file: File = { name, slis: new Map(slis.map((sli) => [sli.metadata?.name ?? '', sli])) };
  const documents = of('SLO').map((value) => checkedBy<SloDocument>(sloDocumentSchema, value, name));
  if (documents.length === 0)
    throw refusal({
      what: 'there is no SLO in it',
      where: name,
      fix: 'name a file with an object of kind: SLO',
    });
  checkOneService(documents, name);
  const limits = documents.flatMap((document) => limitsOf(document, file));
  const maxErrorShare = strictest(limits.map((limit) => limit.maxErrorShare));
  const p95LatencyMs = strictest(limits.map((limit) => limit.p95LatencyMs));
  return {
    slo: {
      ...(maxErrorShare !== undefined && { maxErrorShare }),
      ...(p95LatencyMs !== undefined && { p95LatencyMs }),
    },
    notes: notesOn(limits, documents, name),
  };
};
