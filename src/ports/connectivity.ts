/** What the browser knows about the network. */
export interface Connectivity {
  isOnline(): boolean;
}
