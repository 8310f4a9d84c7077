// Something that opens below a button: native <details>, closed by Escape and by a press elsewhere.
import { type ReactNode, useEffect, useRef } from 'react';

export function Menu({
  title,
  label,
  className = '',
  children,
}: {
  readonly title: ReactNode;
  /** For screen readers, where the title says too little. */
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
        if (event.key !== 'Escape') return;
        details.open = false;
        details.querySelector('summary')?.focus();
      } else if (!details.contains(event.target as Node)) details.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details ref={menu} className={`menu ${className}`}>
      <summary aria-label={label}>{title}</summary>
      <div className="menu-panel">{children}</div>
    </details>
  );
}
