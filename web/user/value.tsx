// One value of the API in words.
import type { ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { userStrings as s } from '../strings.js';
import type { Shown } from './user-json.js';

export function ShownValue({ value }: { readonly value: Shown }): ReactNode {
  if (value === null) return <span className="soft">{s.none}</span>;
  if (typeof value === 'boolean') return value ? s.yes : s.no;
  return typeof value === 'string' ? <Data text={value} /> : s.entries(value.count);
}
