import { describe, it } from 'vitest';
import { holdsWhatIsWritten, quick, services } from '../cli/plan/settings-of-advice.ts';

describe('settings files of a run whose client gave up after 3 s', () => {
  it.each(services.filter(({ name }) => name !== quick))(
    '$name: say nothing that was neither read, measured nor decided',
    holdsWhatIsWritten,
  );
});
