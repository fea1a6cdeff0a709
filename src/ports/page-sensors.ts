/** The sensors in pages of hosts besides github.com, which the manifest does not name. */
export interface PageSensors {
  /** Watches exactly these hosts, as far as the person has allowed it. */
  watch(hosts: readonly string[]): Promise<void>;
}
