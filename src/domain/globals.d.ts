declare class URL {
  static parse(url: string): URL | null;
  readonly protocol: string;
  readonly hostname: string;
  readonly pathname: string;
  readonly href: string;
  readonly origin: string;
  readonly username: string;
  readonly password: string;
}
