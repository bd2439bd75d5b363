import { openPatient } from './app/open-patient.ts';
import { runCommand } from './cli/run-command.ts';
import { createTerminal } from './cli/terminal.ts';
import { loadConfig } from './config.ts';
import { readEnvironment, stopWithMessage } from './process.ts';

const terminal = createTerminal({ input: process.stdin, output: process.stdout, errors: process.stderr });
const open = async () => await openPatient(loadConfig(readEnvironment()));
try {
  process.exitCode = await runCommand(process.argv.slice(2), open, terminal);
} catch (error) {
  stopWithMessage(error);
}
