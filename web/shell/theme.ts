// Light, dark, or as the system says; remembered in this browser.

export type Theme = 'system' | 'light' | 'dark';
const key = 'muster-theme';

/** What was chosen; `system` unless somebody chose. */
export function chosenTheme(): Theme {
  const said = stored();
  return said === 'light' || said === 'dark' ? said : 'system';
}

export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // Storage is forbidden here: it holds for this page only.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
