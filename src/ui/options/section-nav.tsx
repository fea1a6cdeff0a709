import { useEffect, useState } from 'preact/hooks';
import { Octicon } from '../components/octicon.tsx';
import { say } from '../words.ts';
import { sections } from './sections.ts';

/** How far below the top of the window a heading still counts as the one that is read, in pixels. */
const READ_WITHIN_PX = 160;

const headingInView = (): string => {
  const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
  const read = sections.findLast(({ id }) => {
    const top = document.getElementById(id)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
    return isAtEnd || top < READ_WITHIN_PX;
  });
  return (read ?? sections[0])?.id ?? '';
};

/** The list of the page's parts; the one that is being read is marked. */
export const SectionNav = () => {
  const [current, setCurrent] = useState(sections[0]?.id);
  useEffect(() => {
    const follow = (): void => setCurrent(headingInView());
    addEventListener('scroll', follow, { passive: true });
    return () => removeEventListener('scroll', follow);
  }, []);
  return (
    <nav class="section-nav" aria-label={say('options_sections')}>
      <ul>
        {sections.map(({ id, title, icon }) => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === current ? 'location' : undefined}>
              <Octicon name={icon} />
              <span>{say(title)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};
