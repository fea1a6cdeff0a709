/** The browser's notifications, as far as the person has allowed them. */
export interface Notifications {
  /** Says that the backend cannot be reached, and that nothing is lost. */
  tellOutage(): void;
}
