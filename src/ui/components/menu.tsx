import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { IconName } from './icons.ts';
import { Octicon } from './octicon.tsx';

const itemsOf = (menu: HTMLElement): HTMLElement[] => [
  ...menu.querySelectorAll<HTMLElement>('[role=menuitem]'),
];

/** The item that a key leads to, from the one that has the focus; none for a key that moves nothing. */
const itemAfter = (key: string, items: HTMLElement[]): HTMLElement | undefined => {
  const at = items.findIndex((item) => item.matches(':focus'));
  switch (key) {
    case 'ArrowDown':
      return items[(at + 1) % items.length];
    case 'ArrowUp':
      return items.at(at <= 0 ? -1 : at - 1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return undefined;
  }
};

interface MenuButtonProps {
  children: ComponentChildren;
  /** Of the menu; its button is found by it. */
  id: string;
  /** What the menu is about. */
  label: string;
}

/** A button with three dots and the menu that it opens, over everything else and closed by a press elsewhere. */
export const MenuButton = ({ children, id, label }: MenuButtonProps) => {
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const onToggle = (event: Pick<ToggleEvent, 'newState'>): void => {
    const open = event.newState === 'open';
    button.current?.setAttribute('aria-expanded', String(open));
    if (open && menu.current !== null) itemsOf(menu.current)[0]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (menu.current === null) return;
    if (event.key === 'Tab') {
      menu.current.hidePopover();
      button.current?.focus();
      return;
    }
    const next = itemAfter(event.key, itemsOf(menu.current));
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded="false"
        title={label}
        popovertarget={id}
        style={`anchor-name: --${id}`}
      >
        <Octicon name="kebabHorizontal" />
      </button>
      <div
        ref={menu}
        id={id}
        class="menu"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        popover="auto"
        style={`position-anchor: --${id}`}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
      >
        {children}
      </div>
    </>
  );
};

interface MenuItemProps {
  children: ComponentChildren;
  icon: IconName;
  /** What comes of it, or why it cannot be done. */
  description: string;
  danger?: boolean;
  disabled?: boolean;
  /** It asks for a second press: the menu stays open. */
  asks?: boolean;
  onClick: () => void;
  onBlur?: () => void;
}

/** One thing that can be done from a menu. */
export const MenuItem = ({
  children,
  icon,
  description,
  danger = false,
  disabled = false,
  asks = false,
  onClick,
  onBlur,
}: MenuItemProps) => (
  <button
    type="button"
    role="menuitem"
    tabIndex={-1}
    class={danger ? 'menu-item menu-item-danger' : 'menu-item'}
    aria-disabled={disabled}
    onBlur={onBlur}
    onClick={(event) => {
      if (disabled) return;
      if (!asks) event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
      onClick();
    }}
  >
    <Octicon name={icon} />
    <span>
      {children}
      <small>{description}</small>
    </span>
  </button>
);
