import { useEffect, useId, useRef } from 'preact/hooks';
import { say } from '../words.ts';
import { Button } from './button.tsx';

interface ConfirmDialogProps {
  title: string;
  /** What will be lost, a paragraph each. */
  words: readonly string[];
  /** What the button that does it says. */
  action: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone. It opens as it is drawn; Escape and a press beside it close it. */
export const ConfirmDialog = ({ title, words, action, onConfirm, onClose }: ConfirmDialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-words`}
      closedby="any"
      onClose={onClose}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <div id={`${id}-words`}>
        {words.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
      <div class="dialog-actions">
        <Button onClick={close}>{say('common_cancel')}</Button>
        <Button
          look="danger"
          onClick={() => {
            close();
            onConfirm();
          }}
        >
          {action}
        </Button>
      </div>
    </dialog>
  );
};
