import { type IconName, icons } from './icons.ts';

const pathsOf = (svg: string): string[] => [...svg.matchAll(/ d="([^"]+)"/g)].map(([, path]) => path ?? '');

/** An Octicon in the colour of the text around it. Decorative: the words beside it say the same. */
export const Octicon = ({ name, class: className = '' }: { name: IconName; class?: string }) => (
  <svg class={`octicon ${className}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    {pathsOf(icons[name]).map((path) => (
      <path key={path} d={path} />
    ))}
  </svg>
);
