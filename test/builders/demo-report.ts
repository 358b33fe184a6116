import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { assembleReport, type Report } from '../../reports/report.ts';
import { calibrationSchema } from '../../runs/schema/calibration.ts';
import { adviceSchema } from '../../runs/schema/recommendation.ts';
import { resultSchema } from '../../runs/schema/result.ts';
import { verificationSchema } from '../../runs/schema/verification.ts';

/** What `npm run demo` left in its two run folders: the files that a report is made of. */
const folder = join(import.meta.dirname, '..', 'fixtures', 'demo');
/** In the order in which they were written. */
const settingsNames = ['deploymentconfig.json', 'deploy_configuration.py'];

const read = <T extends z.ZodType>(name: string, schema: T): z.output<T> =>
  schema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));

/** The report of a real demo: 76 s of load, its advice with the settings files, and the re-run that proved it. */
export const demoReport = (): Report =>
  assembleReport(read('result.json', resultSchema), {
    calibration: read('calibration.json', calibrationSchema),
    advice: read('recommendation.json', adviceSchema),
    verification: read('verification.json', verificationSchema),
    rerun: read('rerun.json', resultSchema),
    settingsFiles: settingsNames.map((name) => ({
      name,
      text: readFileSync(join(folder, 'settings', name), 'utf8'),
    })),
  });
