/**
 * The public half of the extension's key pair (base64 of its SPKI DER form), pinned in the manifest as `key` so that
 * an unpacked build has one id on every machine. The private half was thrown away: an id needs only the public one.
 */
export const EXTENSION_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtZzKdUS1UgAaZjQwp+nVjKGFEncrSLmJJDJBpW7A/k2BVP593Ky2If1vcN2EzKBMHJNNsCWltfB3qaZVfmoVVyGlhz4Aq+VoWmiqPviboWVsjcxr6Ja32n82MwR744/CXpyItkZSSIdryo8KnYKRZ73tkil+xnkOm//HAj/Hs67ioHWiUdJpbKHcrc6tk7rfM7ttxFyHy2xudfmbIbeaL6aV2li734ykqjCKn3ymJquDZpJYvYOOMJMEBEutRnHOGWCLvVg0swv4bj6pK/d08IRZzt8Tx+6dKayCaIQ/8JhXEfDDExyncN/s9cYqwT7VlwAytD3HX9YBXVGwvd+YJwIDAQAB';

/** The extension's id: the first 128 bits of the key's SHA-256, each hex digit written as a letter from a to p. */
export const EXTENSION_ID = 'inlfbopiakfdcnhjdijijmpmhjibfgbc';
