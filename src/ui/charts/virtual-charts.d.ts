/** The pictures of the machines, laid out when the page is built. */
declare module 'virtual:charts' {
  export const charts: readonly import('./geometry.ts').ChartGeometry[];
}

/** The states that an instance of each machine can be in, by their paths, in the order of its definition. */
declare module 'virtual:chart-strips' {
  export const strips: Readonly<Record<import('../../machines/index.ts').MachineName, readonly string[]>>;
}
