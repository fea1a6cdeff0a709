import type { Command } from '../messages/commands.ts';
import type { Projection } from './projection.ts';
import type { Runtime } from './runtime.ts';

interface TogglePauseParts {
  runtime: Runtime;
  projection: Projection;
  command(command: Command): Promise<unknown>;
}

/** Pauses the review that counts or could, or resumes the one that was paused by hand. */
export const togglePause = async ({ runtime, projection, command }: TogglePauseParts): Promise<void> => {
  if (projection.view() === null) await runtime.refresh();
  const current = projection.view()?.current;
  if (current?.can.includes('pause')) await command({ type: 'PAUSE_SESSION', data: { id: current.id } });
  else if (current?.can.includes('resume'))
    await command({ type: 'RESUME_SESSION', data: { id: current.id } });
};
