import type { ComponentChildren } from 'preact';
import type { IconName } from './icons.ts';
import { Octicon } from './octicon.tsx';

interface ButtonProps {
  children: ComponentChildren;
  id?: string;
  look?: 'default' | 'primary' | 'danger' | 'danger-emphasis' | 'invisible';
  size?: 'small' | 'medium';
  icon?: IconName;
  type?: 'button' | 'submit';
  /** What it does is under way: it keeps the focus and takes no second click. */
  busy?: boolean;
  /** For a screen reader, where the words alone do not say about what. */
  label?: string;
  onClick?: () => void;
  onBlur?: () => void;
}

/** A button as GitHub draws it. */
export const Button = ({
  children,
  id,
  look = 'default',
  size = 'medium',
  icon,
  type = 'button',
  busy = false,
  label,
  onClick,
  onBlur,
}: ButtonProps) => (
  <button
    id={id}
    type={type}
    class={`button button-${look} button-${size}`}
    aria-label={label}
    aria-disabled={busy}
    aria-busy={busy}
    onBlur={onBlur}
    onClick={(event) => {
      if (busy) event.preventDefault();
      else onClick?.();
    }}
  >
    {icon && <Octicon name={icon} />}
    <span>{children}</span>
  </button>
);
