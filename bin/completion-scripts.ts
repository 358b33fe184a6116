/** A verb as a shell completes it. */
export type CompletedVerb = {
  /** One word, or two: `runs prune`. */
  readonly name: string;
  readonly describe: string;
  readonly options: readonly {
    readonly name: string;
    readonly describe: string;
    readonly choices: readonly string[];
  }[];
  /** Values that a positional argument may have. */
  readonly choices: readonly string[];
};

const isOneWord = ({ name }: CompletedVerb): boolean => !name.includes(' ');
const namesOf = (verbs: readonly CompletedVerb[]): string =>
  verbs
    .filter(isOneWord)
    .map(({ name }) => name)
    .join(' ');
/** A verb as a pattern of a shell's case. */
const patternOf = (verb: CompletedVerb): string => (isOneWord(verb) ? verb.name : `'${verb.name}'`);
/** The verbs of two words, as a pattern of a shell's case. */
const pairsOf = (verbs: readonly CompletedVerb[]): string =>
  verbs
    .filter((verb) => !isOneWord(verb))
    .map(patternOf)
    .join('|');

const flagsOf = ({ options }: CompletedVerb): string => options.map(({ name }) => `--${name}`).join(' ');
const single = (text: string): string => `'${text.replaceAll("'", '’')}'`;

/** Cases of a shell that give the choices of an option, or of a positional argument. */
const choiceCases = (verbs: readonly CompletedVerb[], give: (choices: string) => string): string =>
  verbs
    .flatMap((verb) => [
      ...verb.options
        .filter(({ choices }) => choices.length > 0)
        .map(({ name, choices }) => `    '${verb.name} --${name}') ${give(choices.join(' '))} ;;`),
      ...(verb.choices.length === 0
        ? []
        : [`    '${verb.name} ${verb.name}') ${give(verb.choices.join(' '))} ;;`]),
    ])
    .join('\n');

const bash = (verbs: readonly CompletedVerb[]): string => `# bash completion of headroom
#   headroom completion bash >> ~/.bashrc
_headroom() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} verb=\${COMP_WORDS[1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${namesOf(verbs)} help --help --version" -- "$cur"))
    return
  fi
  case "$verb \${COMP_WORDS[2]}" in
    ${pairsOf(verbs)}) [ "$COMP_CWORD" -gt 2 ] && verb="$verb \${COMP_WORDS[2]}" ;;
  esac
  case "$verb $prev" in
${choiceCases(verbs, (choices) => `words="${choices}"`)}
  esac
  if [ -n "$words" ] && [ "\${cur#-}" = "$cur" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    return
  fi
  case "$verb" in
    help) words="${namesOf(verbs)} exit-codes" ;;
${verbs.map((verb) => `    ${patternOf(verb)}) words="${flagsOf(verb)}" ;;`).join('\n')}
  esac
  if [ "$verb" = help ] || [ "\${cur#-}" != "$cur" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _headroom headroom
`;

/** In zsh a colon parts a word from what is said of it. */
const described = (name: string, describe: string): string =>
  single(`${name.replaceAll(':', '\\:')}:${describe.replaceAll('\\', '')}`);

const zsh = (verbs: readonly CompletedVerb[]): string => `#compdef headroom
# zsh completion of headroom
#   headroom completion zsh > "\${fpath[1]}/_headroom"
_headroom() {
  local -a verbs options
  verbs=(
${verbs
  .filter(isOneWord)
  .map(({ name, describe }) => `    ${described(name, describe)}`)
  .join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe verb verbs
    return
  fi
  local verb="$words[2]"
  case "$verb $words[3]" in
    ${pairsOf(verbs)}) (( CURRENT > 3 )) && verb="$verb $words[3]" ;;
  esac
  if [[ "$words[CURRENT]" != -* ]]; then
    case "$verb $words[CURRENT-1]" in
${choiceCases(verbs, (choices) => `compadd -- ${choices}; return`)}
    esac
  fi
  case "$verb" in
    help) _describe verb verbs; return ;;
${verbs.map((verb) => `    ${patternOf(verb)}) options=(${verb.options.map(({ name, describe }) => described(`--${name}`, describe)).join(' ')}) ;;`).join('\n')}
  esac
  if [[ "$words[CURRENT]" == -* ]]; then
    _describe option options
  else
    _files
  fi
}
if [ "$funcstack[1]" = _headroom ]; then _headroom "$@"; else compdef _headroom headroom; fi
`;

const seen = (name: string): string =>
  name
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');

const fish = (verbs: readonly CompletedVerb[]): string => `# fish completion of headroom
#   headroom completion fish > ~/.config/fish/completions/headroom.fish
${verbs
  .flatMap(({ name, describe, options, choices }) => [
    ...(name.includes(' ')
      ? []
      : [`complete -c headroom -f -n __fish_use_subcommand -a ${name} -d ${single(describe)}`]),
    ...options.map(
      (option) =>
        `complete -c headroom -n '${seen(name)}' -l ${option.name}` +
        `${option.choices.length > 0 ? ` -x -a '${option.choices.join(' ')}'` : ''} -d ${single(option.describe)}`,
    ),
    ...(choices.length === 0 ? [] : [`complete -c headroom -f -n '${seen(name)}' -a '${choices.join(' ')}'`]),
  ])
  .join('\n')}
`;

/** The script of each shell that completes verbs, options and their choices; files for all else. */
export const completionScripts = { bash, zsh, fish } as const;
