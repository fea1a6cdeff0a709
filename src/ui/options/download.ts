/** Hands a text to the person as a file of this name. */
export const downloadText = (name: string, text: string): void => {
  const address = URL.createObjectURL(new Blob([text]));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
};
