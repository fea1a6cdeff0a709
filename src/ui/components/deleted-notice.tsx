import { useEffect } from 'preact/hooks';
import { send } from '../send.ts';
import { say } from '../words.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';

/** How long a deletion can be taken back, in milliseconds. */
const UNDO_MS = 8_000;

/** Says that a session was deleted, and takes that back for as long as it can be. */
export const DeletedNotice = ({ id, onGone }: { id: string; onGone: () => void }) => {
  useEffect(() => {
    const timer = setTimeout(onGone, UNDO_MS);
    return () => clearTimeout(timer);
  }, [id]);
  const undo = async (): Promise<void> => {
    await send({ type: 'RESTORE_SESSION', data: { id } });
    onGone();
  };
  return (
    <Banner
      tone="attention"
      icon="trash"
      urgent
      action={
        <Button size="small" onClick={() => void undo()}>
          {say('edit_undo')}
        </Button>
      }
    >
      {say('edit_deleted')}
    </Banner>
  );
};
