import { askK6, type ScriptCheck } from './ask-k6.ts';
import { unreadable } from './read-script.ts';
import { tarFilesOf } from './tar-files.ts';

/** Of an archive that k6 makes: its options, and the bundled script. */
const ownOfArchive = ['metadata.json', 'data'];

/**
 * k6 writes an archive to a path alone, and it must stand in no file. What Node gives a process for standard output is a socket,
 * which has no path that can be opened; the pipe of a shell has one. The shell's exit tells nothing of k6: no archive does.
 */
const archiveCommand = '"$0" archive --secret-source=headroom -O /dev/stdout "$@" | cat';

/**
 * The files that a script opens, and what it imports from the network, with their contents: all that k6 puts into an archive
 * of it beside the bundle. k6 opens files only while it loads a script, so this is all that a load can read. Nothing is sent.
 *
 * @returns contents by the paths in the archive: absolute ones behind `file/`, in which k6 makes the user's name unknown
 * @throws HeadroomError E_SCENARIO when the script throws while it is loaded
 */
export const openedFilesOf = async (check: ScriptCheck): Promise<ReadonlyMap<string, Buffer>> => {
  const answer = await askK6({ ...check, k6: 'sh' }, ['-c', archiveCommand, check.k6]);
  if (answer.output.length === 0) throw unreadable(answer.reason, check);
  return new Map([...tarFilesOf(answer.output)].filter(([path]) => !ownOfArchive.includes(path)));
};
