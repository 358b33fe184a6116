import type { z } from 'zod';
import type { PlanFiles } from '../reports/report.ts';
import { readJsonIfAny } from '../runs/folder.ts';
import { calibrationSchema } from '../runs/schema/calibration.ts';
import { adviceSchema } from '../runs/schema/recommendation.ts';
import { verificationSchema } from '../runs/schema/verification.ts';
import { isOfOtherAdvice, otherAdviceText } from './plan/other-advice.ts';
import { readSettingsFiles } from './plan/settings-files.ts';
import { unusableText } from './unusable-file.ts';

/** What each file is, and the verb that writes it again. */
const files = {
  calibration: { name: 'calibration.json', verb: 'plan' },
  advice: { name: 'recommendation.json', verb: 'plan' },
  verification: { name: 'verification.json', verb: 'verify' },
  ownProof: { name: 'proof.json', verb: 'verify' },
} as const;

type ReadPlanFiles = {
  readonly files: PlanFiles;
  /** A sentence for each file that is there and broken, of another version or of another advice. */
  readonly notes: readonly string[];
};

/**
 * The plan and the proof of a run folder, as far as they are there. A broken or older file is no reason to go without a report:
 * it is left out, and a note says so.
 *
 * @throws HeadroomError E_RUN_FOLDER when a file is there and the system does not let it be read
 */
export const readPlanFiles = async (folder: string): Promise<ReadPlanFiles> => {
  const notes: string[] = [];
  const read = async <T extends z.ZodType>(
    { name, verb }: (typeof files)[keyof typeof files],
    schema: T,
  ): Promise<z.output<T> | undefined> => {
    const file = await readJsonIfAny(folder, name, schema);
    if (file.kind === 'unusable')
      notes.push(
        `${name} is not shown, because ${unusableText(file)}. Write it again: headroom ${verb} with this folder.`,
      );
    return file.kind === 'read' ? file.value : undefined;
  };
  const calibration = await read(files.calibration, calibrationSchema);
  const advice = await read(files.advice, adviceSchema);
  const verification = await read(files.verification, verificationSchema);
  const ownProof = await read(files.ownProof, verificationSchema);
  const written = await readSettingsFiles(folder);
  const others =
    advice?.kind === 'advice' ? written.filter((file) => isOfOtherAdvice(file, advice.settings)) : [];
  for (const { name } of others)
    notes.push(`${otherAdviceText(name)} It is not shown. Write it again: headroom plan with this folder.`);
  const settingsFiles = written.filter((file) => !others.includes(file));
  return {
    files: {
      ...(calibration && { calibration }),
      ...(advice && { advice }),
      ...(settingsFiles.length > 0 && { settingsFiles }),
      ...(verification && { verification }),
      ...(ownProof && { ownProof }),
    },
    notes,
  };
};
