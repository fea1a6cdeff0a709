import type { ComponentChildren } from 'preact';
import { say } from '../words.ts';
import type { IconName } from './icons.ts';
import { Octicon } from './octicon.tsx';

interface BannerProps {
  children: ComponentChildren;
  tone: 'info' | 'attention' | 'danger';
  icon: IconName;
  /** Read out at once, because it answers what the person has just done. */
  urgent?: boolean;
  /** What can be done about it. */
  action?: ComponentChildren;
  onDismiss?: () => void;
}

/** One sentence that a person should read, in the flow of the page. */
export const Banner = ({ children, tone, icon, urgent = false, action, onDismiss }: BannerProps) => (
  <div class={`banner banner-${tone}`} role={urgent ? 'alert' : undefined}>
    <Octicon name={icon} />
    <p>{children}</p>
    {action}
    {onDismiss && (
      <button type="button" class="icon-button" aria-label={say('common_dismiss')} onClick={onDismiss}>
        <Octicon name="x" />
      </button>
    )}
  </div>
);
