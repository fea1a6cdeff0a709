import type { HistoryEntry } from '../history-entry.ts';

const textOf = ({ repo_owner, repo_name, pr_number, pr_title }: HistoryEntry): string =>
  `${repo_owner}/${repo_name} #${pr_number} ${pr_title ?? ''}`.toLocaleLowerCase();

/** The entries in which every word of `query` occurs: in the names, the number or the title. */
export const matching = <T extends HistoryEntry>(entries: readonly T[], query: string): readonly T[] => {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter((entry) => words.every((word) => textOf(entry).includes(word)));
};
