type LockEntry = { resolved?: string; optionalDependencies?: Record<string, string> };

/** Whether a package that `from` asks for is found in the lock, as Node would look for it. */
function isLocked(packages: Record<string, LockEntry>, from: string, name: string): boolean {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    const candidate = place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`;
    if (candidate in packages) return true;
    if (place === '') return false;
    if (!place.includes('/node_modules/')) place = '';
  }
}

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
