/** Gives the person a file of this text to keep. */
export const download = (name: string, type: 'application/json' | 'text/csv', text: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
