type LockEntry = { resolved?: string; optionalDependencies?: Record<string, string> };

/** The folder that a package of this folder is looked for in next; the root at last. */
const outerPlace = (place: string): string =>
  place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')));

/** Whether a package that `place` asks for is found in the lock, as Node would look for it. */
const isLocked = (packages: Record<string, LockEntry>, place: string, name: string): boolean =>
  (place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`) in packages ||
  (place !== '' && isLocked(packages, outerPlace(place), name));

/**
 * What makes a package-lock.json unfit for other machines, a sentence each. npm leaves other platforms' optional packages
 * out where a registry did not answer for them, and then `npm ci` refuses every fresh clone.
 */
export function faultsOfLock(text: string): string[] {
  const { packages } = JSON.parse(text) as { packages: Record<string, LockEntry> };
  return Object.entries(packages).flatMap(([location, entry]) => {
    const missing = Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) => !isLocked(packages, location, name),
    );
    return [
      ...missing.map((name) => `${location} may need ${name}, and the lock has no entry for it.`),
      ...(entry.resolved?.startsWith('http')
        ? [`${location} records a download address; install with omit-lockfile-registry-resolved.`]
        : []),
    ];
  });
}
