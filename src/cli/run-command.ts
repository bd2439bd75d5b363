import { parseArgs } from 'node:util';
import { FolderTrouble } from '../in-place/in-place.ts';
import { doctorCommand, type Patient } from './doctor-command.ts';
import { runsCommand } from './runs-command.ts';
import { CommandMistake, type Surroundings } from './surroundings.ts';
import { undoCommand } from './undo-command.ts';
import { shown } from './words.ts';

const help = `Rollcall by command line

  npm run rollcall -- undo <folder> [run] [--yes]
      Give the files in a folder their old names back, from the list that is kept in it. Needs no server.
      Without a run: the newest that can be undone. --yes: without asking.
  npm run rollcall -- runs <folder>
      What was renamed in a folder, and what of it was undone.
  npm run rollcall -- doctor
      Look over the Rollcall of this folder's settings (or DATABASE_URL): its database, queue, stored files and disk
      space. Puts the queue right, says what else is wrong, and ends with 1 if something is.
  npm run rollcall -- --help`;

/** Runs one command and answers with its exit code: 0 done, 1 not or not all, 2 asked for wrongly. */
export async function runCommand(
  args: readonly string[],
  openPatient: () => Promise<Patient>,
  terminal: Surroundings,
): Promise<number> {
  try {
    const { command, rest, yes, wantsHelp } = parse(args);
    if (wantsHelp) {
      terminal.print(help);
      return 0;
    }
    if (command === undefined) throw new CommandMistake(help);
    switch (command) {
      case 'undo': {
        const [folder, run] = expectArguments(rest, 'undo <folder> [run]', 1, 2);
        return await undoCommand({ folder, run, yes }, terminal);
      }
      case 'runs': {
        const [folder] = expectArguments(rest, 'runs <folder>', 1, 1);
        return await runsCommand(folder, terminal);
      }
      case 'doctor':
        expectArguments(rest, 'doctor', 0, 0);
        return await doctorCommand(openPatient, terminal);
      default:
        throw new CommandMistake(`There is no command ${shown(command)}.\n\n${help}`);
    }
  } catch (error) {
    if (!(error instanceof FolderTrouble || error instanceof CommandMistake)) throw error;
    terminal.complain(error.message);
    return error instanceof CommandMistake ? 2 : 1;
  }
}

function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { yes: { type: 'boolean', short: 'y' }, help: { type: 'boolean', short: 'h' } },
    });
    const [command, ...rest] = positionals;
    const wantsHelp = values.help === true || command === 'help';
    return { command, rest, yes: values.yes === true, wantsHelp };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new CommandMistake(`${text}\n\n${help}`, { cause: error });
  }
}

function expectArguments(
  rest: readonly string[],
  usage: string,
  least: number,
  most: number,
): [string, ...string[]] {
  if (rest.length < least || rest.length > most)
    throw new CommandMistake(`Usage: npm run rollcall -- ${usage}`);
  const [first = '', ...others] = rest;
  return [first, ...others];
}
