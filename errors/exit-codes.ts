/**
 * The codes that a command line ends with, by name: part of the contract, the same for every verb. docs/exit-codes.md
 * and the help are made from this file.
 */
export const exit = {
  ok: 0,
  internal: 1,
  usage: 2,
  sloNotMet: 3,
  noAdvice: 4,
  notConfirmed: 5,
  k6: 6,
  outOfReach: 7,
  cantTell: 8,
  interrupted: 130,
} as const;

/** The name of an exit code. */
type ExitName = keyof typeof exit;

type Meaning = {
  /** For every verb, in a few words. */
  readonly means: string;
  /** What it says of one verb. */
  readonly of: Readonly<Record<string, string>>;
};

/** What each exit code means: in general, and for the verbs whose answer it is. */
export const exitMeanings: Readonly<Record<ExitName, Meaning>> = {
  ok: {
    means: 'done; what was asked about holds',
    of: {
      test: 'the SLO is met, and each threshold of your script',
      'report --exit-code': 'the same',
      plan: 'there is a settled advice, or the settings in use are right',
      compare: 'better or same',
      verify: 'the advice is confirmed; with --margin the margin held too',
      tune: 'an advice is confirmed (with --margin its margin held too), or the settings in use hold the SLO and stay',
      doctor: 'no problem; warnings are only printed',
      lint: 'no error; warnings are only printed',
      'apply, rollback': 'written, or shown without --yes',
      'report, explain, capacity, simulate, demo': 'the answer is printed, whatever it says',
    },
  },
  internal: { means: 'a defect of Headroom', of: {} },
  usage: {
    means: 'options, config, files or safety limits: the message says what to write',
    of: {
      lint: 'an error in a file, or no file that configures scaling',
      apply: 'with --yes: only the Python SDK can write these settings',
    },
  },
  sloNotMet: {
    means: 'the SLO is not met',
    of: {
      test: 'the SLO is not met, or a threshold of your script',
      'report --exit-code': 'the same',
      compare: 'worse than the base',
      tune: 'no other settings are better than those in use, and the SLO is not met',
    },
  },
  noAdvice: {
    means: 'no settled advice',
    of: {
      'plan, tune': 'too little data, or nothing that was tried meets the SLO',
      plan: 'the advice is interim: another run must come first',
      apply: 'there are no settings that the plan recommends: nothing is shown or written',
      'capacity, compare, simulate': 'the run cannot carry an answer',
    },
  },
  notConfirmed: {
    means: 'the advice is not confirmed',
    of: {
      verify:
        'the SLO was not met with it, or the prediction was off; with --margin: it was missed at the margin',
      tune: 'no advice was confirmed in the rounds or the time allowed; with --margin: its margin was missed',
    },
  },
  k6: { means: 'k6 is missing or has failed', of: {} },
  outOfReach: {
    means: 'endpoint or cluster: out of reach, or it refuses',
    of: { 'test, verify, tune': 'the first request is answered by an error; --force fires all the same' },
  },
  cantTell: {
    means: "can't tell",
    of: {
      test: 'the load did not run as planned, and what was sent does not miss the SLO for sure (that is 3)',
      'report --exit-code': 'the same',
      compare: 'the runs do not show whether they differ',
      verify:
        'the re-run neither confirms nor refutes the advice; with --margin: the load at the margin can’t tell',
      tune: 'the last load neither confirms nor refutes; with --margin: nor does the one at the margin',
    },
  },
  interrupted: {
    means: 'asked to stop: Ctrl-C or SIGTERM',
    of: { 'report --exit-code': 'the recorded load was asked to stop' },
  },
};

/** Most columns of a line in the help. */
export const helpColumns = 80;

/**
 * The exit codes in a few lines, for the help.
 *
 * @example exitCodesInShort().startsWith('Exit codes: 0 done') // true
 */
export const exitCodesInShort = (): string => {
  const parts = Object.entries(exit).map(
    ([name, code]) => `${code} ${exitMeanings[name as ExitName].means.split(/[:;]/)[0]}`,
  );
  const lines: string[] = [];
  for (const [i, part] of parts.entries()) {
    const text = i === 0 ? `Exit codes: ${part}` : part;
    const line = lines.at(-1);
    if (line !== undefined && line.length + 3 + text.length <= helpColumns)
      lines[lines.length - 1] = `${line} · ${text}`;
    else lines.push(text);
  }
  return lines.join('\n');
};

/** What CI may rely on, in lines of Markdown. */
const promise = `CI may rely on these codes: an undecided result never ends with 0 or 3, and settings that only miss the SLO by least are
never 0. \`test --repeat\` ends with the code of the first load whose code is not 0.`;

/**
 * The exit codes for the terminal, in lines of any length.
 *
 * @returns each code with its meaning, then indented what it says of one verb
 */
export const exitCodesText = (): string => {
  const codes = Object.entries(exit).flatMap(([name, code]) => {
    const { means, of } = exitMeanings[name as ExitName];
    const verbs = Object.entries(of).map(([verb, text]) => `       ${verb}: ${text}`);
    return [`${String(code).padStart(3)}  ${means}`, ...verbs];
  });
  const promised = promise.replaceAll('\n', ' ').replaceAll('`', '"');
  return `These codes hold for every verb. ${promised}\n\n${codes.join('\n')}\n`;
};

/** The exit codes as a page of the documentation, in Markdown. */
export const exitCodesPage = (): string => {
  const rows = Object.entries(exit).map(([name, code]) => {
    const { means, of } = exitMeanings[name as ExitName];
    const verbs = Object.entries(of).map(([verb, text]) => `\`${verb}\`: ${text}`);
    return `| ${code} | ${means} | ${verbs.join('<br>')} |`;
  });
  return `# Exit codes

The same table holds for every verb, and \`headroom help exit-codes\` prints it.
${promise}

| code | means | for one verb |
|---|---|---|
${rows.join('\n')}
`;
};
