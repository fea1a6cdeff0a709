import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Button } from './button.tsx';

interface FileButtonProps {
  children: ComponentChildren;
  /** Types and endings of the files that can be chosen. */
  accept: string;
  size?: 'small' | 'medium';
  busy?: boolean;
  onFile: (file: File) => void;
}

/** Lets the person choose a file; the same one can be chosen again. */
export const FileButton = ({ children, accept, size = 'medium', busy = false, onFile }: FileButtonProps) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file !== undefined) onFile(file);
          event.currentTarget.value = '';
        }}
      />
      <Button icon="upload" size={size} busy={busy} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
};
