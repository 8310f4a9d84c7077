// Links within the page: real addresses that can be copied, opened in a tab, or followed without loading anew.
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { go } from '../shell/address.js';

export function Link({
  to,
  children,
  ...rest
}: Omit<ComponentProps<'a'>, 'href'> & { readonly to: string }): ReactNode {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    go(to);
    window.scrollTo(0, 0);
  };
  return (
    <a {...rest} href={to} onClick={follow}>
      {children}
    </a>
  );
}
