import { buttonOf } from './elements.ts';

const copied = 'Copied';
const notCopied = 'Select and copy by hand';

/** Beside every text that is there to be taken along: a button that does so. */
export const addCopyButtons = (): void => {
  for (const source of document.querySelectorAll<HTMLElement>('[data-copy]')) {
    const button = buttonOf(source.dataset['copy'] || 'Copy', () => {
      navigator.clipboard.writeText(source.textContent).then(
        () => {
          button.textContent = copied;
        },
        () => {
          getSelection()?.selectAllChildren(source);
          button.textContent = notCopied;
        },
      );
    });
    button.className = 'copy';
    source.after(button);
  }
};
