// Opens a group whose ids are known: where nothing can be searched, this is the way in.
import type { FormEvent, ReactNode } from 'react';
import { addressOf, go } from '../shell/address.js';
import { findStrings as s } from '../strings.js';

export function ByIds({ isOpen }: { readonly isOpen: boolean }): ReactNode {
  const open = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    go(
      addressOf({
        page: 'group',
        tenantId: String(fields.get('tenant')),
        groupId: String(fields.get('group')),
      }),
    );
  };
  return (
    <details className="by-ids" open={isOpen}>
      <summary>{s.byIds}</summary>
      <p className="soft small">{s.byIdsHint}</p>
      <form onSubmit={open} className="row">
        <label>
          {s.tenantId} <input name="tenant" required spellCheck={false} />
        </label>
        <label>
          {s.groupId} <input name="group" required spellCheck={false} />
        </label>
        <button type="submit">{s.open}</button>
      </form>
    </details>
  );
}
