import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { usePopup } from './popup-context.ts';

/** Where a drawing takes away the element that had the focus, the focus goes to the element of the returned ref. */
export const useKeptFocus = (): RefObject<HTMLElement> => {
  const fallback = useRef<HTMLElement>(null);
  const hadFocus = useRef<Element | null>(null);
  const stored = usePopup((state) => state.stored);

  useEffect(() => {
    const remember = (event: FocusEvent): void => {
      hadFocus.current = event.target instanceof Element ? event.target : null;
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, []);

  useEffect(() => {
    if (hadFocus.current === null || hadFocus.current.isConnected) return;
    hadFocus.current = null;
    if (document.activeElement === document.body) fallback.current?.focus();
  }, [stored]);

  return fallback;
};
