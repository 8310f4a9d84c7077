// Something that opens below a button: native <details>, closed by Escape, by a press elsewhere, and by a link followed in it.
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { plain } from './unseen.js';

export function Menu({
  title,
  label,
  className = '',
  children,
}: {
  readonly title: ReactNode;
  /** What it is, where the title says too little. */
  readonly label?: string;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const details = menu.current;
      if (details === null || !details.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape' || document.querySelector('dialog[open]') !== null) return;
        details.open = false;
        details.querySelector('summary')?.focus();
        return;
      }
      const pressed = event.target as Element;
      // A dialog lies above the menu, and ends before whoever opened the menu goes on with it.
      if (!details.contains(pressed) && pressed.closest('dialog') === null) details.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  const about = label === undefined ? undefined : plain(label);
  const followed = ({ target }: MouseEvent) => {
    if (menu.current !== null && (target as Element).closest('a') !== null)
      menu.current.open = false;
  };
  return (
    <details ref={menu} className={`menu ${className}`}>
      <summary aria-label={about} title={about}>
        {title}
      </summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the links in it can be reached by keyboard */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a key that follows a link clicks it */}
      <div className="menu-panel" onClick={followed}>
        {children}
      </div>
    </details>
  );
}
