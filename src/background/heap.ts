/** Holds what is to be taken smallest first. Both of its steps cost the logarithm of what it holds. */
export interface Heap<T> {
  push(value: T): void;
  /** The smallest, which stays. */
  peek(): T | undefined;
  /** Takes the smallest out. */
  pop(): T | undefined;
}

/** A binary heap; `isBefore` orders its values. */
export const createHeap = <T>(isBefore: (a: T, b: T) => boolean): Heap<T> => {
  const values: T[] = [];
  const swap = (a: number, b: number): void => {
    const [first, second] = [values[a], values[b]];
    if (first === undefined || second === undefined) return;
    values[a] = second;
    values[b] = first;
  };
  const precedes = (a: number, b: number): boolean => {
    const [first, second] = [values[a], values[b]];
    return first !== undefined && second !== undefined && isBefore(first, second);
  };
  const rise = (from: number): void => {
    for (let child = from; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!precedes(child, parent)) return;
      swap(child, parent);
      child = parent;
    }
  };
  const sink = (): void => {
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1;
      const least = precedes(left + 1, left) ? left + 1 : left;
      if (!precedes(least, parent)) return;
      swap(least, parent);
      parent = least;
    }
  };
  return {
    push: (value) => {
      values.push(value);
      rise(values.length - 1);
    },
    peek: () => values[0],
    pop: () => {
      swap(0, values.length - 1);
      const least = values.pop();
      sink();
      return least;
    },
  };
};
