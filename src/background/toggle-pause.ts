import type { View } from '../domain/view.ts';
import type { Command } from '../messages/commands.ts';

/** Pauses the review that counts or could, or resumes the one that was paused by hand. */
export const togglePause = async (
  viewNow: () => Promise<View | null>,
  command: (command: Command) => Promise<unknown>,
): Promise<void> => {
  const current = (await viewNow())?.current;
  if (current?.can.includes('pause')) await command({ type: 'PAUSE_SESSION', data: { id: current.id } });
  else if (current?.can.includes('resume'))
    await command({ type: 'RESUME_SESSION', data: { id: current.id } });
};
