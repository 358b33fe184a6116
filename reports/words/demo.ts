/** Instead of a command that would apply something to the service of a demo, or fire at it: it has ended. */
export const afterDemo =
  'headroom demo makes an advice and proves it; headroom init <URL of your service> writes a config for yours';

type Text = { readonly sentences: readonly string[]; readonly commands: readonly string[] };

/** What to do after a demo: commands that would need its service give way to one that works. */
export const ofDemo = <T extends Text>(text: T): T =>
  text.commands.some((command) => /^headroom (?:test|verify)\b/.test(command))
    ? {
        ...text,
        sentences: [...text.sentences, 'The service of a demo ends with it, so this run is not fired again.'],
        commands: ['headroom demo'],
      }
    : text;
