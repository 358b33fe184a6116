/** An element with a class and what stands in it. */
export const elementOf = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] => {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  element.append(...content);
  return element;
};

/** A button that does something here: it never sends a form. */
export const buttonOf = (label: string, act: () => void): HTMLButtonElement => {
  const button = elementOf('button', '', label);
  button.type = 'button';
  button.addEventListener('click', act);
  return button;
};
