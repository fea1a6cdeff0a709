import type { ComponentChildren } from 'preact';
import { Button } from '../components/button.tsx';
import type { IconName } from '../components/icons.ts';
import { Octicon } from '../components/octicon.tsx';
import { say } from '../words.ts';
import { usePinned } from './use-pinned.ts';

const STEPS = 3;

interface StepProps {
  number: number;
  icon: IconName;
  title: string;
  hint: string;
  /** What the person can do, or that they have done it. */
  children?: ComponentChildren;
}

const Step = ({ number, icon, title, hint, children }: StepProps) => (
  <li class="step">
    <span class="step-icon">
      <Octicon name={icon} />
    </span>
    <div>
      <p class="step-number">{say('welcome_step', number, STEPS)}</p>
      <h2>{title}</h2>
      <p>{hint}</p>
      {children}
    </div>
  </li>
);

const Pin = () => {
  const pinned = usePinned();
  return (
    <Step number={1} icon="pin" title={say('welcome_pin')} hint={say('welcome_pin_hint')}>
      <p class="step-done" role="status">
        {pinned && (
          <>
            <Octicon name="checkCircle" />
            {say('welcome_pin_done')}
          </>
        )}
      </p>
    </Step>
  );
};

/** What a person reads once, after the installation: three steps, none of which needs an account. */
export const WelcomePage = () => (
  <main class="welcome">
    <header>
      <Octicon name="stopwatch" class="logo" />
      <h1>{say('welcome_title')}</h1>
      <p>{say('welcome_intro')}</p>
    </header>
    <ol>
      <Pin />
      <Step number={2} icon="gitPullRequest" title={say('welcome_review')} hint={say('welcome_review_hint')}>
        <a class="button button-primary" href="https://github.com/pulls">
          {say('welcome_review_button')}
        </a>
      </Step>
      <Step number={3} icon="gear" title={say('welcome_settle')} hint={say('welcome_settle_hint')}>
        <Button onClick={() => void chrome.runtime.openOptionsPage()}>{say('welcome_options')}</Button>
      </Step>
    </ol>
    <p class="promise">
      <Octicon name="shieldLock" />
      {say('welcome_privacy')}
    </p>
  </main>
);
